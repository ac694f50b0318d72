// The dry run follows the choices without leaving the page. Without this module the
// button does the same with a whole page.
import { atMostEvery } from "./refresh.js";

const form = document.querySelector("[data-new-job]");
// Photographs that are still being taken in are asked about ever more rarely.
const FIRST_PAUSE = 1500;
const LONGEST_PAUSE = 30000;
let turn = 0;
let shown = new URL(location.href).search;

/** The plan as the form stands now. */
function plan() {
  const data = new FormData(form);
  data.delete("q");
  data.set("plan", "1");
  shown = `?${new URLSearchParams(data)}`;
  document.getElementById("plan").setAttribute("aria-busy", "true");
  return ask(FIRST_PAUSE, put);
}

/** Ask for the plan of `shown`; `place(fresh)` puts it there unless somebody changed their mind. */
async function ask(pause, place) {
  const mine = ++turn;
  const address = new URL(form.action, location.href);
  address.search = shown;
  try {
    const response = await fetch(address, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== turn) return;
    place(document.adoptNode(page.getElementById("plan")));
  } catch {
    if (mine !== turn) return;
    // The button still asks with a whole page.
    document.getElementById("plan").removeAttribute("aria-busy");
  }
  askAgain(pause);
}

function put(fresh) {
  document.getElementById("plan").replaceWith(fresh);
}

/** In place of a plan that somebody may be at: only where it says something else. */
function putIfNew(fresh) {
  const old = document.getElementById("plan");
  const words = (element) => element.textContent.replace(/\s+/g, " ");
  if (words(old) === words(fresh)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  put(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** What was still being taken in belongs to the plan as soon as it is there. */
function askAgain(pause) {
  if (!document.querySelector("[data-plan-again]")) return;
  const asked = turn;
  setTimeout(async () => {
    if (document.hidden) {
      await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
    }
    if (asked === turn) ask(Math.min(2 * pause, LONGEST_PAUSE), putIfNew);
  }, pause);
}

const soon = atMostEvery(600, plan);

function chosenAnything() {
  const data = new FormData(form);
  return Boolean(data.getAll("asset").length || data.get("sku") || data.get("collection"));
}

/** Whether a plan is shown, which a choice taken back makes wrong. */
function planned() {
  return document.querySelector("#plan form") !== null;
}

form.addEventListener("change", (event) => {
  if (event.target.name !== "q" && (chosenAnything() || planned())) soon();
});
// "Choose all" ticks without a change event, once the click has come up to the document.
form.addEventListener("click", (event) => {
  if (event.target.closest("[data-select-all], [data-select-none]")) setTimeout(soon);
});
form.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "plan") return;
  event.preventDefault();
  plan();
});

// What is started is what is shown: nothing may take its place any more.
document.addEventListener("submit", ({ target }) => {
  if (target.closest("#plan")) turn += 1;
});

if (chosenAnything() && !new URL(location.href).searchParams.has("plan")) plan();
else askAgain(FIRST_PAUSE);
