/* The form of a reference asks Crossref and PubMed: shows what they have, and fills in what a person ticks. */
(() => {
  const { StimulusModule, wagtail } = window;
  if (!StimulusModule || window.citewellReferenceLookup) return;
  window.citewellReferenceLookup = true;

  const WORDS = ["lookUp", "looking", "fill", "leave", "same", "field", "take", "ours", "theirs", "lost", "offline"];
  // A line that is nothing but an identifier is looked up; the server decides what it really is.
  const IDENTIFIER = /^\s*(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:?\s*)?10\.\d{4,9}\/\S+\s*$|^\s*(?:https?:\/\/pubmed\.ncbi\.nlm\.nih\.gov\/|pmid:?\s*)\d{1,9}\/?\s*$|^\s*\d{5,9}\s*$/i;

  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  class ReferenceLookup extends StimulusModule.Controller {
    static values = { url: String, checkUrl: String, ...Object.fromEntries(WORDS.map((word) => [word, String])) };

    connect() {
      this.form = this.element.closest("form");
      this.words = Object.fromEntries(WORDS.map((word) => [word, this[`${word}Value`]]));
      this.buttons = ["doi", "pmid"].map((name) => this.addButton(name)).filter(Boolean);
      this.onPaste = this.onPaste.bind(this);
      this.onClick = this.onClick.bind(this);
      // Before the form's own reader of pasted lines, which would say that it cannot read an identifier.
      this.form.addEventListener("paste", this.onPaste, true);
      this.form.addEventListener("click", this.onClick, true);
      const check = this.part("check");
      if (check) check.addEventListener("click", () => this.ask(this.checkUrlValue, new FormData(this.form)));
    }

    disconnect() {
      this.buttons.forEach((button) => button.remove());
      this.form.removeEventListener("paste", this.onPaste, true);
      this.form.removeEventListener("click", this.onClick, true);
    }

    addButton(name) {
      const field = this.field(name);
      if (!field) return null;
      const button = element("button", {
        type: "button",
        className: "button button-small button-secondary cw-fill",
        textContent: this.words.lookUp,
      });
      button.setAttribute("aria-label", `${this.words.lookUp}: ${name.toUpperCase()}`);
      button.addEventListener("click", () => this.lookUp(field.value));
      field.after(button);
      return button;
    }

    onPaste(event) {
      const line = event.target.name === "pasted" && event.clipboardData.getData("text");
      if (line) this.read(line, event);
    }

    onClick(event) {
      const pasted = this.field("pasted");
      const button = event.target.closest(".cw-fill");
      if (pasted && button && !this.buttons.includes(button)) this.read(pasted.value, event);
    }

    // What is no identifier is left to the form's own reader.
    read(line, event) {
      if (IDENTIFIER.test(line)) {
        event.stopPropagation();
        this.lookUp(line);
      } else {
        this.forget();
      }
    }

    lookUp(identifier) {
      const data = new FormData(this.form);
      data.set("identifier", identifier);
      return this.ask(this.urlValue, data);
    }

    async ask(url, data) {
      this.say(this.words.looking);
      this.part("found").hidden = true;
      // The last question counts, whichever answer comes first.
      const question = (this.question = Symbol("question"));
      let answer;
      try {
        const response = await fetch(url, { method: "POST", body: data, credentials: "same-origin" });
        answer = await response.json();
      } catch {
        answer = { error: this.words.offline };
      }
      if (question !== this.question) return;
      if (answer.standing) this.part("standing").replaceChildren(...answer.standing.map((line) => element("li", {}, line)));
      this.say(answer.error || "");
      if (!answer.error) this.show(answer);
    }

    show({ heading, rows, notices }) {
      const parts = [element("p", { className: "cw-lookup__heading" }, heading)];
      if (notices.length) {
        const lines = notices.map((notice) => element("li", {}, notice));
        parts.push(element("ul", { className: "cw-lookup__notices" }, ...lines));
      }
      const boxes = rows.map((row) => this.box(row));
      if (rows.length) parts.push(this.table(rows, boxes));
      else parts.push(element("p", {}, this.words.same));
      const fill = element("button", { type: "button", className: "button button-small" }, this.words.fill);
      fill.addEventListener("click", () => this.fill(rows.filter((row, position) => boxes[position].checked)));
      const leave = element("button", { type: "button", className: "button button-small button-secondary" }, this.words.leave);
      leave.addEventListener("click", () => this.close());
      if (rows.length) parts.push(element("p", { className: "cw-lookup__actions" }, fill, " ", leave));
      const found = this.part("found");
      found.replaceChildren(...parts);
      found.hidden = false;
      found.focus({ preventScroll: true });
      found.scrollIntoView({ block: "nearest" });
    }

    box(row) {
      const box = element("input", { type: "checkbox", checked: row.fill });
      box.setAttribute("aria-label", `${this.words.take}: ${row.label}`);
      return box;
    }

    table(rows, boxes) {
      const heads = [this.words.take, this.words.field, this.words.ours, this.words.theirs];
      const head = element("tr", {}, ...heads.map((word) => element("th", { scope: "col" }, word)));
      const body = rows.map((row, position) => {
        const theirs = element("td", {}, row.theirs);
        if (row.lost.length) {
          theirs.append(element("p", { className: "cw-lookup__lost" }, `${this.words.lost} ${row.lost.join(", ")}`));
        }
        const name = element("th", { scope: "row" }, row.label);
        return element("tr", {}, element("td", {}, boxes[position]), name, element("td", {}, row.ours || "–"), theirs);
      });
      return element("table", { className: "cw-lookup__table" }, element("thead", {}, head), element("tbody", {}, ...body));
    }

    fill(rows) {
      rows.forEach((row) => {
        Object.entries(row.values).forEach(([name, value]) => {
          const field = this.field(name);
          if (!field) return;
          if (field.type === "checkbox") field.checked = Boolean(value);
          else if (field.tagName === "SELECT" && !this.offer(field, value)) return;
          else field.value = value;
          field.dispatchEvent(new Event("input", { bubbles: true }));
          field.dispatchEvent(new Event("change", { bubbles: true }));
          field.dispatchEvent(new Event("autosize:update"));
        });
      });
      const pasted = this.field("pasted");
      if (pasted && IDENTIFIER.test(pasted.value)) pasted.value = "";
      this.close();
      this.field("title").focus();
    }

    offer(field, value) {
      if (![...field.options].some((option) => option.value === value)) return false;
      field.value = value;
      return true;
    }

    close() {
      const found = this.part("found");
      found.hidden = true;
      found.replaceChildren();
    }

    // Something else is read now: what was found, or not found, is no answer to it.
    forget() {
      this.question = null;
      this.say("");
      this.close();
    }

    say(words) {
      this.part("message").textContent = words;
    }

    field(name) {
      return this.form.querySelector(`[name="${name}"]`);
    }

    part(name) {
      return this.element.querySelector(`[data-part="${name}"]`);
    }
  }

  wagtail.app.register("cw-reference-lookup", ReferenceLookup);
})();
