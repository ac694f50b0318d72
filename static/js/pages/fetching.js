// Files on their way follow /ws/jobs/: their part of the page is fetched anew with every event,
// the bar moves with what has come.
import { atMostEvery, refresh } from "./refresh.js";

const EVERY = 1000;
const shares = new Map();
const rowOf = (id) => document.querySelector(`[data-fetch="${id}"]`);

function draw() {
  for (const [id, share] of shares) {
    const bar = rowOf(id)?.querySelector("[data-fetch-bar]");
    if (bar) bar.value = share;
  }
}

const ask = atMostEvery(EVERY, async () => {
  const list = document.getElementById("fetches");
  if (await refresh(list, list.dataset.url)) draw();
});

document.addEventListener("skyy:snapshot", ({ detail }) => {
  const isOld = ({ id, number }) => rowOf(id) && Number(rowOf(id).dataset.number) !== number;
  if ((detail.jobs ?? []).some(isOld)) ask();
});
document.addEventListener("skyy:event", ({ detail }) => {
  if (rowOf(detail.job)) ask();
});
document.addEventListener("skyy:progress", ({ detail }) => {
  shares.set(detail.job, detail.fraction);
  draw();
});
