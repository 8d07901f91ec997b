/* The citation in Draftail: its chooser, its chip, its shortcut and what a paste keeps of it. */
(() => {
  const { React, DraftJS, draftail, wagtail } = window;
  if (!draftail || draftail.CitationSource) return;
  const { EditorState, Modifier, SelectionState } = DraftJS;
  const TYPE = "CITATION";
  const CARD = { width: 320, height: 240 };
  const el = React.createElement;
  const stop = (event) => event.stopPropagation();

  // Addresses and translated words, the same for every editor of the page; the plugin below brings them.
  let settings = { urls: {}, words: {} };

  // Set when a chip asks to be edited. Draftail also hands a source the entity that stands before the caret: there, a
  // second citation can be placed, and the chooser offers to change the first.
  let edited = null;

  const findEntity = (content, entityKey) => {
    let found = null;
    content.getBlockMap().forEach((block) => {
      block.findEntityRanges(
        (character) => character.getEntity() === entityKey,
        (start, end) => {
          found = SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: start, focusOffset: end });
        },
      );
    });
    return found;
  };

  const endOfSelection = (selection) =>
    selection.merge({
      anchorKey: selection.getEndKey(),
      anchorOffset: selection.getEndOffset(),
      focusKey: selection.getEndKey(),
      focusOffset: selection.getEndOffset(),
      isBackward: false,
    });

  // "apply-entity" makes a step of undo of its own; typing would share it with the words before.
  // A citation stands behind the words that are selected; it never takes their place.
  const place = (editorState, citation, replacedKey) => {
    const content = editorState.getCurrentContent();
    const replaced = replacedKey && findEntity(content, replacedKey);
    const selection = replaced || endOfSelection(editorState.getSelection());
    const withEntity = content.createEntity(TYPE, "IMMUTABLE", citation);
    const key = withEntity.getLastCreatedEntityKey();
    const placed = Modifier.replaceText(withEntity, selection, citation.label, null, key);
    const next = EditorState.push(editorState, placed, "apply-entity");
    return EditorState.forceSelection(next, placed.getSelectionAfter());
  };

  const remove = (editorState, entityKey) => {
    const content = editorState.getCurrentContent();
    const range = findEntity(content, entityKey);
    if (!range) return editorState;
    return EditorState.push(editorState, Modifier.removeRange(content, range, "backward"), "remove-range");
  };

  // The dialog needs a name. Bootstrap takes the focus once it is there; one that is there already leaves it alone.
  const present = (modal, selector) => {
    modal.container.attr("aria-label", settings.words.cite);
    const focus = () => modal.body.find(selector).get(0)?.focus();
    modal.container.one("shown.bs.modal", focus);
    focus();
  };

  class CitationSource extends draftail.ModalWorkflowSource {
    getChooserConfig(entity) {
      const { entityKey } = this.props;
      const data = entity && entity.getType() === TYPE ? entity.getData() : null;
      this.replaces = data && edited === entityKey ? entityKey : null;
      edited = null;
      const { choose } = settings.urls;
      const known = data && data.id && data.status !== "missing";
      const change = this.replaces && known;
      const handlers = new window.ChooserModalOnloadHandlerFactory().getOnLoadHandlers();
      return {
        url: change ? `${choose}chosen/${data.id}/` : choose,
        urlParams: known ? { [change ? "locator" : "before"]: change ? data.locator || "" : data.id } : {},
        onload: {
          ...handlers,
          choose: (modal, step) => {
            handlers.choose(modal, step);
            modal.body.find("[data-cw-change]").on("click", (event) => {
              event.preventDefault();
              this.replaces = entityKey;
              modal.loadUrl(event.currentTarget.href, { locator: data.locator || "" });
            });
            present(modal, "#id_q");
          },
          locate: (modal) => {
            modal.ajaxifyForm(modal.body.find("[data-cw-locate]"));
            modal.body.find("[data-cw-another]").on("click", (event) => {
              event.preventDefault();
              modal.loadUrl(event.currentTarget.href);
            });
            present(modal, "#id_locator");
          },
        },
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData({ id, locator, label, title, status }) {
      return { id, locator, label, title, status };
    }

    onChosen(result) {
      const { editorState, onComplete } = this.props;
      const next = place(editorState, this.filterEntityData(result), this.replaces);
      this.workflow.close();
      onComplete(next);
    }
  }

  // What a chip shows when it is pressed: the source in full, and what can be done.
  class Card extends React.Component {
    constructor(props) {
      super(props);
      this.onKeyDown = this.onKeyDown.bind(this);
    }

    // The card hangs in the editor's React tree: Draft.js must not take its keys for typing.
    onKeyDown(event) {
      event.stopPropagation();
      if (event.key === "Escape") this.props.onClose();
    }

    render() {
      const { data, note, position, onEdit, onRemove } = this.props;
      const { words, urls } = settings;
      const button = "button button-small";
      return el(
        "div",
        { className: "cw-card", style: position, onKeyDown: this.onKeyDown, onMouseDown: stop, onMouseUp: stop, onFocus: stop },
        el("p", { className: "cw-card__title" }, data.title || data.label),
        data.locator && el("p", null, data.locator),
        note && el("p", { className: `cw-card__note cw-card__note--${data.status}` }, note),
        el("button", { type: "button", className: button, onClick: onEdit }, words.edit),
        el("button", { type: "button", className: `${button} button-secondary no`, onClick: onRemove }, words.remove),
        data.status !== "missing" &&
          el(
            "a",
            { className: "cw-card__link", href: `${urls.library}edit/${data.id}/`, target: "_blank", rel: "noreferrer" },
            words.open,
          ),
      );
    }
  }

  class Citation extends React.Component {
    constructor(props) {
      super(props);
      this.state = { shownAt: null };
      this.chip = React.createRef();
      ["open", "onClose", "onEdit", "onRemove"].forEach((name) => {
        this[name] = this[name].bind(this);
      });
    }

    onClose() {
      this.setState({ shownAt: null });
    }

    onEdit(event) {
      const { entityKey, onEdit } = this.props;
      event.preventDefault();
      this.setState({ shownAt: null });
      edited = entityKey;
      onEdit(entityKey);
    }

    onRemove(event) {
      const { entityKey, getEditorState, setEditorState } = this.props;
      event.preventDefault();
      this.setState({ shownAt: null });
      setEditorState(remove(getEditorState(), entityKey));
    }

    // Below the chip, or above it where the window ends; never wider than the editor.
    open() {
      const wrapper = this.chip.current.closest("[data-draftail-editor-wrapper]");
      const outer = wrapper.getBoundingClientRect();
      const chip = this.chip.current.getBoundingClientRect();
      const above = window.innerHeight - chip.bottom < CARD.height && chip.top > CARD.height;
      const position = {
        insetInlineStart: Math.max(0, Math.min(chip.left - outer.left, outer.width - CARD.width)),
        ...(above ? { bottom: outer.bottom - chip.top } : { top: chip.bottom - outer.top }),
      };
      this.setState({ shownAt: { wrapper, position } });
    }

    render() {
      const { entityKey, contentState, children } = this.props;
      const { shownAt } = this.state;
      const { words } = settings;
      const data = contentState.getEntity(entityKey).getData();
      const status = data.status || "ok";
      const note = words[status] || "";
      const spoken = [words.citation, data.label, data.locator, data.title, note];
      return el(
        "span",
        {
          ref: this.chip,
          role: "button",
          className: `cw-chip cw-chip--${status}`,
          title: [data.title, note].filter(Boolean).join(" – "),
          "aria-label": spoken.filter(Boolean).join(", "),
          "data-locator": data.locator || null,
          "data-draftail-trigger": true,
          onMouseUp: this.open,
        },
        children,
        shownAt &&
          el(
            wagtail.components.Portal,
            { node: shownAt.wrapper, onClose: this.onClose, closeOnClick: true, closeOnResize: true },
            el(Card, {
              data,
              note,
              position: shownAt.position,
              onClose: this.onClose,
              onEdit: this.onEdit,
              onRemove: this.onRemove,
            }),
          ),
      );
    }
  }

  // Ctrl+Alt+F, as word processors insert a footnote. The command that a binding names opens the source of that type.
  const plugin = {
    type: TYPE,
    initialize() {
      settings = this;
    },
    keyBindingFn: (event) => (event.altKey && (event.ctrlKey || event.metaKey) && event.keyCode === 70 ? TYPE : undefined),
  };

  draftail.CitationSource = CitationSource;
  draftail.registerPlugin({ type: TYPE, source: CitationSource, decorator: Citation });
  draftail.registerPlugin(plugin, "plugins");
})();
