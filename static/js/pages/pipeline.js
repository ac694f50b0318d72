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

const address = new URL(location.href);
const filtered = address.searchParams.has("state");
const asking = new Map();
// What was heard last of every job: its status and the number of that event. An answer that was
// on its way meanwhile may know less.
const told = new Map();
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
    if (!band || !(await refresh(band, band.dataset.bandUrl))) return;
    for (const known of told.keys()) catchUp(known);
    rove();
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

/** The whole list anew: a job was met that this page does not show, or shows without its picture. */
const askForBoard = atMostEvery(TILES_EVERY, async () => {
  if (address.searchParams.has("page")) return;
  const board = await refresh(document.getElementById("board"), address);
  if (!board) return;
  for (const id of told.keys()) catchUp(id);
  for (const band of board.querySelectorAll("[data-band]")) {
    const head = document.getElementById(`head-${band.dataset.band}`);
    if (head && !addsUp(band, head)) askForNumbers(band.dataset.band);
  }
  rove();
});

function isShown(id) {
  return Boolean(document.getElementById(`band-${id}`) ?? document.getElementById(id));
}

/** Remember what was heard of a job, and show it unless the page knows more. */
function hear(id, number, status) {
  if ((told.get(id)?.number ?? -1) < number) told.set(id, { number, status });
  catchUp(id);
}

function catchUp(id) {
  const tile = document.getElementById(id);
  const { number, status } = told.get(id);
  if (!tile || Number(tile.dataset.number ?? 0) > number) return;
  tile.dataset.number = number;
  show(tile, status);
}

document.addEventListener("skyy:snapshot", ({ detail }) => {
  const jobs = detail.jobs ?? [];
  for (const job of jobs) {
    const head = document.getElementById(`head-${job.id}`);
    if (head && Number(head.dataset.number) !== job.number) {
      askForNumbers(job.id);
      askForTiles(job.id);
    }
    hear(job.id, job.number, job.status);
  }
  const stamp = (job) => Date.parse(job.created_at);
  const latest = jobs.reduce((one, other) => (one && stamp(one) >= stamp(other) ? one : other), null);
  if (!latest) return;
  // The newest job stands on the page, or it came while the page was on its way. One that is
  // narrowed to a state says nothing by what it leaves out.
  if (filtered ? newest && stamp(latest) > newest : !isShown(latest.id)) askForBoard();
  newest = Math.max(newest, stamp(latest));
});

document.addEventListener("skyy:event", ({ detail }) => {
  const { job, number, event } = detail;
  if (document.getElementById(`band-${job}`)) askForNumbers(job);
  else if (number === 1 && !isShown(job)) askForBoard();
  if (event.type !== "job.status") return;
  hear(job, number, event.data.status);
  if (document.getElementById(job) && hasMoreToShow(event.data.status)) askForBoard();
});

document.addEventListener("skyy:child", ({ detail }) => {
  const tile = document.getElementById(detail.job);
  if (tile && Number(tile.dataset.number ?? 0) > detail.number) return;
  hear(detail.job, detail.number, detail.status);
  if (!tile) return;
  askForNumbers(detail.batch);
  if (hasMoreToShow(detail.status)) askForTiles(detail.batch);
});

/** A new picture or, when it failed, the words. */
function hasMoreToShow(status) {
  return status === "awaiting_review" || status === "failed";
}

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
