// What is folded away on a page: a link to something in it opens it, and on paper all of it is open. Many browsers do both
// by themselves; Safari before 26 and Firefox before 139 do not, and the link led nowhere.
(() => {
  const CLOSED = "details:not([open])";

  function unfold(hash) {
    const target = document.getElementById(hash.slice(1));
    if (!target?.closest(CLOSED)) return;
    for (let part = target.closest(CLOSED); part; part = part.closest(CLOSED)) part.open = true;
    target.scrollIntoView();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href^='#']");
    if (link) unfold(link.hash);
  });
  window.addEventListener("hashchange", () => unfold(window.location.hash));
  unfold(window.location.hash);

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(`main ${CLOSED}`)];
    for (const part of opened) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
    opened = [];
  });
})();
