// The desk at the speed of a hand: decisions are sent in the background while the next
// review is shown at once. Every action here is a form or a link that works without.
import { csrfToken } from "../csrf.js";
import { failureText } from "../htmx-setup.js";
import { register } from "../shortcuts.js";
import { toast, words } from "../toast.js";
import { deskOf, fetchAhead, forgetAhead, takeAhead } from "./review-ahead.js";
import { Claim, take } from "./review-claim.js";
import { toggleMask } from "./review-mask.js";

const REMEMBERED = ["scale", "arrangement"];
// A verdict sooner than this was meant for the one before: nobody has seen this one yet.
const SEEN_AFTER = 250;
// Decisions leave in the order they were made.
let sending = Promise.resolve();
// What this page decided, newest last: {api, url}.
const decided = [];
let claim = null;

const desk = () => document.querySelector("[data-desk]");

// ── Showing ──────────────────────────────────────────────────────────────

function begin() {
  const { dataset } = desk();
  document.title = `${dataset.title} · Skyy`;
  claim?.end();
  claim = null;
  const mine = desk().querySelector("[data-hold-mine]");
  if (mine) hold(Number(mine.dataset.seconds));
  fetchAhead(dataset.next);
  mayUndo();
  setTimeout(() => (dataset.seen = ""), SEEN_AFTER);
  desk().querySelector(".strip__item[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

function hold(seconds) {
  claim?.end();
  claim = new Claim(desk().dataset.api, { seconds, changed: showLeft, lost: () => location.reload() });
}

function showLeft(seconds) {
  const left = desk().querySelector("[data-hold-left]");
  const minutes = Math.ceil(seconds / 60);
  const format = new Intl.NumberFormat(document.documentElement.lang || "en", {
    style: "unit",
    unit: "minute",
    unitDisplay: "long",
  });
  if (left) left.textContent = format.format(minutes);
  desk().querySelector("[data-hold-mine]")?.toggleAttribute("hidden", seconds === 0);
  desk().querySelector("[data-hold-over]")?.toggleAttribute("hidden", seconds > 0);
}

/** Put another desk in the place of this one; scale and arrangement stay as chosen. */
function swap(next, { push = true } = {}) {
  if (claim && claim.api !== next.dataset.api) claim.release();
  const chosen = REMEMBERED.map((name) => desk().querySelector(`input[name$="${name}"]:checked`)?.value);
  const incoming = document.importNode(next, true);
  desk().replaceWith(incoming);
  if (push) history.pushState({}, "", incoming.dataset.url);
  window.htmx?.process(incoming);
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { elt: incoming } }));
  REMEMBERED.forEach((name, index) => {
    const radio = incoming.querySelector(`input[name$="${name}"][value="${chosen[index]}"]`);
    if (!radio || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  });
  begin();
}

/** Show the review at `url`; without a page of its own (the queue, say) the browser goes there. */
async function show(url, options) {
  const ready = takeAhead(url);
  if (!ready) {
    const answer = await fetch(url);
    const found = answer.ok ? deskOf(await answer.text()) : null;
    if (found) swap(found, options);
    else location.assign(answer.url);
    return;
  }
  swap(ready, options);
  // It was fetched without taking it; now somebody looks at it.
  const shown = desk();
  if (shown.dataset.status !== "waiting") return;
  const taken = await take(shown.dataset.api);
  if (desk() !== shown) return;
  if (taken) {
    hold(taken.seconds);
    // A decision brings the strip up to date itself, once it is kept.
    if (!options?.onwards) await refresh();
    return;
  }
  // Somebody was faster in between: go on to what is free now, or see who it was.
  await refresh();
  if (desk() !== shown) return;
  if (options?.onwards && shown.dataset.next) await show(shown.dataset.next, options);
  else location.reload();
}

/** The queue moved on while this desk was shown: its strip and its ways onwards anew. */
async function refresh() {
  const shown = desk();
  const answer = await fetch(shown.dataset.url, { headers: { "X-Preload": "1" } });
  const fresh = answer.ok ? deskOf(await answer.text()) : null;
  if (!fresh || desk() !== shown) return;
  for (const part of [".strip", ".desk__steps"]) {
    shown.querySelector(part).replaceWith(document.importNode(fresh.querySelector(part), true));
  }
  for (const name of ["next", "undoApi", "undoUrl"]) shown.dataset[name] = fresh.dataset[name];
  fetchAhead(shown.dataset.next);
  mayUndo();
}

function mayUndo() {
  const key = desk().querySelector('[data-shortcut="z"]');
  key.disabled = desk().dataset.status === "waiting" && !decided.length && !desk().dataset.undoApi;
}

// ── Deciding ─────────────────────────────────────────────────────────────

async function send(api, verdict, body, again = true) {
  const answer = await fetch(`${api}/${verdict}/`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body: JSON.stringify(body),
    keepalive: true,
  });
  if (answer.ok) return;
  const text = await answer.text();
  // Our hold ran out and nobody took it: take it again, then decide as was meant.
  if (again && text.includes('"review.not_claimed"') && (await take(api))) {
    await send(api, verdict, body, false);
    return;
  }
  throw new Error(failureText(answer.status, text));
}

function told(error) {
  return error instanceof TypeError ? words("offline") : error.message;
}

// Between a decision and the next review a second press means nothing.
function leaving() {
  return desk().dataset.leaving !== undefined;
}

/** This one is decided: nothing to hold, nothing to give back. */
function leave() {
  desk().dataset.leaving = "";
  claim?.end();
  claim = null;
}

