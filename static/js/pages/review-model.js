// A model before its photograph: it begins where the photograph's camera stood, P brings it back
// there, the slider turns model and turntable together, and overlaid the two products coincide.

const stage = () => document.getElementById("pictures");
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Degrees from -180 to 180. */
function wrapped(degrees) {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
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
function lay(viewer, { azimuth, elevation, box }) {
  const [left, top, width, height] = box.split(" ").map(Number);
  const photograph = stage().querySelector(".viewer__pane img");
  const pane = viewer.getBoundingClientRect();
  if (!height || !photograph?.naturalWidth || !pane.height) return;
  const { x, y, z } = viewer.getDimensions();
  const radians = Math.PI / 180;
  const { radius } = viewer.getCameraOrbit();
  const metre = pane.height / (2 * radius * Math.tan((viewer.getFieldOfView() * radians) / 2));
  const depth = Math.abs(x * Math.sin(azimuth * radians)) + Math.abs(z * Math.cos(azimuth * radians));
  const tall = y * Math.cos(elevation * radians) + depth * Math.abs(Math.sin(elevation * radians));
  const down = (tall * metre) / height;
  const across = (down * photograph.naturalWidth) / photograph.naturalHeight;
  const laid = {
    left: 0.5 - ((left + width / 2) * across) / pane.width,
    top: 0.5 - ((top + height / 2) * down) / pane.height,
    width: across / pane.width,
    height: down / pane.height,
    ratio: pane.width / pane.height,
  };
  for (const [name, value] of Object.entries(laid)) stage().style.setProperty(`--overlay-${name}`, value);
  stage().dataset.overlay = "";
}

function begin(viewer) {
  const row = document.querySelector("[data-turning]");
  if (!row || row.dataset.started !== undefined) return;
  row.dataset.started = "";
  const from = { ...row.dataset, azimuth: Number(row.dataset.azimuth), elevation: Number(row.dataset.elevation) };
  const slider = row.querySelector("[data-turn]");
  const told = row.querySelector("[data-turn-told]");
  const film = row.querySelector("[data-turning-film]");
  const format = new Intl.NumberFormat(document.documentElement.lang || "en", {
    style: "unit",
    unit: "degree",
    unitDisplay: "narrow",
  });

  function follow() {
    const degrees = wrapped((viewer.getCameraOrbit().theta * 180) / Math.PI);
    // At the slider's ends both mean the same side; it stays where the hand put it.
    if (Math.abs(wrapped(slider.value - degrees)) > 0.5) slider.value = degrees;
    told.textContent = format.format(Math.round(degrees) || 0);
    show(film, (((degrees % 360) + 360) % 360) / 360);
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
  lay(viewer, from);
  addEventListener("resize", () => viewer.isConnected && lay(viewer, from));
  follow();
}

document.addEventListener("skyy:model", ({ detail }) => begin(detail.viewer));

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-turn-home]")) document.querySelector("[data-turning]")?.goHome?.();
});
