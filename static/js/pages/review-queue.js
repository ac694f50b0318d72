// A changed filter is shown at once; without script there is the button.

const form = document.querySelector("form[data-auto-submit]");

form?.addEventListener("change", (event) => {
  if (event.target.matches("input[type=radio]")) form.requestSubmit();
});
