import type { SegmentInliner } from '../conditions/inline-segments.ts';
import { areShared, couldFollow, subjectsOf, type Subjects } from '../conditions/subjects.ts';
import type { Condition } from '../evaluate/definition.ts';
import { bucketingAttributes } from '../evaluate/split.ts';
import { readSketch, type SketchedCondition, type SketchedRule } from '../model/rules-sketch.ts';

/** More parts of an `all` than this are not compared with each other. */
const maxParts = 16;

/** With more of them rules are not looked through quickly: comparing all with all takes longer than what it spares. */
const maxRules = 100;
const maxSubjects = 100;

const defaultBucketing = bucketingAttributes();

/**
 * Tells by their sketches which rules that use segments may hold a contradiction, or one that is never reached: only
 * of those are the files read again. What it passes over has neither.
 */
export class SketchSuspects {
  readonly #inliner: SegmentInliner;
  readonly #alwaysHolds: (condition: Condition) => boolean;
  readonly #segments = new Map<string, Subjects | 'many'>();
  readonly #known = new Map<string, boolean>();

  /**
   * @param inliner of segments that somebody is in
   * @param alwaysHolds whether every context satisfies a condition
   */
  constructor(inliner: SegmentInliner, alwaysHolds: (condition: Condition) => boolean) {
    this.#inliner = inliner;
    this.#alwaysHolds = alwaysHolds;
  }

  /** @param sketch of the rules of one environment; see `sketchOf` */
  isSuspect(sketch: string): boolean {
    let suspect = this.#known.get(sketch);
    if (suspect === undefined) {
      const rules = readSketch(sketch);
      suspect =
        rules.length > maxRules ||
        rules.some(({ when }) => when && this.#mayContradict(when)) ||
        this.#mayHideOne(rules);
      this.#known.set(sketch, suspect);
    }
    return suspect;
  }

  /** Whether earlier rules may take all contexts of a later one. */
  #mayHideOne(rules: readonly SketchedRule[]): boolean {
    const earlier: { readonly rule: SketchedRule; readonly subjects: Subjects | undefined }[] = [];
    let areRelated = false;
    for (const rule of rules) {
      const { marks, when, bucketBy } = rule;
      const subjects = this.#subjectsOf(when);
      if (marks.includes('s')) subjects?.attributes.push(...(bucketBy.length > 0 ? bucketBy : defaultBucketing));
      areRelated ||= earlier.some((other) => areShared(other.subjects, subjects));
      let inForce = 0;
      for (const other of earlier) {
        if (!mayLastAsLong(other.rule, rule)) continue;
        if (this.#couldFollow(other.rule.when, subjects)) return true;
        inForce++;
      }
      if (areRelated && inForce > 1) return true;
      earlier.push({ rule, subjects });
    }
    return false;
  }

  /** Whether a condition could follow from one of these subjects; see `couldFollow`. */
  #couldFollow(when: SketchedCondition | undefined, from: Subjects | undefined): boolean {
    if (!when || !from) return true;
    switch (when.kind) {
      case 'attribute':
      case 'odd':
        return from.attributes.includes(when.name);
      case 'all':
        return when.parts.every((part) => this.#couldFollow(part, from));
      case 'segment': {
        const inlined = this.#inliner.inline({ segment: when.name });
        if (!areShared(this.#subjectsOf(when), from)) return this.#alwaysHolds(inlined);
        return couldFollow(inlined, from, this.#alwaysHolds);
      }
      default:
        return areShared(this.#subjectsOf(when), from) || this.#mayAlwaysHold(when);
    }
  }

  #mayAlwaysHold(when: SketchedCondition): boolean {
    switch (when.kind) {
      case 'attribute':
      case 'odd':
        return false;
      case 'segment':
        return this.#alwaysHolds(this.#inliner.inline({ segment: when.name }));
      case 'all':
        return when.parts.every((part) => this.#mayAlwaysHold(part));
      case 'any':
        return when.parts.some((part) => this.#mayAlwaysHold(part)) || this.#speaksTwice(when.parts);
      default:
        return true;
    }
  }

  /** Whether there may be something in a condition that no context satisfies. */
  #mayContradict(when: SketchedCondition): boolean {
    switch (when.kind) {
      case 'attribute':
      case 'segment':
        return false;
      case 'any':
        return when.parts.length === 0 || when.parts.some((part) => this.#mayContradict(part));
      case 'all':
        return when.parts.some((part) => this.#mayContradict(part)) || this.#speaksTwice(when.parts);
      case 'not':
        return when.parts.some(
          (part) => part.kind !== 'attribute' && (part.kind !== 'segment' || this.#mayAlwaysHold(part)),
        );
      default:
        return true;
    }
  }

  /** Whether two of these conditions speak of the same thing. */
  #speaksTwice(parts: readonly SketchedCondition[]): boolean {
    if (parts.length > maxParts) return true;
    const subjects = parts.map((part) => this.#subjectsOf(part));
    return subjects.some((one, index) => subjects.slice(0, index).some((other) => areShared(other, one)));
  }

  /** What a condition speaks of, with its segments; undefined where that is too much. */
  #subjectsOf(when: SketchedCondition | undefined): Subjects | undefined {
    const subjects: Subjects = { attributes: [], segments: [] };
    return !when || this.#collect(when, subjects) ? subjects : undefined;
  }

  #collect(when: SketchedCondition, subjects: Subjects): boolean {
    switch (when.kind) {
      case 'attribute':
      case 'odd':
        return subjects.attributes.push(when.name) <= maxSubjects;
      case 'segment': {
        const inner = this.#subjectsOfSegment(when.name);
        if (inner === 'many') return false;
        subjects.segments.push(when.name, ...inner.segments);
        return subjects.attributes.push(...inner.attributes) <= maxSubjects;
      }
      case 'long':
        return false;
      default:
        return when.parts.every((part) => this.#collect(part, subjects));
    }
  }

  #subjectsOfSegment(segment: string): Subjects | 'many' {
    const known = this.#segments.get(segment);
    if (known) return known;
    const subjects = subjectsOf(this.#inliner.inline({ segment })) ?? 'many';
    this.#segments.set(segment, subjects);
    return subjects;
  }
}

/** Whether an earlier rule may be in force whenever a later one is, as far as is seen without its dates. */
function mayLastAsLong({ marks: earlier }: SketchedRule, { marks: later }: SketchedRule): boolean {
  return ['f', 'u'].every((mark) => !earlier.includes(mark) || later.includes(mark));
}
