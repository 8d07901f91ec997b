/* A block of cells as the clipboard of a spreadsheet has it: apart by tabs, quoted where a cell has a line break. */
(() => {
  // As `pages/rows/cells.py` does for files: what a spreadsheet would run gets an apostrophe, which goes on the way back.
  const UNSAFE = /^'*[=+\-@\t\r\n＝＋－＠]/;
  const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/;
  const guard = (text) => (UNSAFE.test(text) ? `'${text}` : text);
  const unguard = (text) => (GUARDED.test(text) ? text.slice(1) : text);

  const quote = (text) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  /* The text of a block, an array of rows of cells. */
  const write = (block) => block.map((row) => row.map((cell) => quote(guard(cell))).join("\t")).join("\n");

  /* The quoted cell at this place and where it ends; nothing where the quotation mark is only a mark. */
  const readQuoted = (text, start) => {
    const found = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text.slice(start));
    return found && { cell: found[1].replaceAll('""', '"'), end: start + found[0].length };
  };

  /* The block that a text holds. The line break after the last row makes no row. */
  const read = (pasted) => {
    const text = pasted.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const block = [[]];
    let place = 0;
    for (;;) {
      const quoted = text[place] === '"' ? readQuoted(text, place) : null;
      const plain = quoted ? null : /[^\t\n]*/.exec(text.slice(place))[0];
      block.at(-1).push(unguard(quoted ? quoted.cell : plain));
      place = quoted ? quoted.end : place + plain.length;
      if (place >= text.length) return block;
      if (text[place] === "\n") block.push([]);
      place += 1;
    }
  };

  window.citewellRows = { ...window.citewellRows, clipboard: { read, write } };
})();
