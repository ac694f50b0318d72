// Runs before the first paint, as a classic script: the chosen theme and the mark
// that scripts work are there before any pixel is.
(function () {
  const root = document.documentElement;
  const KEY = "skyy.theme";

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // Storage may be closed to us; the system's theme stands.
    }
  }

  function apply(choice) {
    if (choice === "light" || choice === "dark") {
      root.dataset.theme = choice;
    } else {
      delete root.dataset.theme;
    }
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      const chosen = button.dataset.themeChoice === (choice ?? "system");
      button.setAttribute("aria-pressed", String(chosen));
    }
  }

  root.dataset.scripted = "";
  apply(stored());

  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-choice]");
    if (!button) return;
    const choice = button.dataset.themeChoice;
    try {
      if (choice === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // The choice then lasts as long as the page.
    }
    apply(choice);
  });
})();
