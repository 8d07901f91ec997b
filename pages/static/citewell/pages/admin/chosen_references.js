/* The field that holds several references: adds one from the library's chooser, removes one. */
(() => {
  const { StimulusModule, wagtail } = window;
  if (!StimulusModule || window.citewellChosenReferences) return;
  window.citewellChosenReferences = true;

  class ChosenReferences extends StimulusModule.Controller {
    static values = { name: String, url: String, remove: String };

    connect() {
      this.onClick = this.onClick.bind(this);
      this.element.addEventListener("click", this.onClick);
    }

    disconnect() {
      this.element.removeEventListener("click", this.onClick);
    }

    onClick(event) {
      const button = event.target.closest("[data-part]");
      if (!button) return;
      if (button.dataset.part === "remove") {
        button.closest("li").remove();
        this.changed();
      } else if (button.dataset.part === "add") {
        window.ModalWorkflow({
          url: this.urlValue,
          onload: new window.ChooserModalOnloadHandlerFactory().getOnLoadHandlers(),
          responses: { chosen: (reference) => this.add(reference) },
        });
      }
    }

    add({ id, string }) {
      const list = this.element.querySelector('[data-part="list"]');
      if (list.querySelector(`input[value="${id}"]`)) return;
      const entry = document.createElement("li");
      const input = Object.assign(document.createElement("input"), { type: "hidden", name: this.nameValue, value: id });
      const label = Object.assign(document.createElement("span"), { textContent: string });
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: this.removeValue });
      button.className = "button button-small button-secondary no";
      button.dataset.part = "remove";
      button.setAttribute("aria-label", `${this.removeValue} ${string}`);
      entry.append(input, label, button);
      list.append(entry);
      this.changed();
    }

    // So that the page knows of changes that are not saved.
    changed() {
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  wagtail.app.register("cw-chosen-references", ChosenReferences);
})();
