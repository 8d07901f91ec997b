/* The dashboard's panel about pages that are being brought up to date: asks every other second how far it is. */
(() => {
  const EVERY = 2000;

  const follow = async (panel) => {
    const text = panel.querySelector('[role="status"]');
    const bar = panel.querySelector("progress");
    const response = await fetch(panel.dataset.citewellRefresh, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const state = await response.json();
    // Words that are the same are not read out again.
    if (text.textContent !== state.text) text.textContent = state.text;
    if (state.done < state.total) {
      bar.max = state.total;
      bar.value = state.done;
      setTimeout(follow, EVERY, panel);
    } else {
      bar.value = bar.max;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector("[data-citewell-refresh]");
    if (panel) setTimeout(follow, EVERY, panel);
  });
})();