function decide(verdict) {
  if (leaving() || desk().dataset.seen === undefined) return;
  const { api, url, textApproved, textRejected, textReason } = desk().dataset;
  const form = new FormData(document.getElementById("decision"));
  const body = { note: form.get("note") ?? "" };
  if (verdict === "reject") {
    body.reasons = form.getAll("reasons");
    if (!body.reasons.length) {
      toast(textReason, "warning");
      desk().querySelector(".chip input")?.focus();
      return;
    }
  }
  leave();
  decided.push({ api, url });
  const sent = sending.then(() => send(api, verdict, body));
  sending = sent.catch(() => {});
  const good = () => toast(verdict === "approve" ? textApproved : textRejected, "success");
  const bad = (error) => {
    decided.splice(decided.findIndex((one) => one.api === api), 1);
    toast(told(error), "error");
    forgetAhead();
    show(url);
  };
  const next = undecidedNext();
  if (next) {
    sent.then(() => {
      good();
      return refresh();
    }, bad);
    show(next, { onwards: true });
  } else {
    // The last one, as far as this desk knows: what is left is known once this is kept.
    sent.then(leaveForWhatIsLeft, bad);
  }
}

/** What comes next, unless it was decided here: a desk fetched ahead knows nothing of that. */
function undecidedNext() {
  const { next } = desk().dataset;
  return decided.some((one) => one.url === next) ? "" : next;
}

async function leaveForWhatIsLeft() {
  try {
    await refresh();
  } catch {
    // Offline: the browser's own page says so.
  }
  const next = undecidedNext();
  if (next) await show(next, { onwards: true });
  else location.assign(desk().dataset.queue);
}

async function undo() {
  if (leaving()) return;
  await sending;
  const { undoApi, undoUrl, status, api, url, textUndone } = desk().dataset;
  // What is shown comes first, then what this page decided, then what the server remembers.
  const present = status === "waiting" ? null : { api, url };
  const last = present ?? decided.at(-1) ?? (undoApi ? { api: undoApi, url: undoUrl } : null);
  if (!last) return;
  try {
    await send(last.api, "undo", {});
    const known = decided.findIndex((one) => one.api === last.api);
    if (known >= 0) decided.splice(known, 1);
    forgetAhead();
    await show(last.url);
    toast(textUndone, "success");
  } catch (error) {
    toast(told(error), "error");
  }
}

/** What was already said on the desk stands in the dialog too. */
function openAnew() {
  const dialog = document.getElementById("anew");
  for (const chip of desk().querySelectorAll('.desk__side input[name="reasons"]')) {
    dialog.querySelector(`input[value="${chip.value}"]`).checked = chip.checked;
  }
  dialog.querySelector("textarea").value = document.getElementById("note")?.value ?? "";
  dialog.showModal();
  dialog.querySelector("select, input:not([type=hidden])")?.focus();
}

async function regenerate(form) {
  const { api, textRegenerated } = desk().dataset;
  const params = {};
  for (const field of form.elements) {
    if (!field.name?.startsWith("param-") || field.value === "") continue;
    const name = field.name.slice("param-".length);
    if (field.type === "checkbox") params[name] = field.checked;
    else params[name] = field.type === "number" ? Number(field.value) : field.value;
  }
  const data = new FormData(form);
  const refusal = form.querySelector("[data-form-error]");
  try {
    await sending;
    const said = { params, note: data.get("note"), reasons: data.getAll("reasons") };
    await send(api, "regenerate", said);
  } catch (error) {
    refusal.textContent = told(error);
    refusal.hidden = false;
    return;
  }
  leave();
  decided.push({ api, url: desk().dataset.url });
  form.closest("dialog").close();
  await leaveForWhatIsLeft();
  toast(textRegenerated, "success");
}

// ── Listening ────────────────────────────────────────────────────────────

document.addEventListener("submit", (event) => {
  const form = event.target;
  const verdict = event.submitter?.value;
  if (form.id === "decision" && ["approve", "reject"].includes(verdict)) {
    event.preventDefault();
    decide(verdict);
  } else if (form.id === "undo") {
    event.preventDefault();
    undo();
  } else if (form.id === "anew-form" && form.closest("dialog")) {
    event.preventDefault();
    regenerate(form);
  }
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const anew = event.target.closest?.("[data-anew]");
  const go = event.target.closest?.("[data-go], .strip__item");
  const press = event.target.closest?.("[data-press]");
  if (anew) {
    event.preventDefault();
    openAnew();
  } else if (go && desk()?.contains(go)) {
    event.preventDefault();
    if (!leaving()) show(go.getAttribute("href"));
  } else if (press) {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: press.dataset.press, bubbles: true }));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("textarea")) event.target.blur();
});

for (const type of ["pointerdown", "pointermove", "keydown", "wheel"]) {
  document.addEventListener(type, () => claim?.active(), { passive: true });
}
addEventListener("popstate", () => show(location.pathname + location.search, { push: false }));
addEventListener("pagehide", () => claim?.release());
addEventListener("pageshow", (event) => event.persisted && location.reload());

function actual() {
  const scale = (value) => desk().querySelector(`input[name$="scale"][value="${value}"]`);
  const wanted = scale("actual").checked ? scale("fit") : scale("actual");
  wanted.checked = true;
  wanted.dispatchEvent(new Event("change", { bubbles: true }));
}

register({ key: "u", label: desk().dataset.textActual, run: actual });
register({ key: "m", label: desk().dataset.textMask, run: () => toggleMask(desk()) });
begin();
