/**
 * Things by key that are made when they are asked for: which keys there are is known at once. Counting ten thousand
 * flags, or finding one, needs none of the others.
 */
export class RecordMap<Value> implements ReadonlyMap<string, Value> {
  private readonly makers = new Map<string, () => Value>();

  /** @param make called at each `get`; it remembers what it made, if making takes time */
  add(key: string, make: () => Value): void {
    this.makers.set(key, make);
  }

  get size(): number {
    return this.makers.size;
  }

  has(key: string): boolean {
    return this.makers.has(key);
  }

  get(key: string): Value | undefined {
    return this.makers.get(key)?.();
  }

  keys(): MapIterator<string> {
    return this.makers.keys();
  }

  *values(): MapIterator<Value> {
    for (const make of this.makers.values()) yield make();
  }

  *entries(): MapIterator<[string, Value]> {
    for (const [key, make] of this.makers) yield [key, make()];
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }
}
