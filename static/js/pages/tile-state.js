// A tile put into another state. Words, icon and tone are the server's: they are copied
// from the tiles in <template id="tile-states">.

const examples = new Map(
  [...(document.getElementById("tile-states")?.content.querySelectorAll(".tile") ?? [])].map((tile) => [
    tile.dataset.status,
    tile,
  ]),
);

/** Show `tile` in `status`; an unknown status changes nothing. */
export function show(tile, status) {
  const example = examples.get(status);
  if (!example || tile.dataset.status === status) return;
  const before = examples.get(tile.dataset.status);
  if (before) {
    tile.title = tile.title.replace(wordOf(before), wordOf(example));
    const spoken = tile.querySelector(".visually-hidden:last-of-type");
    if (spoken) spoken.textContent = spoken.textContent.replace(wordOf(before), wordOf(example));
  }
  tile.className = example.className;
  tile.dataset.status = status;
  tile.querySelector(".tile__progress")?.remove();
  tile.querySelector(".tile__state")?.replaceWith(example.querySelector(".tile__state").cloneNode(true));
}

/** The state's word: what follows the (empty) name in an example's title. */
function wordOf(example) {
  return example.title.replace(/^:\s*/, "");
}
