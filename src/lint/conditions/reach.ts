import { parseInstant } from '../../evaluate/dates.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { createSplit } from '../../evaluate/split.ts';
import type { TargetingRule } from '../../schema/generated/files.ts';
import { spend, type Budget } from './budget.ts';
import { addMentions, always, bucketable, formulaOf, negate, type Formula } from './formula.ts';
import { implies, isSatisfiable } from './satisfiable.ts';

/** A rule that is never reached, and the earlier ones that together take all of its contexts. */
export interface Unreachable {
  readonly rule: number;
  readonly by: readonly number[];
  /** The earlier one matches whenever a split or a schedule allows it, without a condition. */
  readonly always: boolean;
}

interface Reach {
  readonly index: number;
  /** When the rule holds, in milliseconds since 1970; the end is exclusive. */
  readonly from: number;
  readonly until: number;
  /** Whom it serves: its condition, and for a split that there is a bucketing value. */
  readonly whom: Formula;
  readonly mentions: ReadonlySet<unknown>;
}

/** More rules than this are compared one by one, but not together. */
const maxTogether = 16;

const ruleFields: ReadonlySet<string> = new Set(['name', 'when', 'from', 'until', 'serve']);

/**
 * The rules of an environment that no context reaches at any instant. A rule that some context reaches is
 * never among them; a rule that cannot be evaluated, or matches nobody by itself, is passed over.
 * @param bucketBy the attribute that decides splits
 */
export function unreachableRules(rules: readonly TargetingRule[], bucketBy: string, budget: Budget): Unreachable[] {
  const found: Unreachable[] = [];
  const earlier: Reach[] = [];
  rules.forEach((rule, index) => {
    if (!spend(budget, earlier.length >> 4)) return;
    const reach = reachOf(rule, index, bucketBy);
    if (!reach) return;
    const covering = earlier.filter((other) => other.from <= reach.from && other.until >= reach.until);
    const by = coveredBy(covering, reach, budget);
    if (!by) earlier.push(reach);
    else if (isSatisfiable([reach.whom], budget)) {
      const always = by.length === 1 && rules[by[0]!.index]!.when === undefined;
      found.push({ rule: index, by: by.map((one) => one.index), always });
    }
  });
  return found;
}

/** `undefined` for a rule that serves nobody, or of which not all is known. */
function reachOf(rule: TargetingRule, index: number, bucketBy: string): Reach | undefined {
  if (!Object.keys(rule).every((name) => ruleFields.has(name))) return undefined;
  const from = rule.from === undefined ? -Infinity : parseInstant(rule.from, 'start');
  const until = rule.until === undefined ? Infinity : parseInstant(rule.until, 'end');
  if (from === undefined || until === undefined || from >= until) return undefined;
  const when = rule.when === undefined ? always : formulaOf(rule.when as Condition);
  const isSplit = typeof rule.serve !== 'string';
  if (isSplit && createSplit(Object.entries(rule.serve)) === undefined) return undefined;
  const whom: Formula = isSplit ? { kind: 'all', parts: [when, bucketable(bucketBy)] } : when;
  return { index, from, until, whom, mentions: addMentions(whom, new Set()) };
}

function coveredBy(earlier: readonly Reach[], reach: Reach, budget: Budget): readonly Reach[] | undefined {
  const single = earlier.find((other) => canMeet(other.whom, reach) && implies(reach.whom, other.whom, budget));
  if (single) return [single];
  if (earlier.length < 2 || earlier.length > maxTogether || !haveSharedMentions(earlier, reach)) return undefined;
  const escapes = (others: readonly Reach[]): boolean =>
    isSatisfiable([reach.whom, ...others.map((other) => negate(other.whom))], budget);
  if (escapes(earlier)) return undefined;
  let needed = earlier;
  for (const one of earlier) {
    const fewer = needed.filter((other) => other !== one);
    if (!escapes(fewer)) needed = fewer;
  }
  return needed;
}

/**
 * Whether a formula could be implied: what it demands is at least mentioned. Saves most comparisons, for
 * nothing implies a test of an attribute of which it says nothing.
 */
function canMeet(formula: Formula, reach: Reach): boolean {
  if (formula.kind === 'test') return reach.mentions.has(`@${formula.attribute}`);
  if (formula.kind === 'fact') return reach.mentions.has(formula.fact);
  return formula.kind === 'any' || formula.parts.every((part) => canMeet(part, reach));
}

/** Whether rules speak of the same things; otherwise they cannot add up to more than each of them. */
function haveSharedMentions(earlier: readonly Reach[], reach: Reach): boolean {
  const seen = new Set(reach.mentions);
  for (const { mentions } of earlier) {
    for (const mention of mentions) {
      if (seen.has(mention)) return true;
      seen.add(mention);
    }
  }
  return false;
}
