// Holding a review: taken when it is shown, renewed while somebody works, given back
// on leaving. The server's clock decides; the page only counts down.
import { csrfToken } from "../csrf.js";

const RENEW_EVERY = 60000;

function post(address, options = {}) {
  return fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    ...options,
  });
}

export class Claim {
  /** api: the review's address; seconds: what is left now; changed(seconds): called as it runs. */
  constructor(api, { seconds, changed, lost }) {
    this.api = api;
    this.changed = changed;
    this.lost = lost;
    this.renewedAt = Date.now();
    this.until = Date.now() + seconds * 1000;
    this.timer = setInterval(() => this.tick(), 5000);
    this.tick();
  }

  /** Somebody did something: once a minute the time begins anew. */
  active() {
    if (Date.now() - this.renewedAt < RENEW_EVERY || Date.now() > this.until) return;
    this.renewedAt = Date.now();
    this.renew();
  }

  async renew() {
    try {
      const answer = await post(`${this.api}/claim/`);
      if (answer.ok) {
        const { data } = await answer.json();
        this.until = Date.now() + data.seconds_left * 1000;
        this.tick();
      } else if (answer.status === 409) {
        this.end();
        this.lost();
      }
    } catch {
      // Offline: the countdown goes on, and the server has the last word.
    }
  }

  tick() {
    const left = Math.max(0, Math.round((this.until - Date.now()) / 1000));
    this.changed(left);
    if (left === 0) clearInterval(this.timer);
  }

  /** Stop counting; nothing is sent. */
  end() {
    clearInterval(this.timer);
  }

  /** Give the review back, even while the page goes away. */
  release() {
    this.end();
    post(`${this.api}/release/`, { keepalive: true }).catch(() => {});
  }
}

/** Take a review; answers {seconds} or null when somebody else was faster. */
export async function take(api) {
  try {
    const answer = await post(`${api}/claim/`);
    if (!answer.ok) return null;
    const { data } = await answer.json();
    return { seconds: data.seconds_left };
  } catch {
    return null;
  }
}
