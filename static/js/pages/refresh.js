// Parts of a page fetched anew, at most once in a while, the last wish always granted.

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
 * Fetch `url` and put the element with the same id in place of `element`; where the page
 * brings another id or fails, everything stays as it is. Focus, scrolling inside and open
 * <details> survive. Returns the new element, or null.
 */
export async function refresh(element, url) {
  let html;
  try {
    const response = await fetch(url, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!response.ok) return null;
    html = await response.text();
  } catch {
    // Offline for a moment: live.js says so, and the next event asks again.
    return null;
  }
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(element.id);
  if (!fresh || !element.isConnected) return null;
  const adopted = document.adoptNode(fresh);
  for (const details of element.querySelectorAll("details[open]")) {
    const twin = details.className && adopted.querySelector(`details.${details.className.split(" ")[0]}`);
    if (twin) twin.open = true;
  }
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceWith(adopted);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("htmx:afterSettle", { detail: { elt: adopted } }));
  return adopted;
}
