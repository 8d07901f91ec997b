/* Brings together what two people made of the same rows: cells that one of them changed, and those that both did. */
(() => {
  const same = (one, other) => one.every((cell, place) => cell === other[place]);

  /* Rows are {key, cells}, the id being the first cell; `theirs` are cells alone. Where both changed a cell, ours stays.
     Returns the rows, and in `clashes` what theirs says, by the key of the row: {column place: text}, and for a row
     that they removed {0: ""}. `add` makes a row of cells. */
  const merge = (base, mine, theirs, add) => {
    const before = new Map(base.map(({ cells }) => [cells[0], cells]));
    const now = new Map(theirs.map((cells) => [cells[0], cells]));
    const clashes = new Map();
    const rows = mine.flatMap((row) => {
      const old = before.get(row.cells[0]);
      const their = now.get(row.cells[0]);
      if (!old) return [row];
      if (!their && same(row.cells, old)) return [];
      if (!their) {
        clashes.set(row.key, { 0: "" });
        return [{ key: row.key, cells: ["", ...row.cells.slice(1)] }];
      }
      row.cells.forEach((cell, place) => {
        const both = cell !== old[place] && their[place] !== old[place] && cell !== their[place];
        if (both) clashes.set(row.key, { ...clashes.get(row.key), [place]: their[place] });
      });
      return [{ key: row.key, cells: row.cells.map((cell, place) => (cell === old[place] ? their[place] : cell)) }];
    });
    const kept = new Set(rows.map(({ cells }) => cells[0]));
    theirs.forEach((cells, place) => {
      const old = before.get(cells[0]);
      if (kept.has(cells[0]) || (old && same(old, cells))) return;
      // One that they added, or changed while it was removed here: behind the row that it stands behind there.
      const above = place ? rows.findIndex((row) => row.cells[0] === theirs[place - 1][0]) : -1;
      rows.splice(place && above < 0 ? rows.length : above + 1, 0, add(cells));
    });
    return { rows, clashes };
  };

  window.citewellRows = { ...window.citewellRows, merge };
})();
