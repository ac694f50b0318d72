// The next review, fetched before it is wanted: its page and its pictures.

let ahead = null;

/** Read a page's desk out of its HTML; null when there is none (the queue, say). */
export function deskOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("[data-desk]");
}

/** Pictures imported into this document load at once, though nobody sees them yet. */
function warm(desk) {
  return [...desk.querySelectorAll(".viewer picture")].map((picture) => document.importNode(picture, true));
}

/** A model waits in the browser's cache; when it cannot be had, its own desk says so. */
function warmModel(desk) {
  const source = desk.querySelector("[data-model]")?.dataset.src;
  if (source) fetch(source, { priority: "low" }).catch(() => {});
}

/** Fetch what lies at `url` without taking it. */
export async function fetchAhead(url) {
  if (!url || ahead?.url === url) return;
  const wanted = { url, desk: null, pictures: [] };
  ahead = wanted;
  try {
    const answer = await fetch(url, { headers: { "X-Preload": "1" } });
    const desk = answer.ok ? deskOf(await answer.text()) : null;
    if (desk && ahead === wanted) {
      wanted.desk = desk;
      wanted.pictures = warm(desk);
      warmModel(desk);
    }
  } catch {
    ahead = null; // Offline; the link still works later.
  }
}

/** Hand out what was fetched for `url`, once; null when it is not here. */
export function takeAhead(url) {
  if (ahead?.url !== url || !ahead.desk) return null;
  const { desk } = ahead;
  ahead = null;
  return desk;
}

/** What was fetched is not true any more. */
export function forgetAhead() {
  ahead = null;
}
