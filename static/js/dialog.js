// Native <dialog>: opened by data-dialog-open, closed by data-dialog-close, Esc or a
// click beside it. The browser keeps focus inside and gives it back.

function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return (
    event.clientX < box.left ||
    event.clientX > box.right ||
    event.clientY < box.top ||
    event.clientY > box.bottom
  );
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    const menu = opener.closest("details[data-menu]");
    // A menu folds away: what is left of it gets the focus back.
    menu?.querySelector("summary").focus();
    menu?.removeAttribute("open");
    if (dialog && !dialog.open) dialog.showModal();
    return;
  }
  if (event.target.closest?.("[data-dialog-close]")) {
    event.target.closest("dialog")?.close();
    return;
  }
  // A click whose target is the dialog itself fell on its backdrop or its edge.
  if (event.target instanceof HTMLDialogElement && isOutside(event.target, event)) {
    event.target.close();
  }
});

/** Ask once. Resolves true when the person goes ahead. */
export function confirmFirst(question, label, tone = "danger") {
  const dialog = document.getElementById("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  const yes = dialog.querySelector("[data-confirm-yes]");
  dialog.querySelector("[data-confirm-question]").textContent = question;
  yes.textContent = label || yes.dataset.defaultLabel;
  yes.classList.toggle("button--danger", tone === "danger");
  yes.classList.toggle("button--primary", tone !== "danger");
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirm"), { once: true });
  });
}

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed !== undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    const label = submitter?.dataset.confirmLabel ?? form.dataset.confirmLabel;
    const tone = submitter?.dataset.confirmTone ?? form.dataset.confirmTone;
    if (!(await confirmFirst(question, label, tone))) return;
    form.dataset.confirmed = "";
    form.requestSubmit(submitter ?? undefined);
    delete form.dataset.confirmed;
  },
  true,
);

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  const label = event.detail.elt.dataset.confirmLabel;
  confirmFirst(event.detail.question, label).then((yes) => {
    if (yes) event.detail.issueRequest(true);
  });
});
