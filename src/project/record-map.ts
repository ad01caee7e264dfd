/**
 * Things by key that are made when they are asked for: which keys there are is known at once. Counting ten thousand
 * flags, or finding one, makes none of the others; walking over them makes all, once.
 */
export class RecordMap<Value> implements ReadonlyMap<string, Value> {
  private readonly makers = new Map<string, () => Value>();
  private made: Map<string, Value> | undefined;

  /** @param make called once or twice; what it makes must be the same each time */
  add(key: string, make: () => Value): void {
    this.makers.set(key, make);
    this.made = undefined;
  }

  get size(): number {
    return this.makers.size;
  }

  has(key: string): boolean {
    return this.makers.has(key);
  }

  get(key: string): Value | undefined {
    return this.made ? this.made.get(key) : this.makers.get(key)?.();
  }

  keys(): MapIterator<string> {
    return this.makers.keys();
  }

  values(): MapIterator<Value> {
    return this.all().values();
  }

  entries(): MapIterator<[string, Value]> {
    return this.all().entries();
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  private all(): Map<string, Value> {
    if (!this.made) {
      this.made = new Map();
      for (const [key, make] of this.makers) this.made.set(key, make());
    }
    return this.made;
  }
}
