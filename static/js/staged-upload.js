// A large file goes straight to the storage in parts: addresses are asked for, the parts are sent to
// them, and the studio is told to look at what arrived. Where it broke is where a second try goes on.
import { csrfToken } from "./csrf.js";

export class StagedUpload {
  /** @param {string} url of the uploads API. */
  constructor(url, file, wish) {
    this.url = url.replace(/\/?$/, "/");
    this.file = file;
    this.wish = wish;
    this.upload = null;
  }

  /** Resolve to the asset; throw an Error with words for people, or an empty one when offline. */
  async send(progress) {
    const { name: filename, size } = this.file;
    this.upload ??= await this.ask(this.url, { ...this.wish, filename, size, parts: true });
    const at = `${this.url}${this.upload.id}/`;
    try {
      await this.sendParts(`${at}parts/`, progress);
      return await this.ask(`${at}confirm/`, {});
    } catch (error) {
      // What was refused begins anew; what never arrived, or could not be asked, goes on.
      const kept = ["storage.failed", "upload.not_arrived", undefined];
      if (!kept.includes(error.code)) this.upload = null;
      throw error;
    }
  }

  async sendParts(url, progress) {
    let sent = 0;
    for (const { number, size, arrived } of await this.ask(url)) {
      if (!arrived) {
        const [{ address }] = await this.ask(url, { numbers: [number] });
        const start = (number - 1) * this.upload.part_size;
        const told = (loaded) => progress(Math.min(sent + loaded, this.file.size - 1), this.file.size);
        await this.put(address, this.file.slice(start, start + size), told);
      }
      sent += size;
      progress(sent, this.file.size);
    }
  }

  /** Post a body, or read where there is none. */
  async ask(url, body) {
    const response = await fetch(url, {
      method: body ? "POST" : "GET",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": csrfToken(),
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.json().catch(() => null);
    if (response.ok && answer?.data) return answer.data;
    throw Object.assign(new Error(answer?.error?.message ?? ""), { code: answer?.error?.code });
  }

  put(address, piece, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(address.method, address.url);
      for (const [name, value] of Object.entries(address.headers)) {
        request.setRequestHeader(name, value);
      }
      request.upload.addEventListener("progress", ({ loaded }) => progress(loaded));
      request.addEventListener("load", () => {
        if (request.status >= 200 && request.status < 300) resolve();
        else reject(new Error(""));
      });
      request.addEventListener("error", () => reject(new Error("")));
      request.addEventListener("abort", () => reject(new Error("")));
      request.send(piece);
    });
  }
}
