// One file on its way by tus: tried for ever, paused, given up, and followed until the hub has made an item of it.

const CHUNK_BYTES = 8 * 1024 * 1024;
const HASHED_BYTES = 64 * 1024 * 1024;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const ASK_EVERY_MS = 1000;
const SPEED_OVER_MS = 20_000;

// Answers after which the same request may be sent again: a lock, a piece that came damaged, too many at once.
const PASSING = new Set([0, 408, 409, 423, 425, 429, 460]);

// Answers after which an upload is of no more use: not there, given up or expired, not what was told.
const LOST = new Set([404, 410, 422]);

// States: waiting, sending, offline, paused, fault, taking, taken, ended.
export class Sending {
  state = "waiting";
  sent = 0;
  fault = "";
  item = "";

  #attempt = null;
  #from = 0;
  #pause = 0;
  #timer = 0;
  #seen = [];

  // hub: endpoint, progress (address of the state without its id), token, broken (a sentence).
  // known: url and offset of an upload that the hub has a part of.
  constructor(file, metadata, hub, onChange, known = { url: "", offset: 0 }) {
    Object.assign(this, { file, metadata, hub, onChange, url: known.url, sent: known.offset });
  }

  get busy() {
    return this.state === "sending" || this.state === "offline";
  }

  // Seconds until the last byte is there, from the speed of the last 20 s; NaN while that is not known.
  get left_s() {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (!first || last.at - first.at < 1000 || last.sent <= first.sent) return NaN;
    return ((this.file.size - last.sent) * (last.at - first.at)) / (last.sent - first.sent) / 1000;
  }

  async start() {
    this.#become("sending");
    if (!this.url && !this.metadata.sha256) {
      const sha256 = await hashOf(this.file);
      if (sha256) this.metadata.sha256 = sha256;
      if (this.state !== "sending") return;
    }
    this.#try();
  }

  // Whoever waits for the line waits no longer.
  hurry() {
    if (this.state === "offline") this.#try();
  }

  pause(state = "paused") {
    this.#stop();
    this.#become(state);
  }

  // Given up at once for whoever looks; the hub is told as soon as it listens. What it never hears of expires there.
  async end() {
    this.#stop();
    this.#become("ended");
    const headers = { ...this.#headers(), "Tus-Resumable": "1.0.0" };
    for (let pause = FIRST_PAUSE_MS; this.url; pause = Math.min(LONGEST_PAUSE_MS, 2 * pause)) {
      const answer = await fetch(this.url, { method: "DELETE", headers }).catch(() => ({ status: 0 }));
      // The piece that was cut off may still hold its lock.
      if (!isPassing(answer.status)) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  #headers() {
    return { "X-CSRFToken": this.hub.token, Accept: "application/json" };
  }

  #try() {
    clearTimeout(this.#timer);
    this.#seen = [];
    let began = false;
    const attempt = new tus.Upload(this.file, {
      // With an address, and no endpoint beside it, an upload that is gone is told and not begun anew.
      endpoint: this.url ? null : this.hub.endpoint,
      uploadUrl: this.url || null,
      chunkSize: CHUNK_BYTES,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(null),
      metadata: this.metadata,
      headers: this.#headers(),
      onBeforeRequest: () => {
        // It was paused before it had begun.
        if (this.#attempt !== attempt) throw new Error("no longer wanted");
      },
      onUploadUrlAvailable: () => {
        this.url = attempt.url;
      },
      onProgress: (sent) => {
        if (this.#attempt !== attempt) return;
        if (!began && sent > this.#from) this.#pause = 0;
        if (!began) this.#from = sent;
        began = true;
        this.#note(sent);
      },
      onSuccess: () => this.#attempt === attempt && this.#follow(),
      onError: (error) => this.#attempt === attempt && this.#failed(error),
    });
    this.#attempt = attempt;
    this.#become("sending");
    attempt.start();
  }

  #stop() {
    clearTimeout(this.#timer);
    const attempt = this.#attempt;
    this.#attempt = null;
    if (attempt) attempt.abort();
  }

  #note(sent) {
    const at = performance.now();
    this.sent = sent;
    this.#seen = [...this.#seen.filter((one) => at - one.at <= SPEED_OVER_MS), { at, sent }];
    this.onChange();
  }

  async #failed(error) {
    const response = error.originalResponse;
    const status = response ? response.getStatus() : 0;
    let sentence = sentenceOf(response ? response.getBody() : "");
    if (status === 0 && !(await isReadable(this.file))) {
      this.#become("fault", this.hub.unreadable);
    } else if (isPassing(status)) {
      this.#later(sentence);
    } else {
      // The answer to HEAD has no body.
      if (!sentence && this.url) sentence = (await this.#ask()).fault || "";
      if (LOST.has(status)) this.#forget();
      this.#become("fault", sentence || this.hub.broken);
    }
  }

  #later(sentence) {
    this.#pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * this.#pause));
    this.#become("offline", sentence);
    this.#timer = setTimeout(() => this.#try(), this.#pause);
  }

  async #follow() {
    this.sent = this.file.size;
    this.#become("taking");
    while (this.state === "taking") {
      const answer = await this.#ask();
      if (answer.item) {
        this.item = answer.item;
        this.#become("taken");
      } else if (answer.fault) {
        this.#forget();
        this.#become("fault", answer.fault);
      } else {
        await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
      }
    }
  }

  // What the hub says of this upload; nothing while the line is down.
  async #ask() {
    try {
      const id = new URL(this.url, window.location.href).pathname.split("/").pop();
      const answer = await fetch(this.hub.progress + id, { headers: { Accept: "application/json" } });
      if (answer.status >= 500) return {};
      const told = await answer.json();
      return told.error ? { fault: told.error.message } : told;
    } catch {
      return {};
    }
  }

  // The next try begins anew.
  #forget() {
    this.url = "";
    this.sent = 0;
  }

  #become(state, fault = "") {
    this.state = state;
    this.fault = fault;
    this.onChange();
  }
}

function isPassing(status) {
  return PASSING.has(status) || status >= 500;
}

// SHA-256 in hex; empty for a large file, and where the browser offers none (no https).
export async function hashOf(file) {
  if (file.size > HASHED_BYTES || !window.crypto || !window.crypto.subtle) return "";
  try {
    const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    return "";
  }
}

// False for a file that was removed or changed since it was chosen, which looks like a broken line.
async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function sentenceOf(body) {
  try {
    return JSON.parse(body).error.message || "";
  } catch {
    return "";
  }
}
