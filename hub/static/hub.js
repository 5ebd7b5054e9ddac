// Conveniences: progress of an item that is made, a button that copies, a point set by a tap,
// blocks that are counted. Pages work without it.
"use strict";

(() => {
  document.querySelectorAll("[data-copy]").forEach(prepareCopy);
  document.querySelectorAll("[data-focus]").forEach(prepareFocus);
  document.querySelectorAll("[data-blocks]").forEach(prepareBlocks);
  const live = document.querySelector("[data-events]");
  if (live) follow(live);

  function prepareCopy(button) {
    const field = document.getElementById(button.dataset.copy);
    field.addEventListener("focus", () => field.select());
    // Only where the page came over a line that nobody listens to.
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      button.querySelector("[role=status]").textContent = button.dataset.saidDone;
    });
  }

  function prepareFocus(form) {
    const image = form.querySelector("img");
    const point = form.querySelector(".point");
    const { x, y } = form.elements;
    const show = () => {
      point.hidden = x.value === "" || y.value === "";
      point.style.left = `${x.value}%`;
      point.style.top = `${y.value}%`;
    };
    image.addEventListener("click", (event) => {
      const box = image.getBoundingClientRect();
      x.value = (((event.clientX - box.left) / box.width) * 100).toFixed(1);
      y.value = (((event.clientY - box.top) / box.height) * 100).toFixed(1);
      show();
    });
    form.addEventListener("input", show);
    show();
  }

  function prepareBlocks(sheet) {
    const said = document.querySelector("[data-ticked]");
    const count = () => {
      const ticked = sheet.querySelectorAll("input[name=block]:checked").length;
      said.textContent = said.dataset.ticked.replace("COUNT", ticked);
    };
    const unfold = () => {
      const block = document.getElementById(window.location.hash.slice(1));
      const fold = block?.closest("details.fold");
      if (!fold || fold.open) return;
      fold.open = true;
      block.scrollIntoView();
    };
    sheet.addEventListener("change", count);
    window.addEventListener("hashchange", unfold);
    count();
    unfold();
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
    const told = [`${found.percent - (found.percent % 10)} %`, found.waits, made, sent].filter(Boolean).join(" · ");
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
