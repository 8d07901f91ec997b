/* The grid of rows: draws what is in sight of them, and moves, selects and edits as a spreadsheet does (WAI-ARIA grid). */
(() => {
  const { CellEditor, clipboard } = window.citewellRows;
  const ROW_REM = 3.5;
  const SPARE = 8;
  const WIDTHS_REM = { id: 4.5, long: 22, list: 15, choice: 9.5 };
  const widthOf = ({ kind, most }) => WIDTHS_REM[kind] || (most >= 200 ? 15 : 11.5);

  const element = (tag, role, className = "") => {
    const made = Object.assign(document.createElement(tag), { className });
    if (role) made.setAttribute("role", role);
    return made;
  };
  const between = (least, value, most) => Math.max(least, Math.min(value, most));

  class RowsGrid {
    /* `onChange` hears of every change of rows, `onPlace` of every other cell. */
    constructor({ root, columns, model, words, suggestUrl, onChange, onPlace }) {
      Object.assign(this, { root, columns, model, words, suggestUrl, onChange, onPlace });
      this.drawn = new Map();
      this.active = { row: 0, column: Math.min(1, columns.length - 1) };
      this.anchor = this.active;
      this.build();
      this.listen();
      this.draw();
    }

    build() {
      this.height = ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
      this.root.style.setProperty("--cw-columns", `3rem ${this.columns.map((column) => `${widthOf(column)}rem`).join(" ")}`);
      this.root.setAttribute("aria-colcount", this.columns.length + 1);
      const head = element("div", "rowgroup", "cw-grid__head");
      const headings = element("div", "row", "cw-grid__row");
      headings.setAttribute("aria-rowindex", "1");
      const corner = element("div", "columnheader", "cw-grid__corner");
      corner.append(Object.assign(element("span", "", "w-sr-only"), { textContent: this.words.row }));
      corner.setAttribute("aria-colindex", "1");
      headings.append(corner, ...this.columns.map((column, place) => this.heading(column, place)));
      head.append(headings);
      this.body = element("div", "rowgroup", "cw-grid__body");
      this.root.append(head, this.body);
    }

    heading(column, place) {
      const heading = element("div", "columnheader");
      heading.textContent = column.label;
      heading.title = column.help;
      heading.setAttribute("aria-colindex", place + 2);
      return heading;
    }

    listen() {
      this.root.addEventListener("scroll", () => this.draw(), { passive: true });
      new ResizeObserver(() => this.draw()).observe(this.root);
      this.root.addEventListener("keydown", (event) => this.press(event));
      this.root.addEventListener("pointerdown", (event) => this.point(event));
      this.root.addEventListener("pointerover", (event) => this.drag(event));
      this.root.addEventListener("dblclick", (event) => this.placeOf(event.target) && !this.editor && this.edit());
      this.root.addEventListener("click", (event) => this.tap(event));
      ["copy", "cut", "paste"].forEach((kind) => document.addEventListener(kind, (event) => this.clip(event)));
    }

    get last() {
      return { row: Math.max(this.model.rows.length - 1, 0), column: this.columns.length - 1 };
    }

    /* The rows and columns that are selected, both ends included. */
    get selection() {
      const [one, other] = [this.anchor, this.active];
      return {
        top: Math.min(one.row, other.row),
        bottom: Math.max(one.row, other.row),
        left: Math.min(one.column, other.column),
        right: Math.max(one.column, other.column),
      };
    }

    get isInside() {
      return this.root.contains(document.activeElement);
    }

    // --- Drawing ---

    draw() {
      const { rows } = this.model;
      const first = Math.floor(this.root.scrollTop / this.height) - SPARE;
      const final = Math.ceil((this.root.scrollTop + this.root.clientHeight) / this.height) + SPARE;
      // The active row is always there, so that the focus has a place to be.
      const wanted = new Set(rows.length ? [this.active.row] : []);
      for (let place = Math.max(first, 0); place < Math.min(final, rows.length); place += 1) wanted.add(place);
      [...this.drawn.keys()].filter((place) => !wanted.has(place)).forEach((place) => {
        this.drawn.get(place).remove();
        this.drawn.delete(place);
      });
      [...wanted].sort((one, other) => one - other).forEach((place) => this.drawRow(place));
      this.body.hidden = !rows.length;
      this.body.style.height = `${rows.length * this.height}px`;
      this.root.setAttribute("aria-rowcount", rows.length + 1);
    }

    drawRow(place) {
      let line = this.drawn.get(place);
      if (!line) {
        line = this.makeRow(place);
        const after = [...this.drawn.keys()].filter((other) => other > place).sort((one, other) => one - other)[0];
        this.body.insertBefore(line, after === undefined ? null : this.drawn.get(after));
        this.drawn.set(place, line);
      }
      const row = this.model.rows[place];
      if (line.shown !== row || line.known !== this.model.about(row)) {
        line.shown = row;
        line.known = this.model.about(row);
        this.columns.forEach((column, at) => this.fill(line.children[at + 1], row, at));
        line.classList.toggle("is-changed", !this.model.isSaved(row));
      }
      this.mark(line, place);
    }

    makeRow(place) {
      const line = element("div", "row", "cw-grid__row");
      line.setAttribute("aria-rowindex", place + 2);
      line.style.top = `${place * this.height}px`;
      line.dataset.row = place;
      const number = element("div", "rowheader", "cw-grid__number");
      number.textContent = place + 1;
      number.setAttribute("aria-colindex", "1");
      line.append(
        number,
        ...this.columns.map((column, at) => {
          const cell = element("div", "gridcell", `cw-grid__cell cw-grid__cell--${column.kind}`);
          cell.setAttribute("aria-colindex", at + 2);
          if (column.kind === "id") cell.setAttribute("aria-readonly", "true");
          cell.dataset.column = at;
          cell.tabIndex = -1;
          return cell;
        }),
      );
      return line;
    }

    fill(cell, row, at) {
      if (this.editor?.cell === cell) return;
      const column = this.columns[at];
      const text = row.cells[at];
      const shown = Object.assign(element("span", "", "cw-grid__text"), { textContent: this.inWords(column, text) });
      const remarks = this.remarks(row, at);
      cell.replaceChildren(shown);
      cell.classList.toggle("is-odd", remarks.some((remark) => remark.kind === "odd"));
      cell.classList.toggle("is-clash", remarks.some((remark) => remark.kind === "clash"));
      const isWrong = remarks.some((remark) => remark.kind === "wrong");
      if (isWrong) cell.setAttribute("aria-invalid", "true");
      else cell.removeAttribute("aria-invalid");
      cell.title = remarks.map((remark) => remark.text).join(" ");
      if (remarks.length) cell.append(Object.assign(element("span", "", "w-sr-only"), { textContent: ` ${cell.title}` }));
    }

    inWords(column, text) {
      return column.name === "direction" ? column.choices.find(({ value }) => value === text)?.label || text : text;
    }

    /* What there is to say of a cell: {kind, text} each, kind being wrong, clash, odd or kept. */
    remarks(row, at) {
      const { name } = this.columns[at];
      const { problems, odd } = this.model.about(row);
      const clash = this.model.clashOf(row)[at];
      const note = row.cells[this.columns.findIndex((column) => column.name === "pair_note")];
      const found = [];
      if (problems[name]) found.push({ kind: "wrong", text: problems[name] });
      if (clash !== undefined) found.push({ kind: "clash", text: at ? this.words.theirs.replace("%s", clash || "–") : this.words.gone });
      if (name === "grade" && odd) {
        found.push({ kind: note ? "kept" : "odd", text: `${odd} ${note ? this.words.kept : this.words.keep}` });
      }
      return found;
    }

    mark(line, place) {
      const { top, bottom, left, right } = this.selection;
      const isIn = place >= top && place <= bottom;
      this.columns.forEach((column, at) => {
        const cell = line.children[at + 1];
        const isActive = place === this.active.row && at === this.active.column;
        const isSelected = isIn && at >= left && at <= right;
        if (cell.getAttribute("aria-selected") !== String(isSelected)) cell.setAttribute("aria-selected", isSelected);
        if (cell.tabIndex !== (isActive ? 0 : -1)) cell.tabIndex = isActive ? 0 : -1;
      });
    }

    cellAt({ row, column }) {
      return this.drawn.get(row)?.children[column + 1];
    }

    // --- Moving ---

    goTo(place, { extend = false, focus = true } = {}) {
      this.active = { row: between(0, place.row, this.last.row), column: between(0, place.column, this.last.column) };
      if (!extend) this.anchor = this.active;
      this.bringIntoSight();
      this.draw();
      if (focus) this.cellAt(this.active)?.focus({ preventScroll: true });
      this.onPlace();
    }

    bringIntoSight() {
      const { root, height } = this;
      const top = this.active.row * height;
      const room = root.clientHeight - this.body.offsetTop;
      if (top < root.scrollTop) root.scrollTop = top;
      else if (top + height > root.scrollTop + room) root.scrollTop = top + height - room;
      const heading = root.querySelectorAll("[role=columnheader]")[this.active.column + 1];
      const frozen = root.querySelector(".cw-grid__corner").offsetWidth;
      if (heading.offsetLeft - frozen < root.scrollLeft) root.scrollLeft = heading.offsetLeft - frozen;
      else if (heading.offsetLeft + heading.offsetWidth > root.scrollLeft + root.clientWidth) {
        root.scrollLeft = Math.min(heading.offsetLeft + heading.offsetWidth - root.clientWidth, heading.offsetLeft - frozen);
      }
    }

    press(event) {
      if (this.editor || this.isLocked || !this.model.rows.length) return;
      const { row, column } = this.active;
      const isCommand = event.ctrlKey || event.metaKey;
      const page = Math.max(Math.floor(this.root.clientHeight / this.height) - 2, 1);
      const end = this.last;
      const moves = {
        ArrowUp: { row: isCommand ? 0 : row - 1, column },
        ArrowDown: { row: isCommand ? end.row : row + 1, column },
        ArrowLeft: { row, column: isCommand ? 0 : column - 1 },
        ArrowRight: { row, column: isCommand ? end.column : column + 1 },
        Home: { row: isCommand ? 0 : row, column: 0 },
        End: { row: isCommand ? end.row : row, column: end.column },
        PageUp: { row: row - page, column },
        PageDown: { row: row + page, column },
      };
      if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        this.moveRows(event.key === "ArrowUp" ? -1 : 1);
      } else if (event.altKey) return;
      else if (moves[event.key]) this.goTo(moves[event.key], { extend: event.shiftKey });
      else if (event.key === "Tab" && !isCommand) {
        if (!this.tab(event.shiftKey)) return;
      } else if (event.key === "Enter" || event.key === "F2") this.edit();
      else if (event.key === "Delete" || event.key === "Backspace") this.clear();
      else if (isCommand && !event.shiftKey && event.key.toLowerCase() === "z") this.undo();
      else if (isCommand && (event.key.toLowerCase() === "y" || event.key.toLowerCase() === "z")) this.undo(true);
      else if (isCommand && event.key.toLowerCase() === "a") {
        this.anchor = { row: 0, column: 0 };
        this.active = this.last;
        this.draw();
        this.goTo(this.active, { extend: true });
      } else if (isCommand && event.key.toLowerCase() === "s") this.onSave?.();
      else if (event.key === "Escape") this.onLeave?.();
      else if (event.key.length === 1 && !isCommand && !event.isComposing) this.edit(event.key);
      else return;
      event.preventDefault();
    }

    /* One cell on, or back; at either end Tab leaves the grid. */
    tab(isBack) {
      const width = this.columns.length;
      const next = this.active.row * width + this.active.column + (isBack ? -1 : 1);
      if (next < 0 || next >= this.model.rows.length * width) return false;
      this.goTo({ row: Math.floor(next / width), column: next % width });
      return true;
    }

    placeOf(target) {
      const line = target.closest?.("[data-row]");
      if (!line) return null;
      const cell = target.closest("[data-column]");
      return { row: Number(line.dataset.row), column: cell ? Number(cell.dataset.column) : -1 };
    }

    point(event) {
      const place = this.placeOf(event.target);
      if (!place || event.button || this.editor?.cell.contains(event.target)) return;
      this.wasActive = this.isInside && place.row === this.active.row && place.column === this.active.column;
      if (event.pointerType === "touch") return; // it may be the start of scrolling
      event.preventDefault();
      if (this.editor) document.activeElement.blur();
      if (place.column < 0) {
        if (!event.shiftKey) this.anchor = { row: place.row, column: 0 };
        this.goTo({ row: place.row, column: this.last.column }, { extend: true });
      } else this.goTo(place, { extend: event.shiftKey });
    }

    drag(event) {
      const place = event.buttons === 1 && event.pointerType === "mouse" && !this.editor && this.isInside && this.placeOf(event.target);
      if (place && place.column >= 0) this.goTo(place, { extend: true });
    }

    /* A finger has no double click: a tap on the cell that is active already opens it. */
    tap(event) {
      const place = event.pointerType === "touch" && !this.editor?.cell.contains(event.target) && this.placeOf(event.target);
      if (!place) return;
      if (this.wasActive) this.edit();
      else this.goTo({ row: place.row, column: Math.max(place.column, 0) });
    }

    // --- Editing ---

    edit(typed) {
      const column = this.columns[this.active.column];
      const row = this.model.rows[this.active.row];
      if (this.isLocked || !row || column.kind === "id") return;
      this.anchor = this.active;
      this.draw();
      const place = this.active;
      const cell = this.cellAt(place);
      cell.classList.add("is-open");
      this.editor = { cell };
      const onEnd = (text, key) => {
        this.editor = null;
        cell.classList.remove("is-open");
        const isLeft = !key;
        if (text !== null && text !== row.cells[place.column]) this.change([[place.row, place.column, text]]);
        else this.fill(cell, row, place.column);
        if (isLeft) return;
        const steps = { Enter: { row: 1, column: 0 }, "Shift+Enter": { row: -1, column: 0 } };
        const step = steps[key] || { row: 0, column: 0 };
        this.goTo({ row: place.row + step.row, column: place.column + step.column });
        if (key === "Tab" || key === "Shift+Tab") this.tab(key === "Shift+Tab");
      };
      const label = `${column.label}, ${this.words.row} ${place.row + 1}`;
      Object.assign(
        this.editor,
        { field: new CellEditor({ cell, column, typed, label, onEnd, text: row.cells[place.column], suggestUrl: this.suggestUrl }) },
      );
    }

    change(edits) {
      this.model.put(edits, this.active);
      this.refresh();
    }

    /* Draw anew after the rows have changed. */
    refresh(place = this.active) {
      const hadFocus = this.isInside;
      if (!this.model.rows.length) this.drawn.forEach((line) => line.remove());
      if (!this.model.rows.length) this.drawn.clear();
      this.goTo(place, { focus: hadFocus });
      this.onChange();
    }

    clear() {
      const { top, bottom, left, right } = this.selection;
      const edits = [];
      for (let row = top; row <= bottom; row += 1) {
        for (let column = left; column <= right; column += 1) edits.push([row, column, ""]);
      }
      const { anchor } = this;
      this.change(edits);
      this.anchor = anchor;
      this.draw();
    }

    clip(event) {
      if (this.editor || this.isLocked || !this.isInside || !this.model.rows.length) return;
      event.preventDefault();
      if (event.type === "paste") {
        this.paste(event.clipboardData.getData("text/plain"));
        return;
      }
      const { top, bottom, left, right } = this.selection;
      const block = this.model.rows.slice(top, bottom + 1).map(({ cells }) => cells.slice(left, right + 1));
      event.clipboardData.setData("text/plain", clipboard.write(block));
      if (event.type === "cut") this.clear();
    }

    /* Put a block at the active cell. One cell fills the whole selection; a first row of column names is obeyed. */
    paste(text) {
      if (!text) return;
      let block = clipboard.read(text);
      const { top, bottom, left, right } = this.selection;
      const places = this.headed(block[0]);
      if (places) block = block.slice(1);
      const width = Math.max(...block.map((cells) => cells.length), 0);
      const isOne = block.length === 1 && width === 1 && !places;
      const columnOf = (at) => (places ? places[at] : left + at);
      const edits = isOne
        ? Array.from({ length: bottom - top + 1 }, (_, down) =>
            Array.from({ length: right - left + 1 }, (__, across) => [top + down, left + across, block[0][0]]),
          ).flat()
        : block.flatMap((cells, down) => cells.map((cell, across) => [top + down, columnOf(across), cell]));
      this.change(edits.filter(([, column]) => column < this.columns.length));
      if (isOne || !block.length) return;
      this.anchor = { row: top, column: places ? 0 : left };
      const end = { row: top + block.length - 1, column: places ? this.last.column : left + width - 1 };
      this.goTo(end, { extend: true });
    }

    /* The columns that a row of headings names, where every cell of it names one. */
    headed(cells) {
      const names = cells.map((cell) => cell.trim().toLowerCase().replace(/[\s_-]+/g, "_"));
      const places = names.map((name) => this.columns.findIndex((column) => column.name === name));
      return cells.length > 1 && places.every((place) => place >= 0) ? places : null;
    }

    // --- Rows ---

    addRow() {
      const place = this.model.rows.length ? this.selection.bottom + 1 : 0;
      this.model.insert(place, [this.model.blank()], this.active);
      this.refresh({ row: place, column: 1 });
      this.cellAt(this.active).focus({ preventScroll: true });
    }

    duplicateRows() {
      const { top, bottom } = this.selection;
      if (!this.model.rows.length) return;
      this.model.duplicate(top, bottom, this.active);
      this.refresh({ row: bottom + 1, column: this.active.column });
    }

    removeRows() {
      const { top, bottom } = this.selection;
      if (!this.model.rows.length) return;
      this.model.remove(top, bottom, this.active);
      this.refresh({ row: top, column: this.active.column });
    }

    moveRows(by) {
      const { top, bottom } = this.selection;
      const [anchor, active] = [this.anchor, this.active];
      if (!this.model.rows.length || !this.model.move(top, bottom, by, active)) return;
      this.refresh({ row: active.row + by, column: active.column });
      this.anchor = { row: anchor.row + by, column: anchor.column };
      this.draw();
    }

    undo(again = false) {
      const place = this.model.step(this.active, again);
      if (place) this.refresh(place);
    }
  }

  window.citewellRows = { ...window.citewellRows, RowsGrid };
})();
