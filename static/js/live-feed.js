// The numbers behind live progress: no sockets, no page, so that it can be reasoned about
// and tested alone. Every job's events are numbered without a gap.

/**
 * Follows numbered events. emit(name, detail) hears "snapshot", "event", "progress" and "child";
 * resync() is called once per gap, and events wait for the snapshot that answers it.
 */
export class Feed {
  constructor({ emit, resync }) {
    this.emit = emit;
    this.resync = resync;
    this.numbers = new Map();
    this.single = null;
    this.lost = false;
  }

  /** The last number seen where one job is followed, else null: ask for a snapshot. */
  get last() {
    return this.lost ? null : (this.numbers.get(this.single) ?? null);
  }

  receive(message) {
    if (message.type === "snapshot") this.#snapshot(message);
    else if (message.type === "event") this.#event(message);
    else if (message.type === "progress") this.emit("progress", message);
    else if (message.type === "child") this.emit("child", message);
  }

  #snapshot(message) {
    const jobs = message.jobs ?? (message.job ? [{ number: message.number, ...message.job }] : []);
    this.numbers = new Map(jobs.map((job) => [job.id, job.number ?? 0]));
    this.single = message.job?.id ?? null;
    this.lost = false;
    this.emit("snapshot", message);
  }

  #event(message) {
    if (this.lost) return;
    const known = this.numbers.get(message.job);
    // A job this page has not met starts at 1; anything later means we missed its birth.
    const expected = (known ?? 0) + 1;
    if (message.number < expected) return;
    if (message.number > expected) {
      this.lost = true;
      this.resync();
      return;
    }
    this.numbers.set(message.job, message.number);
    this.emit("event", message);
  }
}

/** Milliseconds to wait before try n (from 0): exponential to 30 s, half of it by chance. */
export function backOff(n, chance = Math.random()) {
  const ceiling = Math.min(30000, 500 * 2 ** n);
  return ceiling / 2 + (ceiling / 2) * chance;
}
