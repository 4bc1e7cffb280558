/* The page works without this. It adds: the order of columns, addresses that keep the choice
   (#create_task?f=flask,django), where one is in the index, and keys: j and k for topics, arrows to move
   a chosen column. */
"use strict";
(() => {
  const root = document.documentElement;
  const boxes = [...document.querySelectorAll(".chips input")];
  const topics = [...document.querySelectorAll("main .topic[id], #guide, #articles, #words")];
  const here = document.getElementById("here");
  const index = document.getElementById("index");  /* over the page, or beside it */
  const all = boxes.map((box) => box.value);
  let order = [...all];
  root.classList.add("scripted");

  const chosen = () => order.filter((name) => document.getElementById("show-" + name).checked);

  function arrange() {
    const rank = (card) => order.findIndex((name) => card.classList.contains(name));
    document.querySelectorAll(".four").forEach((row) => {
      row.append(...[...row.children].sort((one, other) => rank(one) - rank(other)));
    });
    const chips = document.querySelector(".chips");
    order.forEach((name) => {
      const box = document.getElementById("show-" + name);
      chips.append(box, document.querySelector(`label[for=show-${name}]`));
    });
  }

  const visible = () => topics.filter((topic) => topic.checkVisibility());

  /* On a phone a row is swiped to a framework: the others follow, also those that come later. */
  let swiped = 0;
  const swipe = () => document.querySelectorAll(".four").forEach((row) => { row.scrollLeft = swiped; });

  function current() {
    const edge = document.querySelector(".bar").offsetHeight + 40;
    return visible().filter((topic) => topic.getBoundingClientRect().top <= edge).pop();
  }

  /* Columns that come and go change what is above: what was read is put back to where it was. */
  let seen;
  function note() {
    const topic = current();
    seen = topic && { topic, top: topic.getBoundingClientRect().top };
  }

  function address(topic) {
    const choice = chosen();
    const query = choice.join() === all.join() ? "" : "?f=" + choice.join();
    const figure = document.querySelector("figure:target");  /* a definition in a topic, as long as it is read */
    const at = figure && topic?.contains(figure) ? figure : topic;
    return "#" + (at ? at.id : query ? "top" : "") + query;
  }

  function remember() {
    const topic = current();
    here.textContent = topic?.querySelector("h2, h3 a")?.textContent ?? "Topics";
    index.querySelectorAll("[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    const link = topic && index.querySelector(`[href="#${topic.id}"]`);
    link?.setAttribute("aria-current", "true");
    if (link?.checkVisibility()) show(link);
    history.replaceState(null, "", address(topic));
  }

  /* Not scrollIntoView: it would scroll the page too. */
  function show(link) {
    const [line, list] = [link.getBoundingClientRect(), index.getBoundingClientRect()];
    if (line.top < list.top) index.scrollTop -= list.top - line.top + 40;
    if (line.bottom > list.bottom) index.scrollTop += line.bottom - list.bottom + 40;
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  function follow() {
    const [, id, names] = /^#([^?]*)(?:\?f=(.*))?$/.exec(decoded(location.hash)) || [];
    if (names !== undefined) {
      const wanted = names.split(",").filter((name) => all.includes(name));
      order = [...new Set([...wanted, ...order])];
      boxes.forEach((box) => { box.checked = !wanted.length || wanted.includes(box.value); });
      arrange();
    }
    const target = id && document.getElementById(id);
    if (target && target.popover) return target.showPopover();
    const card = boxes.find((box) => target?.closest(".card")?.classList.contains(box.value));
    if (card && !card.checked) { card.checked = true; arrange(); }
    const part = target?.closest(".api, .pages");  /* which may be switched off */
    if (part) document.querySelector(`[value=${part.className}]`).checked = true;
    swipe();
    if (target) target.scrollIntoView();
    remember();
  }

  function go(step) {
    document.querySelector(":popover-open")?.hidePopover();
    const stops = visible();
    const next = stops.indexOf(current()) + step;
    const topic = stops[Math.max(0, Math.min(stops.length - 1, next))];
    topic.scrollIntoView();
    const heading = topic.querySelector("h3 a") ?? topic.querySelector("h2");
    if (heading.matches("h2")) heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    remember();
  }

  function move(name, step) {
    const from = order.indexOf(name);
    const to = Math.max(0, Math.min(order.length - 1, from + step));
    order.splice(to, 0, ...order.splice(from, 1));
    arrange();
    document.getElementById("show-" + name).focus({ preventScroll: true });
    remember();
  }

  boxes.forEach((box) => {
    box.addEventListener("change", () => {
      if (box.checked) order = [...order.filter((name) => name !== box.value), box.value];
      if (!chosen().length) box.checked = true;
      arrange();
      box.focus({ preventScroll: true });
      if (seen) scrollBy({ top: seen.topic.getBoundingClientRect().top - seen.top, behavior: "instant" });
      remember();
    });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) { event.preventDefault(); move(box.value, step); }
    });
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
  });
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;  /* a tab, a window */
    if (link && !elsewhere && chosen().join() !== all.join()) {
      event.preventDefault();
      location.hash = link.getAttribute("href") + "?f=" + chosen().join();
    }
    if (link && index.contains(link)) index.hidePopover();
  });
  addEventListener("pointerdown", note, true);
  addEventListener("keydown", note, true);
  /* One of two for the whole page: who reads templates reads on in templates. */
  addEventListener("change", ({ target }) => {
    if (target.type !== "radio") return;
    if (target.name.startsWith("code-")) {
      document.querySelectorAll(`[name^=code-][value=${target.value}]`).forEach((one) => { one.checked = true; });
    }
    if (seen?.topic.checkVisibility()) scrollBy({ top: seen.topic.getBoundingClientRect().top - seen.top, behavior: "instant" });
    swipe();
    remember();
  });
  /* A definition can be closed by a click beside it; on a phone there is little beside it. */
  addEventListener("toggle", ({ target, newState }) => {
    if (newState !== "open" || target === index || target.firstElementChild.matches("button")) return;
    const close = Object.assign(document.createElement("button"), { textContent: "close", onclick: () => target.hidePopover() });
    target.prepend(close);
  }, true);
  let timer, rest;
  addEventListener("scroll", ({ target }) => {
    if (!target.classList?.contains("four") || !target.checkVisibility()) return;
    clearTimeout(rest);
    rest = setTimeout(() => { swiped = target.scrollLeft; swipe(); }, 120);
  }, { capture: true, passive: true });
  addEventListener("scroll", () => { clearTimeout(timer); timer = setTimeout(remember, 120); }, { passive: true });
  addEventListener("hashchange", follow);
  follow();
})();
