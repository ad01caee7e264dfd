interface Link {
  value: unknown;
  before: Link | undefined;
  after: Link | undefined;
}

/** A list whose entries go by a key, so that each is found, taken out and put before another at once. */
export class KeyedList {
  readonly #links = new Map<string, Link>();
  #first: Link | undefined;
  #last: Link | undefined;

  /** @param keyOf what an entry goes by, if anything; of two entries of one key the first is found */
  constructor(list: readonly unknown[], keyOf: (entry: unknown) => string | undefined) {
    for (const value of list) {
      const link = this.#insert(value, undefined);
      const key = keyOf(value);
      if (key !== undefined && !this.#links.has(key)) this.#links.set(key, link);
    }
  }

  /** The entry of a key; `undefined` where there is none. */
  get(key: string): unknown {
    return this.#links.get(key)?.value;
  }

  /** Puts another entry in the place of the one of a key; does nothing where there is none. */
  set(key: string, value: unknown): void {
    const link = this.#links.get(key);
    if (link) link.value = value;
  }

  /** Takes the entry of a key out; does nothing where there is none. */
  delete(key: string): void {
    const link = this.#links.get(key);
    if (!link) return;
    this.#links.delete(key);
    if (link.before) link.before.after = link.after;
    else this.#first = link.after;
    if (link.after) link.after.before = link.before;
    else this.#last = link.before;
  }

  /** Puts an entry before the one of another key; last, where there is none. */
  place(key: string, value: unknown, before: string | null): void {
    this.delete(key);
    this.#links.set(key, this.#insert(value, before === null ? undefined : this.#links.get(before)));
  }

  *values(): Iterable<unknown> {
    for (let link = this.#first; link; link = link.after) yield link.value;
  }

  #insert(value: unknown, next: Link | undefined): Link {
    const link: Link = { value, before: next ? next.before : this.#last, after: next };
    if (link.before) link.before.after = link;
    else this.#first = link;
    if (next) next.before = link;
    else this.#last = link;
    return link;
  }
}
