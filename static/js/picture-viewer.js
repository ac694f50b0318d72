// The part of components/viewer.html that needs script: 1:1 in true pixels, both panes
// moving together, the overlay's slider, blink with O, and the ground remembered.
import { register } from "./shortcuts.js";

const GROUND = "skyy.ground";

function remember(value) {
  try {
    localStorage.setItem(GROUND, value);
  } catch {
    // Then the ground lasts as long as the page.
  }
}

function remembered() {
  try {
    return localStorage.getItem(GROUND);
  } catch {
    return null;
  }
}

function radio(viewer, name, value) {
  return viewer.querySelector(`input[name$="${name}"][value="${value}"]`);
}

/** At 1:1 the full picture is loaded and takes one screen pixel for each of its own. */
function showActual(pane) {
  let image = pane.querySelector("img");
  // A model has no pixels of its own; it stays fitted.
  if (!image || pane.querySelector("[data-model]")) return;
  if (pane.dataset.full && !pane.dataset.loaded) {
    pane.dataset.loaded = "";
    // A fresh one: an image out of a <picture> keeps the density of its sources, and
    // naturalWidth would be the width it was laid out for.
    const full = image.cloneNode();
    full.src = pane.dataset.full;
    (image.closest("picture") ?? image).replaceWith(full);
    image = full;
  }
  const size = () => pane.style.setProperty("--actual-width", `${image.naturalWidth / devicePixelRatio}px`);
  if (image.complete) size();
  image.addEventListener("load", size);
}

/** Panes of different sizes show the same part: positions are shared as fractions. */
function moveTogether(panes) {
  let leader = null;
  let idle = 0;
  for (const pane of panes) {
    pane.addEventListener("scroll", () => {
      if (leader && leader !== pane) return;
      leader = pane;
      clearTimeout(idle);
      idle = setTimeout(() => (leader = null), 120);
      for (const other of panes) {
        if (other === pane) continue;
        const across = pane.scrollWidth - pane.clientWidth;
        const down = pane.scrollHeight - pane.clientHeight;
        if (across > 0) other.scrollLeft = (pane.scrollLeft / across) * (other.scrollWidth - other.clientWidth);
        if (down > 0) other.scrollTop = (pane.scrollTop / down) * (other.scrollHeight - other.clientHeight);
      }
    });
  }
}

/** Overlaid, the photograph lies so that its product covers the result's. */
function lay(viewer) {
  const shares = viewer.dataset.overlay?.split(" ");
  ["left", "top", "width", "height", "ratio"].forEach((name, index) => {
    if (shares) viewer.style.setProperty(`--overlay-${name}`, shares[index]);
  });
}

/** O overlays the two, and each further O blinks between them. */
function blink(viewer) {
  const overlay = radio(viewer, "arrangement", "overlay");
  if (!overlay) return;
  if (!overlay.checked) {
    overlay.checked = true;
    viewer.querySelector("[data-viewer-split]").value = "0";
    viewer.style.setProperty("--split", "0%");
    viewer.classList.remove("viewer--blink");
    return;
  }
  viewer.classList.toggle("viewer--blink");
}

function start(viewer) {
  if (viewer.dataset.started !== undefined) return;
  viewer.dataset.started = "";
  const panes = [...viewer.querySelectorAll(".viewer__pane")];
  const ground = remembered();
  const wanted = ground && radio(viewer, "ground", ground);
  if (wanted) wanted.checked = true;

  viewer.addEventListener("change", (event) => {
    const { name = "", value } = event.target;
    if (name.endsWith("ground")) remember(value);
    if (name.endsWith("scale") && value === "actual") panes.forEach(showActual);
    if (name.endsWith("arrangement")) {
      viewer.classList.remove("viewer--blink");
      viewer.style.removeProperty("--split");
      viewer.querySelector("[data-viewer-split]").value = "50";
    }
  });
  viewer.querySelector("[data-viewer-split]")?.addEventListener("input", (event) => {
    viewer.classList.remove("viewer--blink");
    viewer.style.setProperty("--split", `${event.target.value}%`);
  });
  moveTogether(panes);
  lay(viewer);
}

function startAll() {
  for (const viewer of document.querySelectorAll("[data-viewer]")) start(viewer);
}

startAll();
document.addEventListener("htmx:afterSettle", startAll);

const first = () => document.querySelector("[data-viewer]");
const label = first()?.dataset.textBlink;
if (label) register({ key: "o", label, run: () => first() && blink(first()) });
