// Text into the clipboard: data-copy="ID" on a button copies the field of that id; a field with
// data-copy-now that htmx brings is copied at once. Where the browser forbids it, it is selected.
import { toast } from "./toast.js";

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    toast(field.dataset.textCopied, "success");
  } catch {
    // No permission, or no safe connection: a key does it.
    field.focus();
    field.select();
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(document.getElementById(button.dataset.copy));
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const field = detail.elt.matches?.("[data-copy-now]") ? detail.elt : detail.elt.querySelector?.("[data-copy-now]");
  if (field) copy(field);
});
