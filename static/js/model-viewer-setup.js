// The 3D models of a page (components/model_viewer.html). <model-viewer> and what it needs come
// from this house alone, and not before somebody wants to see a model.

let arriving = null;

/** Whether this browser draws in three dimensions; asked once. */
const draws = (() => {
  let known;
  return () => (known ??= Boolean(document.createElement("canvas").getContext("webgl2")));
})();

function define({ module, decoders, meshopt }) {
  if (!arriving) {
    const folder = new URL(decoders, location.href).href;
    // Named before the module runs: its own places lie on other people's servers.
    self.ModelViewerElement = {
      dracoDecoderLocation: folder,
      ktx2TranscoderLocation: folder,
      lottieLoaderLocation: folder,
      meshoptDecoderLocation: new URL(meshopt, location.href).href,
    };
    arriving = import(module).catch((error) => {
      arriving = null;
      throw error;
    });
  }
  return arriving;
}

function refuse(place, reason) {
  const box = place.querySelector("[data-model-refused]");
  place.dataset.state = "refused";
  place.querySelector("[data-model-progress]").hidden = true;
  for (const each of box.querySelectorAll("[data-model-reason]")) {
    each.hidden = each.dataset.modelReason !== reason;
  }
  box.hidden = false;
  // Its first picture shows what there is to play.
  const film = box.querySelector("video");
  if (film) film.preload = "auto";
  place.dispatchEvent(new CustomEvent("skyy:model-refused", { bubbles: true }));
}

const still = matchMedia("(prefers-reduced-motion: reduce)");

// The share of its picture that a product fills on its poster (rendering/poster.py).
const FILL = 0.84;

/**
 * Stand where the poster was taken from, so that the model takes its place without a jump; the
 * function returned goes on from there to where the model fills its place.
 */
function standAsPoster(place, viewer) {
  const image = place.querySelector(".model__poster img");
  const { width, height } = place.getBoundingClientRect();
  if (!image?.naturalWidth || !height) return () => {};
  const { theta, phi, radius } = viewer.getCameraOrbit();
  const { x, y, z } = viewer.getDimensions();
  const scale = Math.min(width / image.naturalWidth, height / image.naturalHeight);
  const across = Math.abs(x * Math.cos(theta)) + Math.abs(z * Math.sin(theta));
  const metre = FILL * scale * Math.min(image.naturalWidth / across, image.naturalHeight / y);
  const away = height / (2 * metre * Math.tan((viewer.getFieldOfView() * Math.PI) / 360));
  viewer.maxCameraOrbit = `auto auto ${Math.max(away, radius)}m`;
  viewer.cameraOrbit = `${theta}rad ${phi}rad ${away}m`;
  viewer.jumpCameraToGoal();
  return () => {
    viewer.cameraOrbit = `${theta}rad ${phi}rad auto`;
    viewer.maxCameraOrbit = "auto auto auto";
    if (still.matches) viewer.jumpCameraToGoal();
  };
}

/** Resolves when the model is drawn, rejects when it cannot be read. */
function drawn(viewer, source) {
  return new Promise((resolve, reject) => {
    viewer.addEventListener("load", resolve, { once: true });
    viewer.addEventListener("error", ({ detail }) => reject(detail?.sourceError ?? new Error("model")), { once: true });
    viewer.src = source;
    viewer.dismissPoster();
  });
}

/** <model-viewer> remembers failures by address: another try takes an address of its own. */
function again(place) {
  const tries = Number(place.dataset.tries ?? 0);
  place.dataset.tries = tries + 1;
  return tries ? `#${tries}` : "";
}

/** Put the model in the place of its poster; dispatches "skyy:model" when it is there,
 *  "skyy:model-refused" when it cannot be. */
export async function open(place, { focus = false } = {}) {
  if (place.dataset.state === "loading" || place.dataset.state === "shown") return;
  if (!draws()) {
    refuse(place, "3d");
    return;
  }
  const viewer = place.querySelector("model-viewer");
  const bar = place.querySelector("[data-model-progress]");
  const follow = ({ detail }) => (bar.value = detail.totalProgress);
  place.dataset.state = "loading";
  place.querySelector("[data-model-refused]").hidden = true;
  bar.value = 0;
  bar.hidden = false;
  viewer.addEventListener("progress", follow);
  try {
    await define(place.dataset);
    await drawn(viewer, place.dataset.src + again(place));
  } catch (error) {
    console.warn("The 3D model was not shown.", error);
    viewer.removeAttribute("src");
    refuse(place, "lost");
    return;
  } finally {
    viewer.removeEventListener("progress", follow);
    bar.hidden = true;
  }
  const goOn = place.dataset.asPoster === undefined ? null : standAsPoster(place, viewer);
  if (goOn) {
    await viewer.updateComplete;
    await new Promise(requestAnimationFrame);
  }
  place.dataset.state = "shown";
  if (goOn) setTimeout(goOn, still.matches ? 0 : 250);
  viewer.addEventListener("error", ({ detail }) => detail?.type === "webglcontextlost" && refuse(place, "lost"));
  if (focus) viewer.shadowRoot?.querySelector("[tabindex='0']")?.focus({ preventScroll: true });
  place.dispatchEvent(new CustomEvent("skyy:model", { bubbles: true, detail: { viewer } }));
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    open(target);
  }
});

function start(place) {
  if (place.dataset.started !== undefined) return;
  place.dataset.started = "";
  if (place.dataset.auto !== undefined) seen.observe(place);
}

function startAll() {
  for (const place of document.querySelectorAll("[data-model]")) start(place);
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("[data-model-open], [data-model-again]");
  if (!pressed) return;
  // Pressed with a key, the arrows go on with the model.
  open(pressed.closest("[data-model]"), { focus: event.detail === 0 });
});
document.addEventListener("htmx:afterSettle", startAll);
document.documentElement.dataset.scripted ??= "";
startAll();
