import type { Condition, SegmentDefinition } from '../evaluate/definition.ts';
import { formulaKind } from './formula.ts';

/** A condition that would have more parts than this, with its segments written out, keeps the others by name. */
const maxParts = 10_000;

/** Segments nested deeper than this are not followed. */
const maxDepth = 200;

interface Inlined {
  readonly condition: Condition;
  readonly parts: number;
}

/** Writes out the conditions of segments where they are used, so that what looks at conditions sees into them. */
export class SegmentInliner {
  readonly #segments: ReadonlyMap<string, SegmentDefinition>;
  /** By key; `open` while one is written out, which it is asked for only if it uses itself. */
  readonly #known = new Map<string, Inlined | 'open'>();
  #depth = 0;

  /** @param segments those to write out; the others keep their names, as do those that use themselves */
  constructor(segments: ReadonlyMap<string, SegmentDefinition>) {
    this.#segments = segments;
  }

  /** The condition with its segments written out. */
  inline(condition: Condition): Condition {
    return this.#inline(condition).condition;
  }

  #inline(condition: Condition): Inlined {
    switch (formulaKind(condition)) {
      case 'all':
      case 'any': {
        const kind = 'all' in condition ? 'all' : 'any';
        const written = (condition as { readonly [kind: string]: unknown })[kind];
        if (!Array.isArray(written)) return { condition, parts: 1 };
        const inlined = written.map((part: Condition) => this.#inline(part));
        const parts = inlined.reduce((sum, one) => sum + one.parts, 1);
        if (parts > maxParts) return { condition, parts: written.length };
        return { condition: { [kind]: inlined.map((one) => one.condition) } as unknown as Condition, parts };
      }
      case 'not': {
        const inner = this.#inline((condition as { not: Condition }).not);
        return { condition: { not: inner.condition }, parts: inner.parts + 1 };
      }
      case 'segment':
        return this.#segment((condition as { segment: string }).segment) ?? { condition, parts: 1 };
      default:
        return { condition, parts: 1 };
    }
  }

  #segment(key: string): Inlined | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known === 'open' ? undefined : known;
    const segment = this.#segments.get(key);
    if (!segment || this.#depth > maxDepth) return undefined;
    this.#known.set(key, 'open');
    this.#depth++;
    const inlined = this.#inline(segment.when);
    this.#depth--;
    this.#known.set(key, inlined);
    return inlined;
  }
}
