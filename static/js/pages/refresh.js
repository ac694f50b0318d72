// Parts of a page fetched anew, at most once in a while, the last wish always granted.
import { backOff } from "../live-feed.js";

// A server that neither answers nor hangs up is as good as away.
const PATIENCE = 20000;
const applied = new Map();
let asked = 0;

/** Call run() now, and again once `interval` ms have passed if it was asked for meanwhile. */
export function atMostEvery(interval, run) {
  let timer = 0;
  let wanted = false;
  return function ask() {
    if (timer) {
      wanted = true;
      return;
    }
    run();
    timer = setTimeout(() => {
      timer = 0;
      if (wanted) {
        wanted = false;
        ask();
      }
    }, interval);
  };
}

/**
 * Fetch `url` and put the element with the same id in place of `element`; where the page brings
 * another id or is refused, everything stays as it is. While the server is away it is asked again:
 * perhaps no event comes after this one. Of two answers the one asked for later stays, whichever
 * comes first. Focus, scrolling inside and open <details> survive. Returns the new element, or null.
 */
export async function refresh(element, url) {
  const id = element.id;
  const turn = ++asked;
  const isLate = () => (applied.get(id) ?? 0) > turn;
  const html = await fetched(url, () => !isLate() && document.getElementById(id));
  // Another answer may have taken its place meanwhile.
  const here = document.getElementById(id);
  const fresh = html && new DOMParser().parseFromString(html, "text/html").getElementById(id);
  if (!fresh || !here || isLate()) return null;
  applied.set(id, turn);
  const adopted = document.adoptNode(fresh);
  for (const details of here.querySelectorAll("details[open]")) {
    const twin = details.className && adopted.querySelector(`details.${details.className.split(" ")[0]}`);
    if (twin) twin.open = true;
  }
  const focused = here.contains(document.activeElement) ? document.activeElement.id : "";
  here.replaceWith(adopted);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { elt: adopted } }));
  return adopted;
}

/** The page at `url`, null where it is refused; asked for until it is answered or not wanted. */
async function fetched(url, isWanted) {
  for (let tries = 0; isWanted(); tries += 1) {
    try {
      const response = await fetch(url, {
        credentials: "same-origin",
        headers: { "HX-Request": "true" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.ok) return await response.text();
      if (response.status < 500) return null;
    } catch {
      // Offline for a moment: live.js says so.
    }
    await new Promise((resolve) => setTimeout(resolve, backOff(tries)));
  }
  return null;
}
