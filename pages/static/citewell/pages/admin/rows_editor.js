/* The field that opens in a cell: lines of text, a choice, or a list with suggestions from the library. */
(() => {
  const PAUSE_MS = 150;
  const element = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

  const makeText = (column, text) => {
    const field = element("textarea", { className: "cw-cell__field", rows: column.kind === "long" ? 6 : 2, value: text });
    return field;
  };

  const makeChoice = (column, text) => {
    const field = element("select", { className: "cw-cell__field" });
    const values = column.choices.map((choice) => choice.value);
    if (column.name !== "direction") field.add(new Option("–", ""));
    column.choices.forEach((choice) => field.add(new Option(choice.label, choice.value)));
    // What was pasted and is no choice stays to be seen.
    if (text && !values.includes(text)) field.add(new Option(text, text));
    field.value = text;
    return field;
  };

  const choose = (field, letter) => {
    const found = [...field.options].find((option) => option.text.toLowerCase().startsWith(letter.toLowerCase()));
    if (found) field.value = found.value;
  };

  /* An input for a list apart by semicolons, with a box of suggestions for the entry at its end. */
  class ListField {
    constructor(column, text, suggestUrl) {
      this.url = `${suggestUrl}?column=${column.name}&q=`;
      this.input = element("input", { type: "text", className: "cw-cell__field", autocomplete: "off" });
      this.input.value = text.replace(/\s*\n\s*/g, "; ");
      this.box = element("ul", { className: "cw-cell__found", id: "cw-cell-found", hidden: true });
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.box.id };
      Object.entries(roles).forEach(([name, value]) => this.input.setAttribute(name, value));
      this.box.setAttribute("role", "listbox");
      this.box.setAttribute("aria-label", column.label);
      this.input.addEventListener("input", () => this.ask());
      // Before the field loses the focus, which would close it.
      this.box.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        const option = event.target.closest("[role=option]");
        if (option) this.take(option);
      });
    }

    ask() {
      clearTimeout(this.timer);
      const words = this.input.value.split(";").at(-1).trim();
      const question = (this.question = Symbol("question"));
      if (!words) {
        this.show([]);
        return;
      }
      this.timer = setTimeout(async () => {
        try {
          const response = await fetch(this.url + encodeURIComponent(words), { credentials: "same-origin" });
          const { entries } = await response.json();
          if (question === this.question) this.show(entries);
        } catch {
          // Without suggestions the cell is typed as in a spreadsheet.
        }
      }, PAUSE_MS);
    }

    show(entries) {
      this.box.replaceChildren(
        ...entries.map(({ value, label }, place) => {
          const option = element("li", { id: `cw-cell-found-${place}` });
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.value = value;
          option.append(element("strong", { textContent: value }), " ", element("span", { textContent: label }));
          return option;
        }),
      );
      this.box.hidden = !entries.length;
      this.input.setAttribute("aria-expanded", String(Boolean(entries.length)));
      this.input.removeAttribute("aria-activedescendant");
    }

    get chosen() {
      return this.box.querySelector('[aria-selected="true"]');
    }

    take(option) {
      const entries = this.input.value.split(";").slice(0, -1).map((entry) => entry.trim());
      this.input.value = [...entries, option.dataset.value].join("; ");
      this.show([]);
    }

    /* Says whether the key was for the suggestions. */
    press(event) {
      if (this.box.hidden) return false;
      const options = [...this.box.children];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        const next = options[(options.indexOf(this.chosen) + step + options.length + (this.chosen || step > 0 ? 0 : 1)) % options.length];
        options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
        this.input.setAttribute("aria-activedescendant", next.id);
        next.scrollIntoView({ block: "nearest" });
      } else if ((event.key === "Enter" || event.key === "Tab") && this.chosen) this.take(this.chosen);
      else if (event.key === "Escape") this.show([]);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    }
  }

  /* Open a field in `cell`. `typed` is the first letter where somebody began to type; `onEnd` hears the new text, or
     null where it was given up, and the key that ended it. */
  class CellEditor {
    constructor({ cell, column, text, typed, label, suggestUrl, onEnd }) {
      this.onEnd = onEnd;
      this.list = column.kind === "list" ? new ListField(column, typed ?? text, suggestUrl) : null;
      const hasChoices = column.kind === "choice" && column.choices.length;
      this.field = this.list?.input || (hasChoices ? makeChoice(column, text) : makeText(column, typed ?? text));
      this.field.setAttribute("aria-label", label);
      cell.replaceChildren(this.field, ...(this.list ? [this.list.box] : []));
      this.field.addEventListener("keydown", (event) => this.press(event));
      this.field.addEventListener("blur", () => this.end(this.field.value, ""));
      this.field.focus({ preventScroll: true });
      if (hasChoices && typed) choose(this.field, typed);
      if (!hasChoices) this.field.setSelectionRange(this.field.value.length, this.field.value.length);
      if (this.list && typed) this.list.ask();
    }

    press(event) {
      if (event.isComposing || this.list?.press(event)) return;
      event.stopPropagation();
      if (event.key === "Enter" && (event.altKey || event.shiftKey) && this.field.tagName === "TEXTAREA") {
        event.preventDefault();
        this.field.setRangeText("\n", this.field.selectionStart, this.field.selectionEnd, "end");
      } else if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        this.end(this.field.value, event.shiftKey ? `Shift+${event.key}` : event.key);
      } else if (event.key === "Escape") this.end(null, event.key);
    }

    end(text, key) {
      if (this.isOver) return;
      this.isOver = true;
      this.onEnd(text, key);
    }
  }

  window.citewellRows = { ...window.citewellRows, CellEditor };
})();
