// Two conveniences: progress of a file that is sent, and progress of an item that is made. Pages work without it.
"use strict";

(() => {
  const upload = document.querySelector("form[data-upload]");
  if (upload) prepareUpload(upload);
  const live = document.querySelector("[data-events]");
  if (live) follow(live);

  function prepareUpload(form) {
    const input = form.querySelector("input[type=file]");
    const drop = form.querySelector(".drop");
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.querySelector("button[aria-disabled]")) send(form, input);
    });
  }

  function send(form, input) {
    const box = form.querySelector(".sending");
    const bar = box.querySelector("progress");
    const said = box.querySelector("[role=status]");
    const button = form.querySelector("button[type=submit]");
    const bytes = Array.from(input.files).reduce((sum, file) => sum + file.size, 0);
    const stay = (event) => event.preventDefault();
    const fail = (text) => {
      window.removeEventListener("beforeunload", stay);
      button.removeAttribute("aria-disabled");
      bar.hidden = true;
      said.className = "fault";
      said.textContent = text;
    };
    if (bytes > Number(form.dataset.limitMb) * 1024 * 1024) {
      fail(form.dataset.saidLarge);
      return;
    }
    bar.hidden = false;
    bar.value = 0;
    said.className = "told";
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      const percent = Math.floor((100 * event.loaded) / event.total);
      bar.value = percent;
      // A screen reader is told every tenth part, not every piece.
      const told = `${form.dataset.saidSending}: ${percent - (percent % 10)} %`;
      if (said.textContent !== told) said.textContent = told;
    });
    request.upload.addEventListener("load", () => {
      said.textContent = form.dataset.saidTaking;
    });
    request.addEventListener("error", () => fail(form.dataset.saidBroken));
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (answer.onward) {
        window.removeEventListener("beforeunload", stay);
        window.location.assign(answer.onward);
      } else {
        fail(answer.error ? answer.error.message : form.dataset.saidBroken);
      }
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    window.addEventListener("beforeunload", stay);
    // A button that is disabled would lose the focus, and with it the place of whoever uses the keyboard.
    button.setAttribute("aria-disabled", "true");
    request.send(new FormData(form));
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return {};
    }
  }

  function follow(box) {
    const text = document.querySelector("form[data-text]");
    let typed = false;
    if (text) text.addEventListener("input", () => { typed = true; });
    const show = (found) => {
      update(box, found);
      if (found.ended) finish(box, typed);
      return found.ended;
    };
    const events = new EventSource(box.dataset.events);
    events.addEventListener("message", (event) => {
      if (show(JSON.parse(event.data))) events.close();
    });
    events.addEventListener("error", () => {
      // Closed for good: too many listen. Ask now and then instead.
      if (events.readyState === EventSource.CLOSED) ask(box, show);
    });
  }

  async function ask(box, show) {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok && show(await answer.json())) return;
    } catch {
      // The line is down for a moment: ask again.
    }
    setTimeout(() => ask(box, show), 3000);
  }

  function update(box, found) {
    box.querySelector("progress").value = found.percent;
    const made = found.forms.map((form) => `${form.title}: ${form.state}`).join("; ");
    const sent = found.deliveries.map((one) => `${one.to}: ${one.state}`).join("; ");
    const told = [`${found.percent - (found.percent % 10)} %`, made, sent].filter(Boolean).join(" · ");
    const said = box.querySelector("[role=status]");
    if (said.textContent !== told) said.textContent = told;
    found.forms.forEach((form) => mark(`[data-form="${CSS.escape(form.form)}"] .state`, form));
    found.deliveries.forEach((one) => mark(`[data-delivery="${CSS.escape(one.to)}"] .state`, one));
  }

  function mark(selector, told) {
    const badge = document.querySelector(selector);
    if (!badge) return;
    badge.textContent = told.state;
    badge.className = `state ${told.tone}`;
  }

  function finish(box, typed) {
    if (!typed && document.activeElement === document.body) {
      window.location.reload();
      return;
    }
    // What is being typed is not thrown away, and nobody is moved from where he or she is.
    const link = document.createElement("a");
    link.href = window.location.href;
    link.textContent = box.dataset.saidReload;
    box.querySelector("[role=status]").replaceChildren(`${box.dataset.saidDone} `, link);
  }
})();
