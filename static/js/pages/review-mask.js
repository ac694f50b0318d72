// M: the outline of the mask over the photograph.

const LINE = 2;

/** Draw the edge of a grey mask (white = product) into a canvas as large as the mask. */
function outline(mask, canvas, colour) {
  const longest = 1600;
  const scale = Math.min(1, longest / Math.max(mask.naturalWidth, mask.naturalHeight));
  const width = Math.round(mask.naturalWidth * scale);
  const height = Math.round(mask.naturalHeight * scale);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  context.drawImage(mask, 0, 0, width, height);
  const picture = context.getImageData(0, 0, width, height);
  const inside = (x, y) => x >= 0 && y >= 0 && x < width && y < height && picture.data[4 * (y * width + x)] >= 128;
  const drawn = context.createImageData(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!inside(x, y)) continue;
      const edge = !inside(x - LINE, y) || !inside(x + LINE, y) || !inside(x, y - LINE) || !inside(x, y + LINE);
      if (edge) drawn.data.set(colour, 4 * (y * width + x));
    }
  }
  context.putImageData(drawn, 0, 0);
}

/** Show the outline in the desk's first pane, or take it away again. */
export function toggleMask(desk) {
  const area = desk.querySelector("[data-mask]");
  const pane = area?.querySelector(".viewer__pane");
  if (!area?.dataset.mask || !pane) return;
  const shown = pane.querySelector("canvas");
  if (shown) {
    shown.hidden = !shown.hidden;
    return;
  }
  const canvas = document.createElement("canvas");
  pane.querySelector(".viewer__caption").before(canvas);
  const mask = new Image();
  mask.addEventListener("load", () => outline(mask, canvas, [255, 46, 136, 255]));
  mask.src = area.dataset.mask;
}
