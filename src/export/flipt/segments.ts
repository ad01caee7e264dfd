import type { Conjunction } from './constraints.ts';

/** Constraints under a name. Every one must hold; without any, all do. */
export interface FliptSegment {
  readonly key: string;
  readonly name: string;
  readonly match_type: 'ALL_MATCH_TYPE';
  readonly constraints: Conjunction | undefined;
}

/** Collects the segments of a file; the same constraints are one segment, named after where they are needed first. */
export class Segments {
  readonly #byContent = new Map<string, FliptSegment>();
  readonly #keys = new Set<string>();

  /** In the order of their keys. */
  all(): readonly FliptSegment[] {
    return [...this.#byContent.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** @returns its key */
  add(conjunction: Conjunction, name: string): string {
    const content = JSON.stringify(conjunction);
    let segment = this.#byContent.get(content);
    if (segment === undefined) {
      const key = this.#keyFor(conjunction.length === 0 ? 'everyone' : name);
      segment = {
        key,
        name: key,
        match_type: 'ALL_MATCH_TYPE',
        constraints: conjunction.length === 0 ? undefined : conjunction,
      };
      this.#byContent.set(content, segment);
    }
    return segment.key;
  }

  #keyFor(name: string): string {
    const plain = name.replace(/[^A-Za-z0-9_-]+/g, '-');
    let key = plain;
    for (let count = 2; this.#keys.has(key); count++) key = `${plain}-${count}`;
    this.#keys.add(key);
    return key;
  }
}
