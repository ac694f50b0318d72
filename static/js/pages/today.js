// Today's running work follows /ws/jobs/; its part of the page is fetched anew.
import { atMostEvery, refresh } from "./refresh.js";

const ask = atMostEvery(2000, async () => {
  const running = document.getElementById("running");
  if (!running) return;
  const height = running.offsetHeight;
  const fresh = await refresh(running, running.dataset.url);
  // What ended leaves its place empty: nothing below moves under a hand.
  if (fresh) fresh.style.minHeight = `${height}px`;
});

let first = true;
document.addEventListener("skyy:snapshot", ({ detail }) => {
  // The first one tells what the page already shows, unless something happened meanwhile.
  const numbers = new Map((detail.jobs ?? []).map(({ id, number }) => [id, number]));
  const shown = [...document.querySelectorAll("#running [data-job]")];
  const isOld = ({ dataset }) => numbers.get(dataset.job) !== Number(dataset.number);
  if (!first || shown.some(isOld)) ask();
  first = false;
});
document.addEventListener("skyy:event", ask);
