// The library's keyboard, filters that answer at once, and a grid that redraws itself.
// Arrow keys move over the grid, Space ticks, Shift with an arrow ticks on the way,
// Escape clears, "/" goes to the search.

const EVERY_MS = 4000;

const grid = () => document.getElementById("library-grid");
const links = () => [...document.querySelectorAll("[data-keyboard-grid] .justified__link")];
const boxOf = (link) => link.closest(".justified__item").querySelector("[data-select]");

function tick(link, on) {
  const box = boxOf(link);
  // A real click, so that the counting hears it.
  if (box.checked !== on) box.click();
}

/** The picture above or below: of the nearest row, the one whose middle is closest. */
function vertical(all, from, down) {
  const here = from.getBoundingClientRect();
  const middle = here.left + here.width / 2;
  let best = null;
  let distance = Infinity;
  for (const link of all) {
    const there = link.getBoundingClientRect();
    const apart = down ? there.top - here.top : here.top - there.top;
    if (apart < here.height / 2) continue;
    const far = apart * 10 + Math.abs(there.left + there.width / 2 - middle);
    if (far < distance) [best, distance] = [link, far];
  }
  return best;
}

function next(all, from, key) {
  const index = all.indexOf(from);
  if (key === "ArrowRight") return all[index + 1];
  if (key === "ArrowLeft") return all[index - 1];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  return vertical(all, from, key === "ArrowDown");
}

const KEYS = new Set(["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog:modal")) return;
  const link = event.target.closest?.(".justified__link");
  if (event.key === "Escape" && document.querySelector("[data-select]:checked")) {
    document.querySelector("[data-select-none]")?.click();
    return;
  }
  const all = links();
  if (!link) {
    if (event.key === "ArrowDown" && event.target === document.body && all.length) {
      event.preventDefault();
      all[0].focus();
    }
    return;
  }
  if (event.key === " ") {
    event.preventDefault();
    boxOf(link).click();
  } else if (KEYS.has(event.key)) {
    const target = next(all, link, event.key);
    if (!target) return;
    event.preventDefault();
    if (event.shiftKey) {
      tick(link, true);
      tick(target, true);
    }
    target.focus();
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-auto-submit]") && event.target.type !== "search") form.requestSubmit();
});

// Files dragged over any part of the page find the zone open.
document.addEventListener("dragenter", (event) => {
  const upload = document.querySelector("[data-library-upload]");
  if (upload && event.dataTransfer?.types.includes("Files")) upload.open = true;
});

function redraw() {
  grid()?.dispatchEvent(new CustomEvent("skyy:redraw"));
}

document.addEventListener("skyy:uploads-settled", ({ detail }) => {
  if (!detail.done) return;
  // The first pictures change the whole page: rail, folded drop zone, grid.
  if (document.querySelector("[data-library-upload]")) redraw();
  else if (!detail.failed) window.location.reload();
});

// While pictures are being prepared; never under somebody's hands.
setInterval(() => {
  const present = grid();
  if (!present?.hasAttribute("data-working") || document.hidden) return;
  if (document.querySelector("dialog[open], [data-select]:checked")) return;
  if (present.contains(document.activeElement)) return;
  redraw();
}, EVERY_MS);
