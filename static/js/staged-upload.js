// A large file goes straight to the storage: an address is asked for, the file is sent to it, and
// the studio is told to look at what arrived. Where it broke is where a second try goes on.
import { csrfToken } from "./csrf.js";

export class StagedUpload {
  /** @param {string} url of the uploads API. */
  constructor(url, file, wish) {
    this.url = url.replace(/\/?$/, "/");
    this.file = file;
    this.wish = wish;
    this.upload = null;
    this.arrived = false;
  }

  /** Resolve to the asset; throw an Error with words for people, or an empty one when offline. */
  async send(progress) {
    if (!this.arrived) {
      const { id, address } = await this.address();
      this.upload = id;
      await this.put(address, progress);
      this.arrived = true;
    }
    try {
      return await this.ask(`${this.url}${this.upload}/confirm/`, {});
    } catch (error) {
      // What was refused, or never arrived, begins anew; what could not be asked does not.
      if (error.code) this.forget(error.code);
      throw error;
    }
  }

  forget(code) {
    if (code === "storage.failed") return;
    this.arrived = false;
    if (code !== "upload.not_arrived") this.upload = null;
  }

  address() {
    if (this.upload) return this.ask(`${this.url}${this.upload}/address/`, {});
    return this.ask(this.url, { ...this.wish, filename: this.file.name, size: this.file.size });
  }

  async ask(url, body) {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": csrfToken(),
      },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => null);
    if (response.ok && answer?.data) return answer.data;
    throw Object.assign(new Error(answer?.error?.message ?? ""), { code: answer?.error?.code });
  }

  put(address, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(address.method, address.url);
      for (const [name, value] of Object.entries(address.headers)) {
        request.setRequestHeader(name, value);
      }
      request.upload.addEventListener("progress", ({ loaded, total }) => progress(loaded, total));
      request.addEventListener("load", () => {
        if (request.status >= 200 && request.status < 300) resolve();
        else reject(new Error(""));
      });
      request.addEventListener("error", () => reject(new Error("")));
      request.addEventListener("abort", () => reject(new Error("")));
      request.send(this.file);
    });
  }
}
