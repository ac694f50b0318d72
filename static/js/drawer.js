// A drawer is a <dialog class="drawer"> that opens when htmx has filled it. Its opener
// is a plain link to the full page, so it works without script and can be shared.

document.addEventListener("htmx:afterSwap", (event) => {
  const drawer = event.detail.target.closest?.("dialog.drawer");
  if (drawer && !drawer.open) drawer.showModal();
});

// A new tab or window is the reader's choice: leave modified clicks to the link.
document.addEventListener(
  "htmx:confirm",
  (event) => {
    const click = event.detail.triggeringEvent;
    if (event.detail.elt.tagName !== "A" || !click) return;
    if (click.metaKey || click.ctrlKey || click.shiftKey) {
      event.preventDefault();
      event.stopImmediatePropagation();
      window.open(event.detail.elt.href, "_blank", "noopener");
    }
  },
  true,
);
