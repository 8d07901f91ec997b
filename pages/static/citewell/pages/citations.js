// Opens a citation's source in place. Without this script, or in a browser without popovers, the link leads to the
// list at the end of the page. What is shown is taken from that list, so there is one copy of it.
(() => {
  const template = document.getElementById("cw-source-template");
  if (!template || !("popover" in HTMLElement.prototype)) return;

  const panel = template.content.firstElementChild.cloneNode(true);
  const list = panel.querySelector(".cw-source__list");
  const all = panel.querySelector(".cw-source__all");
  const done = panel.querySelector(".cw-source__close");
  panel.id = "cw-source";
  document.body.append(panel);
  let marker = null;

  function numbersOf(link) {
    const [first, last = first] = link.dataset.cite.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, step) => first + step);
  }

  function fill(numbers) {
    list.replaceChildren();
    for (const number of numbers) {
      const source = document.querySelector(`#ref-${number} [data-source]`);
      if (!source) continue;
      const entry = document.createElement("li");
      entry.value = number;
      entry.append(...source.cloneNode(true).childNodes);
      list.append(entry);
    }
    all.href = `#ref-${numbers[0]}`;
  }

  // Below the marker where there is room, above it otherwise, and never past the edge of the window.
  function place() {
    const gap = 10;
    const at = marker.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = Math.min(Math.max(at.left + at.width / 2 - panel.offsetWidth / 2, gap), room - panel.offsetWidth - gap);
    const fitsBelow = at.bottom + gap + panel.offsetHeight <= window.innerHeight;
    const fitsAbove = at.top - gap - panel.offsetHeight >= 0;
    const top = fitsBelow || !fitsAbove ? at.bottom + gap : at.top - gap - panel.offsetHeight;
    panel.style.left = `${left + window.scrollX}px`;
    panel.style.top = `${top + window.scrollY}px`;
  }

  function open(link) {
    fill(numbersOf(link));
    if (!list.children.length) return false;
    marker = link;
    panel.setAttribute("aria-label", link.getAttribute("aria-label"));
    panel.scrollTop = 0;
    panel.showPopover();
    place();
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-controls", panel.id);
    panel.focus({ preventScroll: true });
    return true;
  }

  function close() {
    if (!marker) return;
    panel.hidePopover();
    marker.removeAttribute("aria-expanded");
    marker.removeAttribute("aria-controls");
    marker = null;
  }

  function closeAndReturn() {
    const from = marker;
    close();
    from?.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    if (panel.contains(event.target)) return;
    const link = event.target.closest("a[data-cite]");
    const again = link && link === marker;
    close();
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (again || open(link)) event.preventDefault();
  });
  // Escape, and Tab past either end, go back to the text, where the marker is.
  document.addEventListener("keydown", (event) => {
    if (!marker) return;
    const ends = event.shiftKey ? [panel, panel.querySelector("a[href], button")] : [done];
    if (event.key !== "Escape" && !(event.key === "Tab" && ends.includes(event.target))) return;
    event.preventDefault();
    closeAndReturn();
  });
  done.addEventListener("click", closeAndReturn);
  all.addEventListener("click", close);
  window.addEventListener("resize", () => marker && place());
})();
