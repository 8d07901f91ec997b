/* Tables that are pasted into Draftail, which knows none: without this, what stands in their cells runs together. */
(() => {
  const { draftail } = window;

  // A line for each row of a pasted table, its cells apart: side by side, 4 and 2 would become 42.
  function withRowsAsLines(html) {
    const pasted = new DOMParser().parseFromString(html, "text/html");
    pasted.querySelectorAll("tr").forEach((row) => {
      const line = pasted.createElement("p");
      [...row.cells].forEach((cell, position) => {
        cell.querySelectorAll("p, div, li, br").forEach((part) => part.replaceWith(...part.childNodes, " "));
        line.append(...(position ? [" | "] : []), ...cell.childNodes);
      });
      row.closest("table").before(line);
    });
    pasted.querySelectorAll("table").forEach((table) => table.remove());
    return pasted.body.innerHTML;
  }

  function handlePastedText(_text, html, editorState, { setEditorState }) {
    if (!html || !/<table[\s>]/i.test(html)) return "not-handled";
    const { ContentState, EditorState, Modifier, convertFromHTML } = window.DraftJS;
    const { contentBlocks, entityMap } = convertFromHTML(withRowsAsLines(html));
    const pasted = ContentState.createFromBlockArray(contentBlocks, entityMap).getBlockMap();
    const content = Modifier.replaceWithFragment(editorState.getCurrentContent(), editorState.getSelection(), pasted);
    setEditorState(EditorState.push(editorState, content, "insert-fragment"));
    return "handled";
  }

  draftail.registerPlugin({ type: "PASTED_TABLES", handlePastedText }, "plugins");
})();
