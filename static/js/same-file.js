// An upload whose bytes are in the library already: use the one that was here, or keep both.
import { csrfToken } from "./csrf.js";
import { failureText } from "./htmx-setup.js";

async function decide(line, same, decision) {
  const body = new URLSearchParams({ decision });
  if (decision === "merge") body.set("keep", same.id);
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  let answer = null;
  let status = 0;
  try {
    const response = await fetch(same.decide, { method: "POST", body, headers });
    status = response.status;
    answer = await response.json();
  } catch {
    // Told below: no connection, or a page of HTML where an answer should be.
  }
  for (const button of line.querySelectorAll("button")) button.hidden = Boolean(answer?.data);
  const note = line.querySelector(".upload__decided") ?? document.createElement("span");
  note.className = "upload__decided";
  if (answer?.data) note.textContent = line.dataset[decision === "merge" ? "textMerged" : "textKept"];
  else note.textContent = answer?.error?.message ?? failureText(status, "");
  line.append(" ", note);
}

document.addEventListener("skyy:uploaded", ({ detail }) => {
  const same = detail.answer.data.same_as?.[0];
  const line = detail.row?.querySelector(".upload__same");
  if (!same || !line) return;
  const link = line.querySelector("a");
  link.href = same.url;
  link.textContent = same.name;
  line.hidden = false;
  for (const button of line.querySelectorAll("[data-decision]")) {
    button.addEventListener("click", () => decide(line, same, button.dataset.decision));
  }
});
