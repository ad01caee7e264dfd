import type { Weights } from '../../evaluate/definition.ts';
import type { EnvironmentFlag } from '../environment-flag.ts';
import { UnsupportedError } from '../statement.ts';
import { attribute } from './attribute.ts';
import type { Conditions } from './condition.ts';
import { equal, isBucketingValue } from './guards.ts';
import { all, any, choose, type Logic } from './logic.ts';

/** Each is written within the one before: engines do not read what is nested deeper. */
const mostRules = 500;

/** What a flag serves by its rules, whatever its prerequisites are: in all cases, or null for `otherwise`. */
export function rulesLogic(flag: EnvironmentFlag, conditions: Conditions, leaf: Leaf): Logic {
  if (flag.rules.length > mostRules) throw new UnsupportedError(`it has more than ${mostRules} rules`);
  const bucketing = bucketingOf(flag);
  const split = (weights: Weights): Logic => leaf.split(weights, bucketing.value);
  const { otherwise } = flag;
  // The last rules that split share one question, whether there is a bucketing value: without one, all are skipped.
  const lastPlain = flag.rules.findLastIndex(({ serve }) => typeof serve === 'string');
  let bucketed = typeof otherwise === 'string' ? leaf.otherwise(otherwise) : split(otherwise);
  const unbucketed = typeof otherwise === 'string' ? bucketed : leaf.variant(flag.off);
  for (const rule of flag.rules.slice(lastPlain + 1).toReversed()) {
    bucketed = choose(conditionOf(rule, conditions), split(rule.serve as Weights), bucketed);
  }
  let logic = bucketed === unbucketed ? bucketed : choose(bucketing.exists(), bucketed, unbucketed);
  for (const rule of flag.rules.slice(0, lastPlain + 1).toReversed()) {
    const { serve } = rule;
    const condition = conditionOf(rule, conditions);
    logic =
      typeof serve === 'string'
        ? choose(condition, leaf.variant(serve), logic)
        : choose(all([condition, bucketing.exists()]), split(serve), logic);
  }
  return logic;
}

function conditionOf({ when, from, until }: EnvironmentFlag['rules'][number], conditions: Conditions): Logic {
  return all([
    from === -Infinity || since('>=', from),
    until === Infinity || since('<', until),
    when === undefined || conditions.translate(when),
  ]);
}

/** What is at the ends of the rules. */
export interface Leaf {
  variant(name: string): Logic;
  otherwise(name: string): Logic;
  split(weights: Weights, value: () => Logic): Logic;
}

/** Gives the names of variants; null for `otherwise`, which is the flag's default variant. */
export const variantLeaf: Leaf = {
  variant: (name) => name,
  otherwise: () => null,
  split: (weights, value) => ({ fractional: [value(), ...Object.entries(weights)] }),
};

/** Tells whether one of these variants is served. */
export function oneOfLeaf(wanted: ReadonlySet<string>): Leaf {
  const variant = (name: string): boolean => wanted.has(name);
  return {
    variant,
    otherwise: variant,
    split(weights, value) {
      const dealt = Object.entries(weights).filter(([, weight]) => weight > 0).map(([name]) => name); // prettier-ignore
      const hits = dealt.filter(variant);
      if (hits.length === dealt.length) return true;
      const [hit, other] = hits;
      if (hit === undefined) return false;
      const served = variantLeaf.split(weights, value);
      return other === undefined ? equal(served, hit) : { in: [served, hits] };
    },
  };
}

/** A comparison of flagd's clock, which counts whole seconds, with an instant in milliseconds. */
function since(operator: '>=' | '<', instant: number): Logic {
  if (instant % 1000 !== 0) throw new UnsupportedError("flagd's clock counts whole seconds: no schedule is finer");
  return { [operator]: [{ var: '$flagd.timestamp' }, instant / 1000] };
}

interface Bucketing {
  /** Whether there is a bucketing value. */
  readonly exists: () => Logic;
  /** The text that is hashed, where there is one. */
  readonly value: () => Logic;
}

function bucketingOf({ bucketBy, seed }: EnvironmentFlag): Bucketing {
  const has = (name: string): Logic => isBucketingValue(name, attribute(name));
  const first = ([name = '', ...others]: readonly string[]): Logic =>
    others.length === 0 ? attributeText(name) : choose(has(name), attributeText(name), first(others));
  return {
    exists: () => any(bucketBy.map(has)),
    value: () => ({ cat: [seed, first(bucketBy)] }),
  };
}

/** Not every engine makes texts of booleans. A targeting key is a text already. */
function attributeText(name: string): Logic {
  const value = attribute(name);
  if (name === 'targetingKey') return value;
  return choose(equal(value, true), 'true', choose(equal(value, false), 'false', value));
}
