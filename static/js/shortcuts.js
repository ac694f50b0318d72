// The keys of a page. Markup: data-shortcut="a" on a button or link (its text, or
// data-shortcut-label, says what it does). Code: register({key, label, run}).
// "?" lists them all.

const registered = new Map();

/**
 * Add a key. key: as in KeyboardEvent.key, lower case; label: what it does, in the
 * reader's language; run: called with the event. Returns a function that removes it.
 */
export function register({ key, label, run }) {
  registered.set(key, { label, run });
  return () => registered.delete(key);
}

function isTyping(target) {
  if (target.isContentEditable) return true;
  if (target.matches?.("textarea, select")) return true;
  return target.matches?.("input") && !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
}

function isVisible(element) {
  return element.checkVisibility?.() ?? element.offsetParent !== null;
}

function markedWith(key) {
  return [...document.querySelectorAll("[data-shortcut]")].find(
    (element) => element.dataset.shortcut.toLowerCase() === key && isVisible(element) && !element.disabled,
  );
}

function labelOf(element) {
  return element.dataset.shortcutLabel ?? element.getAttribute("aria-label") ?? element.textContent.trim();
}

function list() {
  const entries = new Map([...registered].map(([key, { label }]) => [key, label]));
  for (const element of document.querySelectorAll("[data-shortcut]")) {
    if (isVisible(element)) entries.set(element.dataset.shortcut.toLowerCase(), labelOf(element));
  }
  return entries;
}

function showList() {
  const dialog = document.getElementById("shortcuts");
  if (dialog && !dialog.open) dialog.showModal();
}

function fill(target) {
  const rows = [...list(), ["?", target.dataset.textThis]].flatMap(([key, label]) => {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    cap.textContent = key.length === 1 ? key.toUpperCase() : key;
    term.append(cap);
    const text = document.createElement("dd");
    text.textContent = label;
    return [term, text];
  });
  target.replaceChildren(...rows);
}

const dialog = document.getElementById("shortcuts");
// Heard however the dialog was opened.
dialog?.addEventListener("beforetoggle", (event) => {
  if (event.newState === "open") fill(dialog.querySelector("[data-shortcut-list]"));
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "?") {
    event.preventDefault();
    showList();
    return;
  }
  if (document.querySelector("dialog:modal")) return;
  const known = registered.get(key);
  const element = known ? null : markedWith(key);
  if (!known && !element) return;
  event.preventDefault();
  if (known) {
    known.run(event);
  } else if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
    element.focus();
  } else {
    element.click();
  }
});
