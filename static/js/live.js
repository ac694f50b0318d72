// Live progress. An element with data-live-url="/ws/jobs/" (or "/ws/jobs/ID/") starts it;
// data-poll-url on the same element is asked every few seconds when sockets fail.
// Heard on document: skyy:snapshot, skyy:event, skyy:progress, skyy:child, each with the message as
// detail. [data-live-state] shows connecting | live | reconnecting | polling | behind.
import { Feed, backOff } from "./live-feed.js";

const POLL_EVERY = 3000;
const POLL_AFTER_FAILURES = 2;
// The server ticks every 30 s; two ticks of silence mean a dead line.
const SILENCE = 65000;

export class Live {
  constructor({ url, pollUrl, announce = announceState }) {
    this.url = url;
    this.pollUrl = pollUrl;
    this.announce = announce;
    this.failures = 0;
    this.pollTimer = 0;
    this.pollFailures = 0;
    this.feed = new Feed({
      emit: (name, detail) => document.dispatchEvent(new CustomEvent(`skyy:${name}`, { detail })),
      resync: () => this.#askAgain(),
    });
  }

  start() {
    this.#connect();
    addEventListener("online", () => this.#reconnectNow());
    addEventListener("pagehide", () => this.stop());
    addEventListener("pageshow", (event) => event.persisted && this.#reconnectNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !this.open) this.#reconnectNow();
    });
    return this;
  }

  stop() {
    clearTimeout(this.retryTimer);
    clearTimeout(this.silenceTimer);
    clearTimeout(this.pollTimer);
    this.pollTimer = 0;
    if (this.socket) this.socket.onclose = null;
    this.socket?.close();
    this.socket = null;
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  #address() {
    const address = new URL(this.url, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    if (this.feed.last !== null) address.searchParams.set("after", this.feed.last);
    return address;
  }

  #connect() {
    clearTimeout(this.retryTimer);
    let socket;
    try {
      socket = new WebSocket(this.#address());
    } catch {
      // Forbidden in this browser or by a filter before it: as good as lost.
      this.#lost();
      return;
    }
    this.socket = socket;
    socket.onopen = () => this.#heard();
    socket.onmessage = ({ data }) => {
      this.failures = 0;
      this.#stopPolling();
      this.#heard();
      this.announce("live");
      this.feed.receive(JSON.parse(data));
    };
    socket.onclose = () => this.#lost();
  }

  #lost() {
    clearTimeout(this.silenceTimer);
    this.socket = null;
    this.failures += 1;
    if (this.failures >= POLL_AFTER_FAILURES && this.pollUrl) this.#startPolling();
    else this.announce("reconnecting");
    this.retryTimer = setTimeout(() => this.#connect(), backOff(this.failures - 1));
  }

  #reconnectNow() {
    if (this.socket) return;
    this.#connect();
  }

  #heard() {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.socket?.close(), SILENCE);
  }

  #askAgain() {
    if (this.open) this.socket.send(JSON.stringify({ type: "resync" }));
  }

  #startPolling() {
    if (this.pollTimer) return;
    this.announce(this.pollFailures ? "behind" : "polling");
    this.#poll();
  }

  #stopPolling() {
    clearTimeout(this.pollTimer);
    this.pollTimer = 0;
    this.pollFailures = 0;
  }

  async #poll() {
    this.pollTimer = setTimeout(() => this.#poll(), POLL_EVERY);
    try {
      const address = new URL(this.pollUrl, location.href);
      if (this.feed.last !== null) address.searchParams.set("after", this.feed.last);
      const headers = { Accept: "application/json" };
      const response = await fetch(address, { headers, credentials: "same-origin" });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const { data } = await response.json();
      // A socket may have come back while we waited; it is the better source.
      if (!this.pollTimer) return;
      for (const message of messagesOf(data)) this.feed.receive(message);
      this.pollFailures = 0;
      this.announce("polling");
    } catch {
      this.pollFailures += 1;
      this.announce("behind");
    }
  }
}

/** What polling answers: a list of messages, or one, as the socket would send them. */
function messagesOf(data) {
  if (Array.isArray(data)) return data;
  if (Array.isArray(data?.events)) return data.events;
  return data?.type ? [data] : [];
}

function announceState(state) {
  for (const element of document.querySelectorAll("[data-live-state]")) {
    if (element.dataset.liveState !== state) element.dataset.liveState = state;
  }
}

const element = document.querySelector("[data-live-url]");
if (element) {
  new Live({ url: element.dataset.liveUrl, pollUrl: element.dataset.pollUrl }).start();
}
