// Files on their way follow /ws/jobs/: their part of the page is fetched anew with every event,
// the bar moves with what has come.
import { atMostEvery, refresh } from "./refresh.js";

const EVERY = 1000;
const shares = new Map();

function draw() {
  for (const [id, share] of shares) {
    const bar = document.querySelector(`[data-fetch="${id}"] [data-fetch-bar]`);
    if (bar) bar.value = share;
  }
}

const ask = atMostEvery(EVERY, async () => {
  const list = document.getElementById("fetches");
  if (await refresh(list, list.dataset.url)) draw();
});

let state = "";
document.addEventListener("skyy:snapshot", ({ detail }) => {
  const now = JSON.stringify((detail.jobs ?? []).map(({ id, number }) => [id, number]));
  // The first one tells what the page already shows.
  if (state && state !== now) ask();
  state = now;
});
document.addEventListener("skyy:event", ask);
document.addEventListener("skyy:progress", ({ detail }) => {
  shares.set(detail.job, detail.fraction);
  draw();
});
