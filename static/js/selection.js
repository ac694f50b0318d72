// Ticking many: [data-select] checkboxes in a form, counted in [data-select-count];
// Shift extends from the last one, [data-select-none] clears.

let last = null;

function update(form) {
  const count = form.querySelectorAll("[data-select]:checked").length;
  for (const element of form.querySelectorAll("[data-select-count]")) {
    element.textContent = String(count);
  }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-select]");
  const form = (box ?? event.target.closest?.("[data-select-none], [data-select-all]"))?.form;
  if (!form) return;
  const boxes = [...form.querySelectorAll("[data-select]")];
  if (box) {
    const from = boxes.indexOf(last);
    const to = boxes.indexOf(box);
    if (event.shiftKey && from >= 0) {
      const [low, high] = from < to ? [from, to] : [to, from];
      for (const between of boxes.slice(low, high + 1)) between.checked = box.checked;
    }
    last = box;
  } else {
    const checked = event.target.closest("[data-select-all]") !== null;
    for (const each of boxes) each.checked = checked;
  }
  update(form);
});

function updateAll() {
  for (const form of document.forms) {
    if (form.querySelector("[data-select]")) update(form);
  }
}

updateAll();
document.addEventListener("htmx:afterSettle", updateAll);
window.addEventListener("pageshow", updateAll);
