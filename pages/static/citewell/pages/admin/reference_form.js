/* The form of a reference: fills itself from a pasted line, shows the printed form, hides what a type does not need. */
(() => {
  const { StimulusModule, wagtail } = window;
  if (!StimulusModule || window.citewellReferenceForm) return;
  window.citewellReferenceForm = true;

  // Fields that only some types have. One that holds something is always shown.
  const TYPES_OF = {
    volume: ["article-journal"],
    issue: ["article-journal"],
    pages: ["article-journal", "chapter", "paper-conference"],
    editors: ["book", "chapter"],
    edition: ["book", "chapter"],
    publisher: ["book", "chapter", "report", "webpage", "thesis", "paper-conference", "dataset", "article"],
    publisher_place: ["book", "chapter", "report", "thesis", "paper-conference"],
    number: ["report", "article", "dataset"],
    pmid: ["article-journal", "article"],
    pmcid: ["article-journal", "article"],
    container: ["article-journal", "chapter", "webpage", "paper-conference", "article"],
    accessed: ["webpage", "report", "dataset", "article"],
  };
  const PAUSE = 300;

  class ReferenceForm extends StimulusModule.Controller {
    static values = { url: String, reference: String, fill: String, known: String, unread: String };

    connect() {
      this.form = this.element.closest("form");
      this.pasted = this.field("pasted");
      this.onInput = this.onInput.bind(this);
      this.onPaste = this.onPaste.bind(this);
      this.form.addEventListener("input", this.onInput);
      this.form.addEventListener("change", this.onInput);
      this.pasted.addEventListener("paste", this.onPaste);
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.className = "button button-small button-secondary cw-fill";
      this.button.textContent = this.fillValue;
      this.button.addEventListener("click", () => this.fill());
      this.pasted.after(this.button);
      this.showFields();
      this.draft();
      // After the dialog, which takes the focus when it shows the form again.
      setTimeout(() => this.focusWrong(), PAUSE);
    }

    // A form that came back with a complaint took the focus with it.
    focusWrong() {
      const wrong = this.form.querySelector('[aria-invalid="true"]');
      if (wrong && !this.form.contains(document.activeElement)) wrong.focus();
    }

    disconnect() {
      clearTimeout(this.waiting);
      this.button.remove();
      this.form.removeEventListener("input", this.onInput);
      this.form.removeEventListener("change", this.onInput);
      this.pasted.removeEventListener("paste", this.onPaste);
    }

    field(name) {
      return this.form.querySelector(`[name="${name}"]`);
    }

    onInput(event) {
      if (event.target === this.pasted) return;
      if (event.target.name === "type") this.showFields();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.draft(), PAUSE);
    }

    onPaste() {
      setTimeout(() => this.fill(), 0);
    }

    showFields() {
      const type = this.field("type").value;
      Object.entries(TYPES_OF).forEach(([name, types]) => {
        const field = this.field(name);
        const box = field && field.closest(".cw-field, .w-panel__wrapper");
        if (box) box.hidden = !types.includes(type) && !field.value.trim();
      });
    }

    async post(data) {
      data.set("reference", this.referenceValue);
      data.set("csrfmiddlewaretoken", this.field("csrfmiddlewaretoken").value);
      const answer = await fetch(this.urlValue, { method: "POST", body: data, credentials: "same-origin" });
      return answer.ok ? answer.json() : null;
    }

    async fill() {
      const line = this.pasted.value.trim();
      if (!line) return;
      const data = new FormData();
      data.set("pasted", line);
      const answer = await this.post(data);
      if (!answer) return;
      if (!answer.fields) {
        this.show("problems", this.unreadValue);
        return;
      }
      Object.entries(answer.fields).forEach(([name, value]) => {
        const field = this.field(name);
        if (!field) return;
        if (field.type === "checkbox") field.checked = Boolean(value);
        else field.value = value;
        field.dispatchEvent(new Event("autosize:update"));
        if (value) this.forgive(field);
      });
      this.showFields();
      this.present(answer);
      this.show("problems", answer.problems.join(" "));
    }

    // What an earlier try complained of no longer holds once the field is filled.
    forgive(field) {
      const wrapper = field.closest("[data-field]");
      wrapper?.classList.remove("w-field--error");
      wrapper?.querySelector("[data-field-errors]")?.replaceChildren();
      field.removeAttribute("aria-invalid");
    }

    async draft() {
      const data = new FormData(this.form);
      data.delete("pasted");
      const answer = await this.post(data);
      if (answer) this.present(answer);
    }

    present({ printed, known }) {
      // The server escapes every word of the record.
      const line = this.part("printed");
      line.innerHTML = printed;
      line.hidden = !printed;
      const list = this.part("known");
      list.replaceChildren(`${this.knownValue} `);
      known.forEach(({ label, title, url }, position) => {
        const entry = document.createElement(url ? "a" : "span");
        entry.textContent = `${label}, ${title}`;
        if (url) Object.assign(entry, { href: url, target: "_blank", rel: "noreferrer" });
        list.append(position ? "; " : "", entry);
      });
      list.hidden = !known.length;
    }

    show(name, words) {
      const part = this.part(name);
      part.textContent = words;
      part.hidden = !words;
    }

    part(name) {
      return this.element.querySelector(`[data-part="${name}"]`);
    }
  }

  wagtail.app.register("cw-reference-form", ReferenceForm);
})();
