// Arrow keys move between the tiles of a band; Tab goes from band to band.

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

function tilesOf(group) {
  return [...group.querySelectorAll(".tile")];
}

function columnsOf(tiles) {
  const top = tiles[0].offsetTop;
  const next = tiles.findIndex((tile) => tile.offsetTop !== top);
  return next === -1 ? tiles.length : next;
}

/** Of every group only one tile is in the tab order. */
export function rove(root = document) {
  for (const group of root.querySelectorAll("[data-roving]")) {
    const tiles = tilesOf(group);
    const current = tiles.find((tile) => tile.tabIndex === 0 && tile.hasAttribute("tabindex")) ?? tiles[0];
    for (const tile of tiles) tile.tabIndex = tile === current ? 0 : -1;
  }
}

document.addEventListener("keydown", (event) => {
  const tile = event.target.closest?.("[data-roving] .tile");
  if (!tile || event.ctrlKey || event.metaKey || event.altKey) return;
  const tiles = tilesOf(tile.closest("[data-roving]"));
  let step = STEPS[event.key];
  if (event.key === "ArrowDown") step = columnsOf(tiles);
  if (event.key === "ArrowUp") step = -columnsOf(tiles);
  if (!step) return;
  event.preventDefault();
  const at = Math.min(Math.max(tiles.indexOf(tile) + step, 0), tiles.length - 1);
  tile.tabIndex = -1;
  tiles[at].tabIndex = 0;
  tiles[at].focus();
});

rove();
