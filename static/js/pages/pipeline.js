// The pipeline monitor follows /ws/jobs/: tiles change at once, numbers soon after, and a
// band whose tiles do not add up to the server's numbers is fetched anew.
import { atMostEvery, refresh } from "./refresh.js";
import { rove } from "./tile-keys.js";
import { show } from "./tile-state.js";

const NUMBERS_EVERY = 1500;
const TILES_EVERY = 4000;
// The states of the head's tallies, as monitor/states.py names them.
const TALLY = {
  pending: "active",
  processing: "active",
  cancelling: "active",
  awaiting_approval: "review",
  awaiting_review: "review",
};

const board = document.querySelector("[data-board]");
const filtered = new URL(location.href).searchParams.has("state");
const asking = new Map();
let newest = 0;

function askFor(key, interval, run) {
  if (!asking.has(key)) asking.set(key, atMostEvery(interval, run));
  asking.get(key)();
}

function askForNumbers(id) {
  askFor(`head ${id}`, NUMBERS_EVERY, async () => {
    const band = document.getElementById(`band-${id}`);
    const head = document.getElementById(`head-${id}`);
    if (!band || !head) return;
    const url = new URL(band.dataset.bandUrl, location.href);
    url.searchParams.set("part", "head");
    const fresh = await refresh(head, url);
    if (fresh && !addsUp(band, fresh)) askForTiles(id);
  });
}

function askForTiles(id) {
  askFor(`band ${id}`, TILES_EVERY, async () => {
    const band = document.getElementById(`band-${id}`);
    if (band && (await refresh(band, band.dataset.bandUrl))) rove();
  });
}

/** Whether the tiles stand as the head says. A filtered band never does. */
function addsUp(band, head) {
  if (filtered) return false;
  const counted = {};
  for (const tile of band.querySelectorAll(".tile")) {
    const state = TALLY[tile.dataset.status] ?? tile.dataset.status;
    counted[state] = (counted[state] ?? 0) + 1;
  }
  const told = Object.fromEntries(
    head.dataset.counts.trim().split(/\s+/).filter(Boolean).map((pair) => pair.split(":")),
  );
  const names = new Set([...Object.keys(counted), ...Object.keys(told)]);
  return [...names].every((name) => Number(told[name] ?? 0) === (counted[name] ?? 0));
}

/** The whole list anew: a job was met that this page does not show. */
const askForBoard = atMostEvery(TILES_EVERY, async () => {
  if (!board || new URL(location.href).searchParams.has("page")) return;
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-board]");
  if (!fresh) return;
  board.replaceChildren(...document.adoptNode(fresh).childNodes);
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { elt: board } }));
  rove();
});

document.addEventListener("skyy:snapshot", ({ detail }) => {
  for (const job of detail.jobs ?? []) {
    const head = document.getElementById(`head-${job.id}`);
    if (head && Number(head.dataset.number) !== job.number) {
      askForNumbers(job.id);
      askForTiles(job.id);
    }
    const tile = document.getElementById(job.id);
    if (tile) show(tile, job.status);
  }
  const stamps = (detail.jobs ?? []).map((job) => Date.parse(job.created_at));
  const latest = Math.max(0, ...stamps);
  if (newest && latest > newest) askForBoard();
  newest = Math.max(newest, latest);
});

document.addEventListener("skyy:event", ({ detail }) => {
  if (document.getElementById(`band-${detail.job}`)) askForNumbers(detail.job);
  const tile = document.getElementById(detail.job);
  if (tile && detail.event.type === "job.status") show(tile, detail.event.data.status);
});

document.addEventListener("skyy:child", ({ detail }) => {
  const tile = document.getElementById(detail.job);
  if (!tile || Number(tile.dataset.number ?? 0) > detail.number) return;
  tile.dataset.number = detail.number;
  show(tile, detail.status);
  askForNumbers(detail.batch);
  // Its new picture and, when it failed, the words come with the band.
  if (detail.status === "awaiting_review" || detail.status === "failed") askForTiles(detail.batch);
});

document.addEventListener("skyy:progress", ({ detail }) => {
  const tile = document.getElementById(detail.job);
  if (tile?.dataset.status === "processing") moveBar(tile, detail.fraction);
});

function moveBar(tile, fraction) {
  let bar = tile.querySelector(".tile__progress");
  if (!bar) {
    bar = document.createElement("progress");
    bar.className = "tile__progress";
    bar.max = 1;
    bar.setAttribute("aria-hidden", "true");
    tile.append(bar);
  }
  bar.value = fraction;
}
