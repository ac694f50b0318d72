// A model before its photograph: it begins where the photograph's camera stood, P brings it back
// there, the slider turns model and turntable together, and overlaid the two products coincide.

const stage = () => document.getElementById("pictures");
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Degrees from -180 to 180. */
function wrapped(degrees) {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}

/** How far round that is, from 0 to 1. */
function share(degrees) {
  return (((degrees % 360) + 360) % 360) / 360;
}

/** A film can be asked for one moment at a time; the last one asked for counts. */
function show(film, turn) {
  if (!film?.duration) return;
  film.wanted = Math.min(turn * film.duration, film.duration - 0.001);
  if (!film.seeking && Math.abs(film.currentTime - film.wanted) > 0.001) film.currentTime = film.wanted;
}

function home(viewer, { azimuth, elevation }) {
  viewer.cameraOrbit = `${azimuth}deg ${90 - elevation}deg auto`;
  viewer.cameraTarget = "auto auto auto";
  viewer.fieldOfView = viewer.getAttribute("field-of-view");
  if (still.matches) viewer.jumpCameraToGoal();
}

/** Lay the photograph so that its product covers the model seen from the photograph's camera. */
function lay(viewer, placement) {
  const pane = viewer.getBoundingClientRect();
  if (!placement || !pane.height) return;
  const [width, height, uprightWidth, uprightHeight, metres, ...toUpright] = placement.split(" ").map(Number);
  const tangent = Math.tan((viewer.getFieldOfView() * Math.PI) / 360);
  const scale = (metres * pane.height) / (2 * viewer.getCameraOrbit().radius * tangent);
  const [a, b, c, d, e, f] = toUpright;
  const across = pane.width / 2 + scale * (e - uprightWidth / 2);
  const down = pane.height / 2 + scale * (f - uprightHeight / 2);
  const matrix = [a, b, c, d].map((each) => each * scale);
  const { style, dataset } = stage();
  style.setProperty("--photograph-width", `${width}px`);
  style.setProperty("--photograph-height", `${height}px`);
  style.setProperty("--photograph-laid", `matrix(${[...matrix, across, down].join()})`);
  dataset.laid = "";
}

const degreesAsWords = new Intl.NumberFormat(document.documentElement.lang || "en", {
  style: "unit",
  unit: "degree",
  unitDisplay: "narrow",
});

/** The row of the desk that is shown, once for each way; null when it was begun before. */
function takeRow(way) {
  const row = document.querySelector("[data-turning]");
  if (!row || [way, "model"].includes(row.dataset.started)) return null;
  row.dataset.started = way;
  return row;
}

function begin(viewer) {
  const row = takeRow("model");
  if (!row) return;
  const from = { azimuth: Number(row.dataset.azimuth), elevation: Number(row.dataset.elevation) };
  const slider = row.querySelector("[data-turn]");
  const told = row.querySelector("[data-turn-told]");
  const film = row.querySelector("[data-turning-film]");

  function follow() {
    const degrees = wrapped((viewer.getCameraOrbit().theta * 180) / Math.PI);
    // At the slider's ends both mean the same side; it stays where the hand put it.
    if (Math.abs(wrapped(slider.value - degrees)) > 0.5) slider.value = degrees;
    told.textContent = degreesAsWords.format(Math.round(degrees) || 0);
    show(film, share(degrees));
    lay(viewer, row.dataset.placement);
  }

  slider.addEventListener("input", () => {
    const { phi, radius } = viewer.getCameraOrbit();
    viewer.cameraOrbit = `${slider.value}deg ${phi}rad ${radius}m`;
    viewer.jumpCameraToGoal();
  });
  film?.addEventListener("seeked", () => film.wanted !== undefined && show(film, film.wanted / film.duration));
  film?.addEventListener("loadedmetadata", follow);
  viewer.addEventListener("camera-change", follow);
  row.goHome = () => home(viewer, from);
  // <model-viewer> takes up a new size a moment later.
  let soon = 0;
  new ResizeObserver(() => {
    clearTimeout(soon);
    soon = setTimeout(() => viewer.isConnected && lay(viewer, row.dataset.placement), 150);
  }).observe(viewer);
  follow();
}

/** Without a model the slider still turns the film. */
function beginAlone() {
  const row = takeRow("film");
  if (!row) return;
  const slider = row.querySelector("[data-turn]");
  const film = row.querySelector("[data-turning-film]");
  const follow = () => {
    row.querySelector("[data-turn-told]").textContent = degreesAsWords.format(slider.value);
    show(film, share(Number(slider.value)));
  };
  slider.addEventListener("input", follow);
  film?.addEventListener("loadedmetadata", follow);
  row.goHome = () => {
    slider.value = row.dataset.azimuth;
    follow();
  };
  follow();
}

document.addEventListener("skyy:model-refused", beginAlone);
document.addEventListener("skyy:model", ({ detail }) => begin(detail.viewer));

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-turn-home]")) document.querySelector("[data-turning]")?.goHome?.();
});
