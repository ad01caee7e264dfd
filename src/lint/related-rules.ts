import { subjectsOf, areShared, type Subjects } from '../conditions/subjects.ts';
import type { SegmentInliner } from '../conditions/inline-segments.ts';
import type { Condition } from '../evaluate/definition.ts';
import { eachPart } from '../model/condition-parts.ts';
import type { TargetingRule } from '../schema/generated/files.ts';

/** A quick look at rules that use segments, which spares most of them a search. */
export class RelatedRules {
  readonly #inliner: SegmentInliner;
  readonly #alwaysHolds: (condition: Condition) => boolean;
  readonly #known = new Map<string, Subjects | 'many'>();

  /** @param alwaysHolds whether every context satisfies a condition */
  constructor(inliner: SegmentInliner, alwaysHolds: (condition: Condition) => boolean) {
    this.#inliner = inliner;
    this.#alwaysHolds = alwaysHolds;
  }

  /** Whether a rule could take contexts of a later one; false only if none does. */
  areRelated(rules: readonly TargetingRule[], bucketBy: readonly string[]): boolean {
    const earlier: (Subjects | undefined)[] = [];
    for (const { when, serve } of rules) {
      const subjects = this.#subjectsOf(when as Condition | undefined, typeof serve === 'string' ? [] : bucketBy);
      if (earlier.some((other) => areShared(other, subjects))) return true;
      if (this.#mayAlwaysHold(when as Condition | undefined)) return true;
      earlier.push(subjects);
    }
    return false;
  }

  #mayAlwaysHold(when: Condition | undefined): boolean {
    if (when === undefined) return true;
    if ('segment' in when) return this.#alwaysHolds(this.#inliner.inline(when));
    return 'any' in when || 'not' in when;
  }

  #subjectsOf(when: Condition | undefined, more: readonly string[]): Subjects | undefined {
    const attributes = [...more];
    const segments: string[] = [];
    const isShort = eachPart(when, ({ attribute, segment }) => {
      if (typeof attribute === 'string') attributes.push(attribute);
      if (typeof segment !== 'string') return true;
      const inner = this.#subjectsOfSegment(segment);
      if (inner === 'many') return false;
      attributes.push(...inner.attributes);
      segments.push(segment, ...inner.segments);
      return true;
    });
    return isShort ? { attributes, segments } : undefined;
  }

  #subjectsOfSegment(segment: string): Subjects | 'many' {
    const known = this.#known.get(segment);
    if (known) return known;
    const subjects = subjectsOf(this.#inliner.inline({ segment })) ?? 'many';
    this.#known.set(segment, subjects);
    return subjects;
  }
}
