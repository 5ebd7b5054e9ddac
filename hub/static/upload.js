// The upload form: files are chosen or dropped, and sent one after the other, as lines are slow. What was begun before
// is continued when its file is chosen again. Without this script the form is a plain one.

import { filesOf, hashOf } from "./files.js";
import { Sending } from "./sending.js";
import { LOOKED_AT, Row } from "./sending_row.js";

const form = document.querySelector("form[data-upload]");
const KEPT = ["programme", "title", "language"];

if (form && window.tus && window.tus.isSupported) prepare();

function prepare() {
  const said = Object.fromEntries(
    Object.entries(form.dataset)
      .filter(([name]) => name.startsWith("said"))
      .map(([name, text]) => [name.slice(4).toLowerCase(), text]),
  );
  const hub = {
    endpoint: form.dataset.endpoint,
    progress: form.dataset.progress,
    token: form.elements.csrf_token.value,
    broken: said.broken,
    unreadable: said.unreadable,
  };
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[role=status]");
  const list = document.querySelector(".sendings[data-now]");
  const rows = [];

  restore();
  tellTitle();
  form.addEventListener("input", keep);
  input.addEventListener("change", () => continueKnown());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(Array.from(input.files));
  });
  window.addEventListener("online", () => {
    rows.forEach((row) => row.sending.hurry());
    beginAll();
  });
  window.addEventListener("beforeunload", (event) => {
    if (rows.some((row) => row.sending.busy || row.sending.state === "waiting")) event.preventDefault();
  });
  prepareDrop();
  document.querySelectorAll("[data-open]").forEach(prepareOpen);

  function send(files) {
    const limit = Number(form.dataset.limitMb) * 1024 * 1024;
    const large = files.find((file) => file.size > limit);
    if (large) {
      say(`${large.name}: ${said.large}`, true);
      return;
    }
    const wishes = Object.fromEntries(new FormData(form));
    const alone = files.length === 1;
    // One title does not fit many files; each then tells its own.
    const made = files.map((file) => add(file, metadataOf(file, { ...wishes, title: alone ? wishes.title : "" })));
    input.value = "";
    if (alone) form.elements.title.value = "";
    tellTitle();
    keep();
    show(made);
    next();
    beginAll();
  }

  // One after the other, as hashing many files at once would fill the memory.
  async function beginAll() {
    for (const row of rows) await row.sending.begin();
  }

  // The first row at last, so that it stays where not all fit; the focus remains at the button.
  function show(made) {
    for (const row of [made.at(-1), made[0]]) row.box.scrollIntoView({ block: "nearest" });
  }

  // A title that was typed waits, untouched, until there is one file that it fits.
  function tellTitle() {
    const many = input.files.length > 1;
    form.elements.title.readOnly = many;
    form.querySelector("[data-many]").hidden = !many;
  }

  function metadataOf(file, wishes) {
    const told = {
      filename: file.name,
      programme: wishes.programme,
      title: (wishes.title || "").trim(),
      language: wishes.language,
      publish: wishes.publish,
      review: wishes.review,
      modified: String(file.lastModified),
    };
    return Object.fromEntries(Object.entries(told).filter(([, value]) => value));
  }

  function add(file, metadata, known) {
    const sending = new Sending(file, metadata, hub, () => changed(row), known);
    const row = new Row(sending, document.getElementById("sending"), said);
    row.toggle.addEventListener("click", () => toggle(sending));
    row.box.querySelector("[data-end]").addEventListener("click", () => sending.end());
    rows.push(row);
    list.hidden = false;
    list.querySelector("ul").append(row.box);
    return row;
  }

  function toggle(sending) {
    if (sending.state === "offline") sending.hurry();
    else if (sending.state === "paused" || sending.state === "fault") proceed(sending);
    else sending.pause();
  }

  function proceed(sending) {
    sending.pause("waiting");
    next();
  }

  // One at a time: the next one that waits, when none is on its way.
  function next() {
    if (rows.some((row) => row.sending.busy)) return;
    const row = rows.find((one) => one.sending.state === "waiting");
    if (row) row.sending.start();
  }

  function changed(row) {
    row.update();
    const { state, fault, file, item } = row.sending;
    // The page of a single new item goes on telling what becomes of it.
    if ((state === "looking" || state === "taken") && item && rows.length === 1) {
      window.location.assign(item);
      return;
    }
    if (LOOKED_AT.has(state)) refresh();
    // A screen reader is told every tenth part, not every piece.
    const tenth = state === "sending" ? `: ${row.percent - (row.percent % 10)} %` : "";
    const told = `${said[state]} ${file.name}${tenth}`;
    if (state !== "waiting") say(fault ? `${file.name}: ${fault}` : told, Boolean(fault));
    next();
  }

  // What arrived, where the page lists it; a person who is in the list is not disturbed.
  async function refresh() {
    const shown = document.querySelector("[data-arrived]");
    if (!shown) return;
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-arrived]");
    if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
  }

  function say(text, wrong = false) {
    if (status.textContent === text) return;
    status.className = wrong ? "fault" : "told";
    status.textContent = text;
  }

  // Of the files just chosen, those of which the hub has a part go on at once: their wishes are there already.
  async function continueKnown() {
    const others = new DataTransfer();
    for (const file of Array.from(input.files)) {
      if (!(await continued(file))) others.items.add(file);
    }
    if (others.files.length !== input.files.length) input.files = others.files;
    tellTitle();
  }

  async function continued(file) {
    const held = rows.find(({ sending }) => isNamed(file, sending.file.name, sending.file.size)
      && ["paused", "fault"].includes(sending.state) && sending.url);
    if (held) {
      held.sending.file = file;
      proceed(held.sending);
      return true;
    }
    for (const open of document.querySelectorAll("[data-open]")) {
      if (isNamed(file, open.dataset.name, Number(open.dataset.size)) && (await isSame(file, open))) {
        resume(file, open);
        return true;
      }
    }
    return false;
  }

  function resume(file, open) {
    const known = { url: open.dataset.url, offset: Number(open.dataset.offset) };
    const had_focus = open.contains(document.activeElement);
    const row = add(file, { filename: file.name }, known);
    open.remove();
    const opens = document.querySelector("[data-opens]");
    opens.hidden = !opens.querySelector("li");
    if (had_focus) row.toggle.focus();
    show([row]);
    say(`${said.resumed} ${file.name}`);
    next();
  }

  function prepareOpen(open) {
    const field = open.querySelector("[data-choose]");
    field.hidden = false;
    field.querySelector("input").addEventListener("change", async (event) => {
      const file = event.target.files[0];
      if (!file) return;
      const { name, size, sha256 } = open.dataset;
      const hash = sha256 ? await hashOf(file) : "";
      if (isNamed(file, name, Number(size)) && (!hash || hash === sha256)) {
        resume(file, open);
      } else {
        event.target.value = "";
        say(said.other, true);
      }
    });
  }

  function prepareDrop() {
    const zone = form.querySelector(".drop");
    for (const name of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(name, async (event) => {
        event.preventDefault();
        zone.classList.toggle("over", name === "dragover");
        if (name !== "drop") return;
        const found = new DataTransfer();
        (await filesOf(event.dataTransfer)).forEach((file) => found.items.add(file));
        if (!found.files.length) return;
        input.files = found.files;
        await continueKnown();
      });
    }
  }

  // What is typed outlives the page, but for the tick that makes things public: that is decided each time.
  function keep() {
    const typed = Object.fromEntries(KEPT.map((name) => [name, form.elements[name].value]));
    try {
      localStorage.setItem(`hub-upload-${form.dataset.person}`, JSON.stringify(typed));
    } catch {
      // A browser that keeps nothing sends all the same.
    }
  }

  function restore() {
    try {
      const typed = JSON.parse(localStorage.getItem(`hub-upload-${form.dataset.person}`)) || {};
      for (const name of KEPT) {
        const field = form.elements[name];
        if (!typed[name] || (field.options && !Array.from(field.options).some((one) => one.value === typed[name]))) continue;
        field.value = typed[name];
      }
    } catch {
      // Nothing was kept.
    }
  }
}

function isNamed(file, name, size) {
  return file.name === name && file.size === size;
}

// Whether it is the very file: by its hash, or for a large one by the moment of its last change.
async function isSame(file, open) {
  if (open.dataset.sha256) {
    const hash = await hashOf(file);
    return !hash || hash === open.dataset.sha256;
  }
  return !open.dataset.modified || open.dataset.modified === String(file.lastModified);
}
