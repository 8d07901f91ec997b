/* Answers that are kept until somebody says that they changed. */

interface Entry {
  value: unknown;
  keys: Set<string>;
  until: number;
}

interface Fresh<T> {
  value: T;
  /** The Surrogate-Keys of the answer: what it shows. */
  keys: string[];
}

/** A webhook may be lost for good; this is how old an answer can then get. */
const LONGEST = 60 * 60 * 1000;
const MOST = 5000;

export class Kept {
  #entries = new Map<string, Entry>();
  #era = 0;

  /** The answer that is kept under a name, or what `ask` gives. */
  async read<T>(name: string, ask: () => Promise<Fresh<T>>): Promise<T> {
    const found = this.#entries.get(name);
    if (found && found.until > Date.now()) return found.value as T;
    const era = this.#era;
    const { value, keys } = await ask();
    // What was asked for before a change was told of may show what was before it.
    if (era === this.#era) this.#keep(name, { value, keys: new Set(keys), until: Date.now() + LONGEST });
    return value;
  }

  /** Drop what shows any of these; returns how many answers went. */
  drop(keys: readonly string[]): number {
    this.#era += 1;
    let dropped = 0;
    for (const [name, entry] of this.#entries) {
      if (!keys.some((key) => entry.keys.has(key))) continue;
      this.#entries.delete(name);
      dropped += 1;
    }
    return dropped;
  }

  /** Drop everything; returns how many answers went. */
  clear(): number {
    const dropped = this.#entries.size;
    this.#era += 1;
    this.#entries.clear();
    return dropped;
  }

  #keep(name: string, entry: Entry): void {
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= MOST && !oldest.done) this.#entries.delete(oldest.value);
    this.#entries.set(name, entry);
  }
}
