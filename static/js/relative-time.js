// <time data-relative datetime="…"> stays true while the page is open.

const UNITS = [
  ["year", 31557600],
  ["month", 2629800],
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** "3 minutes ago", "in 2 days", in the page's language. */
export function relative(then, now = Date.now(), language = document.documentElement.lang || "en") {
  const seconds = (then - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS.at(-1);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return format.format(Math.trunc(seconds / size), unit);
}

function refresh(root) {
  for (const element of root.querySelectorAll("time[data-relative]")) {
    const then = Date.parse(element.dateTime);
    if (Number.isNaN(then)) continue;
    const text = relative(then);
    if (element.textContent !== text) element.textContent = text;
  }
}

refresh(document);
setInterval(() => refresh(document), 20000);
document.addEventListener("htmx:afterSettle", () => refresh(document));
