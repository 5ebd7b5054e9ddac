// How one file on its way looks: its name, a bar, words, and the buttons that make sense now.

const TOGGLED = new Set(["waiting", "sending", "offline", "paused", "fault"]);

// What the hub has looked at: how much of it was sent says nothing any more.
export const LOOKED_AT = new Set(["taken", "there", "refused"]);

export class Row {
  // said: the words of the form, by their names in its data attributes.
  constructor(sending, template, said) {
    this.sending = sending;
    this.said = said;
    this.box = template.content.firstElementChild.cloneNode(true);
    const name = sending.file.name;
    this.box.querySelector("[data-name]").textContent = name;
    this.box.querySelector("progress").setAttribute("aria-label", `${said.bar} ${name}`);
    for (const unseen of this.box.querySelectorAll(".unseen")) unseen.textContent = ` ${name}`;
    this.box.tabIndex = -1;
    this.toggle = this.box.querySelector("[data-toggle]");
    this.words = Object.fromEntries(["pause", "go"].map((one) => [one, this.toggle.dataset[one]]));
    this.update();
  }

  get percent() {
    const { sent, file } = this.sending;
    return file.size ? Math.floor((100 * sent) / file.size) : 100;
  }

  update() {
    const { state, fault, item } = this.sending;
    this.box.dataset.state = state;
    this.box.querySelector("progress").value = this.percent;
    this.box.querySelector("progress").hidden = LOOKED_AT.has(state);
    this.box.querySelector("[data-told]").textContent = this.#told();
    const wrong = this.box.querySelector("[data-fault]");
    wrong.textContent = fault;
    wrong.hidden = !fault;
    this.#buttons(state);
    if (item) this.#link(item);
  }

  #buttons(state) {
    const toggled = TOGGLED.has(state);
    if (!toggled && this.box.contains(document.activeElement)) this.box.focus();
    this.box.querySelector(".verbs").hidden = !toggled;
    const word = { paused: this.words.go, offline: this.words.go, fault: this.said.again }[state] || this.words.pause;
    this.toggle.querySelector("[data-word]").textContent = word;
  }

  #link(address) {
    const link = this.box.querySelector("[data-link] a");
    link.href = address;
    link.textContent = this.sending.file.name;
    link.parentElement.hidden = false;
    this.box.querySelector("[data-name]").hidden = true;
  }

  #told() {
    const { state, file, sent, fault } = this.sending;
    if (LOOKED_AT.has(state)) return this.said[state];
    const word = state === "offline" && fault ? this.said.retrying : this.said[state];
    const of = this.said.of.replace("{done}", bytes(sent)).replace("{all}", bytes(file.size));
    const left = state === "sending" ? this.#left() : "";
    return [word, `${this.percent} %`, of, left].filter(Boolean).join(" · ");
  }

  #left() {
    const seconds = this.sending.left_s;
    if (Number.isNaN(seconds)) return "";
    if (seconds < 60) return this.said.seconds.replace("{n}", String(Math.ceil(seconds)));
    const minutes = Math.ceil(seconds / 60);
    if (minutes < 60) return this.said.minutes.replace("{n}", String(minutes));
    return this.said.hours.replace("{n}", String(Math.floor(minutes / 60))).replace("{m}", String(minutes % 60));
  }
}

// As the hub's pages count bytes: 412 KB, 3,4 MB.
function bytes(count) {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  if (count < 1000) return `${count} B`;
  if (count < 1_000_000) return `${Math.round(count / 1000)} KB`;
  return `${(count / 1_000_000).toLocaleString(document.documentElement.lang, digits)} MB`;
}
