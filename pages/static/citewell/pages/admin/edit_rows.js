/* The page "Edit rows": buttons, what the server says of cells while somebody types, and saving all of it or nothing. */
(() => {
  const CHECK_PAUSE_MS = 600;
  const { RowsGrid, RowsModel } = window.citewellRows;
  const page = document.querySelector("[data-edit-rows]");
  if (!page) return;

  const { columns, stored, checkUrl, suggestUrl, words } = JSON.parse(document.getElementById("cw-rows-data").textContent);
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const button = (name) => page.querySelector(`[data-do="${name}"]`);
  let token = page.querySelector("[name=csrfmiddlewaretoken]").value;

  const model = new RowsModel(columns, stored);
  const grid = new RowsGrid({
    root: part("grid"),
    columns,
    model,
    words,
    suggestUrl,
    onChange: () => changed(),
    onPlace: () => describe(),
  });
  page.hidden = false;
  grid.draw();

  const say = (text, status = "info") => {
    const line = part("message");
    line.textContent = text;
    line.dataset.status = text ? status : "";
  };

  // --- What is wrong, and what the cell is ---

  const remarksOf = (kinds) =>
    model.rows.flatMap((row, place) =>
      columns.flatMap((column, at) =>
        grid.remarks(row, at).some(({ kind }) => kinds.includes(kind)) ? [{ row: place, column: at }] : [],
      ),
    );

  const count = () => {
    const wrong = remarksOf(["wrong"]).length;
    const odd = remarksOf(["odd"]).length;
    const clashes = remarksOf(["clash"]).length;
    const parts = [
      words.rows.replace("%s", model.rows.length),
      wrong && words.wrong.replace("%s", wrong),
      odd && words.odd.replace("%s", odd),
      clashes && words.clashes.replace("%s", clashes),
      model.isChanged && words.unsaved,
    ];
    part("counts").textContent = parts.filter(Boolean).join(" · ");
    button("next").hidden = !(wrong || odd || clashes);
    part("empty").hidden = Boolean(model.rows.length);
    button("undo").disabled = !model.done.length;
    button("redo").disabled = !model.undone.length;
    button("save").disabled = !model.isChanged;
    ["duplicate", "remove", "up", "down"].forEach((name) => Object.assign(button(name), { disabled: !model.rows.length }));
  };

  const describe = () => {
    const row = model.rows[grid.active.row];
    const column = columns[grid.active.column];
    const box = part("about");
    box.replaceChildren();
    if (!row) return;
    const name = Object.assign(document.createElement("strong"), {
      textContent: `${column.label}, ${words.row} ${grid.active.row + 1}`,
    });
    box.append(name);
    const text = row.cells[grid.active.column];
    const choice = column.choices.find(({ value }) => value.toLowerCase() === text.trim().toLowerCase());
    const lines = grid.remarks(row, grid.active.column).map((remark) => [remark.kind, remark.text]);
    if (choice?.about) lines.push(["about", `${choice.label}: ${choice.about}`]);
    else if (!lines.length && column.help) lines.push(["help", column.help]);
    if (column.kind === "long" || text.length > 40) lines.unshift(["text", text]);
    lines.filter(([, line]) => line).forEach(([kind, line]) => {
      const shown = Object.assign(document.createElement("p"), { textContent: line, className: `cw-about cw-about--${kind}` });
      box.append(shown);
    });
  };

  const goToNext = () => {
    const places = remarksOf(["wrong", "clash", "odd"]);
    const { row, column } = grid.active;
    const next = places.find((place) => place.row > row || (place.row === row && place.column > column)) || places[0];
    if (next) grid.goTo(next);
  };

  // --- Asking the server ---

  const send = async (url, fields, isAgain = false) => {
    const data = new FormData();
    Object.entries(fields).forEach(([name, value]) => data.append(name, value));
    const headers = { "X-CSRFToken": token };
    const response = await fetch(url, { method: "POST", body: data, headers, credentials: "same-origin" });
    if (response.status === 403 && !isAgain) {
      // Whoever signed in anew in another tab has another token; this page has it now.
      const fresh = await (await fetch(window.location.href, { credentials: "same-origin" })).text();
      const field = new DOMParser().parseFromString(fresh, "text/html").querySelector("[data-edit-rows] [name=csrfmiddlewaretoken]");
      if (field) {
        token = field.value;
        return send(url, fields, true);
      }
    }
    return { status: response.status, answer: await response.json() };
  };

  let timer;
  const check = async () => {
    const asked = model.unknown;
    if (!asked.length || grid.isLocked) return;
    try {
      const { answer } = await send(checkUrl, { rows: RowsModel.asSent(asked) });
      if (!answer.found) return;
      model.hear(asked, answer.found);
      grid.draw();
      describe();
      count();
    } catch {
      // It is checked again on saving, and nothing is saved before that.
    }
  };

  const changed = () => {
    say("");
    count();
    clearTimeout(timer);
    timer = setTimeout(check, CHECK_PAUSE_MS);
  };

  const lock = (isLocked) => {
    grid.isLocked = isLocked;
    part("grid").setAttribute("aria-busy", String(isLocked));
    button("save").classList.toggle("button-longrunning-active", isLocked);
  };

  const hear = ({ status, answer }, sent) => {
    if (answer.stored) {
      const place = grid.active;
      model.take(answer.stored);
      grid.goTo(place, { focus: grid.isInside });
      say(answer.message, "success");
    } else if (answer.theirs) {
      const clashes = model.meet(answer.theirs);
      grid.goTo(grid.active, { focus: grid.isInside });
      say(`${answer.message} ${clashes ? words.merged.replace("%s", clashes) : words.mergedCleanly}`, "warning");
      timer = setTimeout(check, 0);
    } else {
      if (answer.found) model.hear(sent, answer.found);
      grid.draw();
      say(answer.message || words.offline, "critical");
      if (answer.found && status === 422) goToNext();
    }
    count();
    describe();
  };

  const save = async () => {
    if (grid.editor) document.activeElement.blur();
    if (grid.isLocked || !model.isChanged) return;
    clearTimeout(timer);
    lock(true);
    say(words.saving);
    const sent = model.rows;
    let heard = { status: 0, answer: {} };
    try {
      heard = await send(window.location.href, { state: model.state, rows: RowsModel.asSent(sent) });
    } catch {
      // No answer, or none of ours: `hear` says so.
    }
    lock(false);
    hear(heard, sent);
  };

  // --- Buttons ---

  const actions = {
    save,
    undo: () => grid.undo(),
    redo: () => grid.undo(true),
    add: () => grid.addRow(),
    duplicate: () => grid.duplicateRows(),
    remove: () => grid.removeRows(),
    up: () => grid.moveRows(-1),
    down: () => grid.moveRows(1),
    next: goToNext,
  };
  page.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-do]");
    if (pressed && !grid.isLocked) actions[pressed.dataset.do]();
  });
  grid.onSave = save;
  // Forward, to what is left to do: before the grid Tab would only lead back into it.
  grid.onLeave = () => {
    const onward = [button("save"), button("next")].find((one) => !one.disabled && !one.hidden);
    (onward || page.querySelector(".cw-edit__help summary")).focus();
  };
  window.addEventListener("beforeunload", (event) => {
    if (model.isChanged) event.preventDefault();
  });
  count();
  describe();
})();
