// Many files onto one form[data-upload]: dropped or chosen, three at a time, each with
// its bar, failures in words and a way to try again. Each file is one POST.
import { csrfToken } from "./csrf.js";
import { failureText } from "./htmx-setup.js";
import { StagedUpload } from "./staged-upload.js";

const AT_ONCE = 3;

/** All files of a drop, with those inside dropped folders. */
async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const files = await Promise.all(entries.map(filesOf));
  return files.flat();
}

async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  // A reader answers at most a hundred entries at a time and then nothing.
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!batch.length) break;
    found.push(...batch);
  }
  const nested = await Promise.all(found.filter((each) => !each.name.startsWith(".")).map(filesOf));
  return nested.flat();
}

class Upload {
  constructor(file, zone, row) {
    this.file = file;
    this.zone = zone;
    this.row = row;
    this.state = row.querySelector(".upload__state");
    this.bar = row.querySelector("progress");
    this.error = row.querySelector(".upload__error");
    this.retry = row.querySelector("[data-upload-retry]");
    row.querySelector(".upload__name").textContent = file.webkitRelativePath || file.name;
    this.retry.addEventListener("click", () => zone.queue(this));
    this.wait();
  }

  wait() {
    this.status = "waiting";
    this.row.classList.remove("upload--failed");
    this.error.hidden = true;
    this.retry.hidden = true;
    this.bar.value = 0;
    this.say("waiting");
  }

  say(name) {
    this.state.textContent = this.zone.text(name);
  }

  send() {
    this.status = "sending";
    this.say("sending");
    if (this.zone.stages(this.file)) return this.sendStaged();
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.zone.url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        this.progressed(loaded, total);
      });
      request.addEventListener("load", () => resolve(this.finish(request)));
      request.addEventListener("error", () => resolve(this.fail(this.zone.text("offline"))));
      request.addEventListener("abort", () => resolve(this.fail(this.zone.text("offline"))));
      request.send(this.zone.body(this.file));
    });
  }

  progressed(loaded, total) {
    this.bar.max = total || 1;
    this.bar.value = loaded;
    if (loaded === total) this.say("checking");
  }

  async sendStaged() {
    this.staged ??= new StagedUpload(this.zone.stagedUrl, this.file, this.zone.wish());
    try {
      const asset = await this.staged.send((loaded, total) => this.progressed(loaded, total));
      this.received({ data: asset });
    } catch (error) {
      this.fail(error.message || this.zone.text("offline"));
    }
  }

  received(answer) {
    this.status = "done";
    this.bar.value = this.bar.max;
    this.row.classList.add("upload--done");
    this.say("done");
    const detail = { file: this.file, answer, row: this.row };
    this.zone.form.dispatchEvent(new CustomEvent("skyy:uploaded", { bubbles: true, detail }));
  }

  finish(request) {
    let answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // A page of HTML, from a proxy say: whatever its status, it is no receipt.
    }
    if (request.status >= 200 && request.status < 300 && answer?.data) {
      this.received(answer);
      return;
    }
    if (answer?.error?.message) this.fail(answer.error.message);
    // Only a token that has had its day is refused in HTML, and with it went the session.
    else if (request.status === 403) this.fail(failureText(401, ""));
    else this.fail(this.zone.text(request.status === 413 ? "too-large" : "refused"));
  }

  fail(reason) {
    this.status = "failed";
    this.row.classList.add("upload--failed");
    this.say("failed");
    this.error.textContent = reason;
    this.error.hidden = false;
    this.retry.hidden = false;
  }
}

// A picture of the page itself, dragged about, is no delivery.
let ours = false;

class DropZone {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.url || form.action;
    this.stagedUrl = form.dataset.stagedUrl;
    this.input = form.querySelector('input[type="file"]');
    this.list = form.parentElement.querySelector("[data-upload-list]");
    this.template = document.getElementById("upload-template");
    this.summary = document.createElement("p");
    this.summary.className = "uploads__summary";
    this.uploads = [];
    this.waiting = [];
    this.running = 0;
    this.listen();
  }

  text(name) {
    return this.form.getAttribute(`data-text-${name}`) ?? "";
  }

  /** Whether a file is too large to pass through the studio itself. */
  stages(file) {
    return Boolean(this.stagedUrl) && file.size > Number(this.form.dataset.stagedFrom);
  }

  /** What goes with a staged file: the form's own words. */
  wish() {
    const given = new FormData(this.form);
    const said = ["collection", "role"].map((name) => [name, given.get(name)]);
    return Object.fromEntries(said.filter(([, value]) => value));
  }

  body(file) {
    const data = new FormData();
    for (const [name, value] of new FormData(this.form)) {
      // The form's token may be of a session that has ended; the header carries today's.
      if (!(value instanceof File) && name !== "csrfmiddlewaretoken") data.append(name, value);
    }
    data.append("file", file, file.name);
    return data;
  }

  listen() {
    const over = (on) => this.form.classList.toggle("drop-zone--over", on);
    this.form.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(!ours);
    });
    this.form.addEventListener("dragleave", (event) => {
      if (!this.form.contains(event.relatedTarget)) over(false);
    });
    this.form.addEventListener("drop", async (event) => {
      event.preventDefault();
      over(false);
      if (ours) return;
      this.add(await droppedFiles(event.dataTransfer));
    });
    this.input.addEventListener("change", () => this.addChosen());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.addChosen();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.running) event.preventDefault();
    });
  }

  addChosen() {
    const files = [...this.input.files];
    this.input.value = "";
    this.add(files);
  }

  add(files) {
    if (!this.summary.isConnected) this.list.prepend(this.summary);
    for (const file of files) {
      const row = this.template.content.firstElementChild.cloneNode(true);
      this.list.append(row);
      const upload = new Upload(file, this, row);
      this.uploads.push(upload);
      this.queue(upload);
    }
  }

  queue(upload) {
    upload.wait();
    this.waiting.push(upload);
    this.advance();
  }

  advance() {
    while (this.running < AT_ONCE && this.waiting.length) {
      this.running += 1;
      this.waiting.shift().send().then(() => {
        this.running -= 1;
        this.advance();
      });
    }
    this.summarise();
  }

  summarise() {
    const count = (status) => this.uploads.filter((upload) => upload.status === status).length;
    const [done, failed, total] = [count("done"), count("failed"), this.uploads.length];
    this.summary.textContent = this.text(failed ? "summary-failed" : "summary")
      .replace("{done}", done)
      .replace("{total}", total)
      .replace("{failed}", failed);
    if (total && !this.running && !this.waiting.length) {
      const detail = { done, failed, total };
      this.form.dispatchEvent(new CustomEvent("skyy:uploads-settled", { bubbles: true, detail }));
    }
  }
}

const zones = [...document.querySelectorAll("form[data-upload]")].map((form) => new DropZone(form));
// The zone that takes what is dropped anywhere on its page.
const wide = zones.find((zone) => zone.form.dataset.anywhere !== undefined);

window.addEventListener("dragstart", () => (ours = true));
window.addEventListener("dragend", () => (ours = false));
for (const name of ["dragover", "drop"]) {
  window.addEventListener(name, async (event) => {
    if (!zones.length || event.defaultPrevented) return;
    // A file that misses the zone must not replace the page.
    event.preventDefault();
    if (!wide || ours || !event.dataTransfer.types.includes("Files")) return;
    wide.form.closest("details")?.setAttribute("open", "");
    if (name === "drop") wide.add(await droppedFiles(event.dataTransfer));
  });
}
