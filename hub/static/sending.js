// One file on its way by tus: tried for ever, paused, given up, and followed until the hub has made an item of it.

import { hashOf, isReadable } from "./files.js";

const CHUNK_BYTES = 8 * 1024 * 1024;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const ASK_EVERY_MS = 1000;
const SPEED_OVER_MS = 20_000;

// Answers after which the same request may be sent again: a lock, a piece that came damaged, too many at once.
const PASSING = new Set([0, 408, 409, 423, 425, 429, 460]);

// Answers after which an upload is of no more use: not there, given up or expired, not what was told.
const LOST = new Set([404, 410, 422]);

// States: waiting, sending, offline, paused, fault, taking, looking, ended; and of what the hub has looked at: taken,
// there (it had the file before), refused.
export class Sending {
  state = "waiting";
  sent = 0;
  fault = "";
  item = "";

  #attempt = null;
  #beginning = null;
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

  // Makes it known to the hub before its turn, without a byte, so that it is listed there when the page is closed.
  // A line that is down is no fault here: `start` begins what was not begun.
  begin() {
    if (!this.url && this.state === "waiting") this.#beginning ||= this.#make().finally(() => (this.#beginning = null));
    return this.#beginning;
  }

  async start() {
    this.#become("sending");
    await this.#beginning;
    await this.#hash();
    if (this.state === "sending") this.#try();
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
    await this.#beginning;
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

  #options() {
    return {
      // With an address, and no endpoint beside it, an upload that is gone is told and not begun anew.
      endpoint: this.url ? null : this.hub.endpoint,
      uploadUrl: this.url || null,
      chunkSize: CHUNK_BYTES,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(null),
      metadata: this.metadata,
      headers: this.#headers(),
    };
  }

  async #hash() {
    if (this.url || this.metadata.sha256) return;
    const sha256 = await hashOf(this.file);
    if (sha256) this.metadata.sha256 = sha256;
  }

  async #make() {
    await this.#hash();
    if (this.state === "ended") return;
    await new Promise((resolve) => {
      const attempt = new tus.Upload(this.file, {
        ...this.#options(),
        onUploadUrlAvailable: () => {
          this.url = attempt.url;
          attempt.abort();
          resolve();
        },
        onError: ({ originalResponse: response }) => {
          const refused = response && !isPassing(response.getStatus());
          if (refused && this.state === "waiting") this.#become("fault", sentenceOf(response.getBody()) || this.hub.broken);
          resolve();
        },
      });
      attempt.start();
    });
  }

  #try() {
    clearTimeout(this.#timer);
    this.#seen = [];
    let began = false;
    const attempt = new tus.Upload(this.file, {
      ...this.#options(),
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
    while (this.state === "taking" || this.state === "looking") {
      const answer = await this.#ask();
      if (answer.item) this.item = answer.item;
      if (answer.end && answer.end !== this.state) {
        this.#become(answer.end, answer.fault);
      } else if (answer.fault) {
        this.#forget();
        this.#become("fault", answer.fault);
      }
      if (this.state === "taking" || this.state === "looking") {
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

function sentenceOf(body) {
  try {
    return JSON.parse(body).error.message || "";
  } catch {
    return "";
  }
}
