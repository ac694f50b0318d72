// htmx speaks with Django's token and tells failures in words.
import { csrfToken } from "./csrf.js";
import { toast, words } from "./toast.js";

const BY_STATUS = {
  401: "signed-out",
  403: "forbidden",
  404: "gone",
  409: "conflict",
  410: "gone",
  429: "too-many",
  503: "away",
};

/** The server's own message where it answered in the API envelope, else ours. */
export function failureText(status, body) {
  try {
    const message = JSON.parse(body)?.error?.message;
    if (message) return message;
  } catch {
    // Not JSON: a page of HTML, say. Our own words serve.
  }
  return words(BY_STATUS[status] ?? "failed");
}

document.addEventListener("htmx:configRequest", (event) => {
  if (!["get", "head"].includes(event.detail.verb)) {
    event.detail.headers["X-CSRFToken"] = csrfToken();
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  toast(failureText(xhr.status, xhr.responseText), "error");
});

document.addEventListener("htmx:sendError", () => toast(words("offline"), "error"));
document.addEventListener("htmx:timeout", () => toast(words("offline"), "error"));
