// A job's page follows /ws/jobs/ID/: every event fetches the part that changes, progress
// inside a step moves its bar at once.
import { atMostEvery, refresh } from "./refresh.js";
import { rove } from "./tile-keys.js";

const EVERY = document.querySelector("[data-band]") ? 2000 : 400;
let known = null;

const ask = atMostEvery(EVERY, async () => {
  const body = document.getElementById("job-body");
  if (body && (await refresh(body, body.dataset.url))) rove();
});

document.addEventListener("skyy:snapshot", ({ detail }) => {
  // The first snapshot is what the page was drawn from, or very nearly.
  if (known !== detail.number) ask();
  known = detail.number;
});

document.addEventListener("skyy:event", ({ detail }) => {
  known = detail.number;
  ask();
});

document.addEventListener("skyy:progress", ({ detail }) => {
  const bar = document.querySelector(`[data-step="${detail.step}"] [data-progress-bar]`);
  if (bar && detail.fraction > bar.value) bar.value = detail.fraction;
});
