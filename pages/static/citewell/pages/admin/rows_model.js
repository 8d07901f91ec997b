/* The rows that are edited: what they were, what they are, what can be undone, and what is known to be wrong in them.

   A row never changes; an edit puts another in its place. So a state is a list of rows, undoing is taking the list from
   before, and what the server said of a row stays true of it wherever it comes back. */
(() => {
  const { merge } = window.citewellRows;
  const NOTHING = { problems: {}, odd: "" };

  class RowsModel {
    constructor(columns, stored) {
      this.names = columns.map((column) => column.name);
      this.direction = this.names.indexOf("direction");
      this.paired = ["grade", "certainty_from", "certainty_to"].map((name) => this.names.indexOf(name));
      this.take(stored);
    }

    /* Start from what the server has. Its numbers are the places of the rows. */
    take({ rows, state, found }) {
      this.nextKey = 0;
      this.rows = rows.map((cells) => this.make(cells));
      this.saved = this.rows;
      this.savedSet = new Set(this.saved);
      this.state = state;
      this.found = new WeakMap();
      this.clashes = new WeakMap();
      this.hear(this.rows, found);
      this.undone = [];
      this.done = [];
    }

    make(cells) {
      return { key: this.nextKey++, cells };
    }

    blank() {
      return this.make(this.names.map((name) => (name === "direction" ? "for" : "")));
    }

    get isChanged() {
      return this.rows.length !== this.saved.length || this.rows.some((row, place) => row !== this.saved[place]);
    }

    isSaved(row) {
      return this.savedSet.has(row);
    }

    /* Rows of which the server has not been asked yet. */
    get unknown() {
      return this.rows.filter((row) => !this.found.get(row)?.isCertain);
    }

    about(row) {
      return this.found.get(row) || NOTHING;
    }

    clashOf(row) {
      return this.clashes.get(row) || {};
    }

    /* Note what the server said of these rows. */
    hear(rows, { problems, odd }) {
      const byKey = new Map(rows.map((row) => [row.key, { problems: {}, odd: "", isCertain: true }]));
      problems.forEach(([key, column, sentence]) => {
        const known = byKey.get(key)?.problems;
        if (known) known[column] = known[column] ? `${known[column]} ${sentence}` : sentence;
      });
      odd.forEach(([key, sentence]) => byKey.has(key) && Object.assign(byKey.get(key), { odd: sentence }));
      rows.forEach((row) => this.found.set(row, byKey.get(row.key)));
    }

    change(rows, active) {
      this.done.push({ rows: this.rows, active });
      this.undone = [];
      this.rows = rows;
    }

    /* Put texts into cells: [row, column, text] each. Rows below the last are made. Ids are the server's own. */
    put(edits, active) {
      const rows = [...this.rows];
      let isTouched = false;
      edits.forEach(([place, column, text]) => {
        if (this.names[column] === "id") return;
        while (rows.length <= place) rows.push(this.blank());
        const wanted = column === this.direction && !text.trim() ? "for" : text;
        if (rows[place].cells[column] === wanted) return;
        const cells = [...rows[place].cells];
        cells[column] = wanted;
        rows[place] = this.inherit(rows[place], cells, column);
        isTouched = true;
      });
      if (isTouched) this.change(rows, active);
    }

    /* Another row in the place of one: what was wrong in its other cells is so until the server says otherwise. */
    inherit(row, cells, column) {
      const made = { key: row.key, cells };
      const { problems, odd } = this.about(row);
      const without = (known, name) => Object.fromEntries(Object.entries(known).filter(([other]) => other !== name));
      const left = without(problems, this.names[column]);
      this.found.set(made, { problems: left, odd: this.paired.includes(column) ? "" : odd });
      this.clashes.set(made, without(this.clashOf(row), String(column)));
      return made;
    }

    insert(place, rows, active) {
      this.change([...this.rows.slice(0, place), ...rows, ...this.rows.slice(place)], active);
    }

    duplicate(first, last, active) {
      const copies = this.rows.slice(first, last + 1).map(({ cells }) => this.make(["", ...cells.slice(1)]));
      this.insert(last + 1, copies, active);
    }

    remove(first, last, active) {
      this.change([...this.rows.slice(0, first), ...this.rows.slice(last + 1)], active);
    }

    /* Move rows up (-1) or down (1) by one; says whether there was room. */
    move(first, last, by, active) {
      if (first + by < 0 || last + by >= this.rows.length) return false;
      const rows = [...this.rows];
      const block = rows.splice(first, last - first + 1);
      rows.splice(first + by, 0, ...block);
      this.change(rows, active);
      return true;
    }

    /* Step back, or with `again` forth, and return where the person was; nothing where there is no such step. */
    step(active, again = false) {
      const [from, to] = again ? [this.undone, this.done] : [this.done, this.undone];
      const taken = from.pop();
      if (!taken) return null;
      to.push({ rows: this.rows, active });
      this.rows = taken.rows;
      return taken.active;
    }

    /* Bring in what somebody else has saved meanwhile, and return in how many rows both were at work. */
    meet(theirs) {
      const { rows, clashes } = merge(this.saved, this.rows, theirs.rows, (cells) => this.make(cells));
      const byId = new Map(theirs.rows.map((cells) => [cells[0], this.make(cells)]));
      this.saved = [...byId.values()];
      this.savedSet = new Set(this.saved);
      this.rows = rows;
      this.state = theirs.state;
      this.done = [];
      this.undone = [];
      rows.forEach((row) => clashes.has(row.key) && this.clashes.set(row, clashes.get(row.key)));
      return clashes.size;
    }

    /* The rows as the server reads them. */
    static asSent(rows) {
      return new Blob([JSON.stringify(rows.map(({ key, cells }) => [key, ...cells]))], { type: "application/json" });
    }
  }

  window.citewellRows = { ...window.citewellRows, RowsModel };
})();
