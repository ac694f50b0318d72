// The dry run follows the choices without leaving the page. Without this module the
// button does the same with a whole page.
import { atMostEvery } from "./refresh.js";

const form = document.querySelector("[data-new-job]");
const AGAIN = 1500;
let turn = 0;

async function plan() {
  const old = document.getElementById("plan");
  const mine = ++turn;
  const data = new FormData(form);
  data.delete("q");
  data.set("plan", "1");
  const address = new URL(form.action, location.href);
  address.search = new URLSearchParams(data).toString();
  old.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // Somebody changed their mind meanwhile: the later answer counts.
    if (mine !== turn) return;
    old.replaceWith(document.adoptNode(page.getElementById("plan")));
    planAgain();
  } catch {
    // The button still asks with a whole page.
    old.removeAttribute("aria-busy");
  }
}

const soon = atMostEvery(600, plan);

/** Photographs that were still being taken in belong to the plan as soon as they are there. */
function planAgain() {
  const asked = turn;
  if (!document.querySelector("[data-plan-again]")) return;
  setTimeout(() => {
    if (asked === turn) plan();
  }, AGAIN);
}

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

if (chosenAnything() && !new URL(location.href).searchParams.has("plan")) plan();
else planAgain();
