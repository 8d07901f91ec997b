// The list and the detail of enquiries: keys, and how many came in meanwhile. Without it everything can still be done.
(() => {
  "use strict";

  const EVERY = 30000;
  const PRESENT_EVERY = 20000;

  // Wagtail's own switch: people whose programs use single keys turn shortcuts off in their account.
  function shortcutsAreOn() {
    const config = document.getElementById("wagtail-config");
    return !config || JSON.parse(config.textContent).KEYBOARD_SHORTCUTS_ENABLED !== false;
  }

  function isTyping(element) {
    return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "checkbox";
  }

  function isBusy() {
    return document.querySelector("dialog[open], [role=dialog]:not([aria-hidden=true])") !== null;
  }

  // --- The list -----------------------------------------------------------------------------------------------------

  const rows = () => [...document.querySelectorAll("[data-cw-row]")];
  const current = () => rows().find((row) => row.closest("tr").contains(document.activeElement));

  function step(by) {
    const all = rows();
    const at = all.indexOf(current());
    const next = at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by];
    if (next) next.focus();
  }

  function act(action) {
    const row = current();
    const button = document.querySelector(`[data-bulk-action-button][href*="/${action}/"]`);
    if (!row || !button) return;
    const address = new URL(button.getAttribute("href"), window.location.href);
    address.searchParams.set("id", row.dataset.cwRow);
    address.searchParams.set("next", window.location.pathname + window.location.search + "#" + row.id);
    window.location.href = address;
  }

  const listKeys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => current()?.click(),
    x: () => current()?.closest("tr").querySelector("[data-bulk-action-checkbox]")?.click(),
    a: () => act("assign"),
    s: () => act("status"),
  };

  // --- The detail ---------------------------------------------------------------------------------------------------

  const follow = (selector) => document.querySelector(selector)?.click();
  const focus = (selector) => document.querySelector(selector)?.focus();

  function write(selector) {
    document.querySelector(selector)?.closest("details").setAttribute("open", "");
    focus(selector);
  }

  const detailKeys = {
    j: () => follow(".cw-neighbours [rel=next]"),
    k: () => follow(".cw-neighbours [rel=prev]"),
    o: () => follow(".cw-back"),
    a: () => focus("#enquiry-assignee"),
    s: () => focus("#status .cw-statuses [name=status]"),
    n: () => write("#enquiry-note"),
    r: () => write("#enquiry-reply"),
  };

  const keys = document.querySelector(".cw-enquiry") ? detailKeys : listKeys;
  if (shortcutsAreOn()) {
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!Object.hasOwn(keys, event.key) || isTyping(event.target) || isBusy()) return;
      event.preventDefault();
      keys[event.key]();
    });
  }

  const help = document.querySelector("[data-cw-shortcuts]");

  // Wagtail moves the dialog out of a template, before or after this runs.
  function addToHelp() {
    const roots = [document, ...[...document.querySelectorAll("template")].map((each) => each.content)];
    const heads = roots.map((root) => root.querySelector("#keyboard-shortcuts-dialog thead")).filter(Boolean);
    for (const head of heads) head.after(help.content.cloneNode(true));
  }

  if (help) addToHelp();

  // --- What is typed and not sent -----------------------------------------------------------------------------------

  // Wagtail's own w-unsaved takes what is there after two seconds for the beginning: a mail is pasted faster.
  const written = [...document.querySelectorAll("#write textarea, #write input[type=text]")];
  let sent = null;

  const isChanged = (field) => field.value !== field.defaultValue || "cwRefused" in field.form.dataset;

  if (written.length) {
    document.addEventListener("submit", (event) => { sent = event.target; });
    window.addEventListener("beforeunload", (event) => {
      if (written.some((field) => field.form !== sent && isChanged(field))) event.preventDefault();
      sent = null;
    });
  }

  // --- What came in meanwhile ---------------------------------------------------------------------------------------

  const arrivals = document.querySelector("[data-cw-arrivals]");

  async function ask() {
    // A tab that nobody looks at asks nothing.
    if (document.hidden) return;
    const answer = await fetch(arrivals.dataset.cwArrivals, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const { new: count } = await answer.json();
    if (!count) return;
    const words = count === 1 ? arrivals.dataset.one : arrivals.dataset.more.replace("%s", count > 99 ? "99+" : count);
    if (arrivals.textContent !== words) arrivals.textContent = words;
    document.querySelector("[data-cw-show]").hidden = false;
  }

  if (arrivals) {
    window.setInterval(ask, EVERY);
    document.addEventListener("visibilitychange", ask);
  }

  // --- Who else is here ---------------------------------------------------------------------------------------------

  const presence = document.querySelector("[data-cw-presence]");

  async function attend() {
    if (document.hidden) return;
    const sent = { method: "POST", body: new FormData(presence) };
    const answer = await fetch(presence.action, sent).catch(() => null);
    if (!answer?.ok) return;
    const { others, changed } = await answer.json();
    const words = [
      others.length ? `${presence.dataset.here} ${others.join(", ")}` : "",
      changed ? presence.dataset.changed : "",
    ].join(" ").trim();
    const place = presence.querySelector("[data-cw-others]");
    if (place.textContent !== words) place.textContent = words;
  }

  if (presence) {
    window.setInterval(attend, PRESENT_EVERY);
    document.addEventListener("visibilitychange", attend);
  }

  // Filters change the address without a new page: what is saved is what is seen.
  document.addEventListener("w-swap:success", () => {
    const query = document.querySelector("[data-cw-query]");
    if (query) query.value = window.location.search.slice(1);
  });
})();
