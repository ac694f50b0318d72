// Today's running work follows /ws/jobs/; its part of the page is fetched anew.
import { atMostEvery, refresh } from "./refresh.js";

const ask = atMostEvery(2000, () => {
  const running = document.getElementById("running");
  if (running) refresh(running, running.dataset.url);
});

let first = true;
document.addEventListener("skyy:snapshot", () => {
  // The first one tells what the page already shows.
  if (!first) ask();
  first = false;
});
document.addEventListener("skyy:event", ask);
