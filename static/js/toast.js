// Messages at the corner. Good news leaves by itself, bad news waits to be read.

const LIFETIME = { success: 6000, info: 6000, warning: 12000 };

/** The words for `name` that the page carries (data-text-…), already translated. */
export function words(name) {
  const area = document.getElementById("toasts");
  return area?.getAttribute(`data-text-${name}`) ?? "";
}

function dismissLater(toast, tone) {
  const lifetime = LIFETIME[tone];
  if (!lifetime) return;
  let timer = setTimeout(() => toast.remove(), lifetime);
  const hold = () => clearTimeout(timer);
  const release = () => {
    timer = setTimeout(() => toast.remove(), lifetime);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", release);
  toast.addEventListener("focusout", release);
}

/**
 * Show a message. tone: success | warning | error | info. A dialog that is open
 * gets the toast inside it, since what is outside a modal cannot be reached.
 */
export function toast(text, tone = "info") {
  const area = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!area || !template || !text) return null;
  const element = template.content.firstElementChild.cloneNode(true);
  element.classList.add(`toast--${tone}`);
  element.querySelector(".toast__text").textContent = text;
  const use = element.querySelector("use");
  const symbol = { success: "status-done", warning: "status-caution", error: "status-caution" }[tone];
  if (use && symbol) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${symbol}`));
  area.append(element);
  raise(area);
  dismissLater(element, tone);
  return element;
}

// The top layer hides everything beneath a modal dialog; a popover shown after the
// dialog lies above it.
function raise(area) {
  if (!area.showPopover) return;
  area.popover = "manual";
  if (area.matches(":popover-open")) area.hidePopover();
  area.showPopover();
}

document.addEventListener("click", (event) => {
  event.target.closest?.("[data-toast-close]")?.closest(".toast")?.remove();
});

// A view answers with HX-Trigger: {"skyy:toast": {"text": "…", "tone": "success"}}.
document.addEventListener("skyy:toast", (event) => {
  toast(event.detail.text ?? event.detail.value, event.detail.tone);
});

for (const element of document.querySelectorAll("#toasts > .toast")) {
  const tone = /toast--(\w+)/.exec(element.className)?.[1] ?? "info";
  dismissLater(element, tone);
}
