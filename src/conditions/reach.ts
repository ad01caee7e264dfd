import { parseInstant } from '../evaluate/dates.ts';
import type { Condition } from '../evaluate/definition.ts';
import { createSplit } from '../evaluate/split.ts';
import type { TargetingRule } from '../schema/generated/files.ts';
import { spend, type Budget } from './budget.ts';
import { always, bucketable, FormulaReader, negate, type Formula } from './formula.ts';
import { implies, isSatisfiable } from './satisfiable.ts';
import { areShared, couldFollow, subjectsOf, type Subjects } from './subjects.ts';

/** A rule that is never reached, and the earlier ones that together take all of its contexts. */
export interface Unreachable {
  readonly rule: number;
  readonly by: readonly number[];
  /** The earlier one matches whenever a split or a schedule allows it, without a condition. */
  readonly always: boolean;
}

/** An earlier or later rule; what takes time to know is looked up when it is asked for. */
interface Candidate {
  readonly index: number;
  readonly rule: TargetingRule;
  readonly when: Condition | undefined;
  /** `undefined` if there are very many. */
  readonly subjects: Subjects | undefined;
  schedule: Schedule | 'none' | undefined;
  whom: Formula | 'nobody' | undefined;
}

/** When a rule holds, in milliseconds since 1970; the end is exclusive. */
interface Schedule {
  readonly from: number;
  readonly until: number;
}

/** As for contradictions: an empty list is there to be filled. */
const reader = new FormulaReader(undefined, 'open');

/** More rules than this are compared one by one, but not together. */
const maxTogether = 16;

const ruleFields: ReadonlySet<string> = new Set(['name', 'when', 'from', 'until', 'serve']);

/**
 * The rules of an environment that no context reaches at any instant. A rule that some context reaches is
 * never among them; a rule that cannot be evaluated, or matches nobody by itself, is passed over.
 * @param bucketBy the attributes that decide splits
 * @param alwaysHolds see `tautologies`; handed in where rules share conditions
 */
export function unreachableRules(
  rules: readonly TargetingRule[],
  bucketBy: readonly string[],
  budget: Budget,
  alwaysHolds = tautologies(budget),
): Unreachable[] {
  const found: Unreachable[] = [];
  const earlier: Candidate[] = [];
  let areRelated = false;
  for (let index = 0; index < rules.length && spend(budget, earlier.length); index++) {
    const rule = rules[index]!;
    const when = rule.when as Condition | undefined;
    const subjects = subjectsOf(when);
    if (subjects && isSplit(rule)) subjects.attributes.push(...bucketBy);
    const candidate: Candidate = { index, rule, when, subjects, schedule: undefined, whom: undefined };
    areRelated ||= earlier.length <= maxTogether && isRelated(candidate, earlier);
    const by =
      coveredByOne(earlier, candidate, bucketBy, alwaysHolds, budget) ??
      (areRelated ? coveredBySeveral(earlier, candidate, bucketBy, budget) : undefined);
    if (!by) {
      earlier.push(candidate);
      continue;
    }
    const whom = whomOf(candidate, bucketBy);
    if (whom && isSatisfiable([whom], budget)) {
      const isAlways = by.length === 1 && by[0]!.when === undefined;
      found.push({ rule: index, by: by.map((one) => one.index), always: isAlways });
    }
  }
  return found;
}

/** Finds out, once each, whether every context satisfies a condition. */
export function tautologies(budget: Budget): (condition: Condition) => boolean {
  const known = new Map<Condition, boolean>();
  return (condition) => {
    const holds = known.get(condition) ?? !isSatisfiable([reader.read(condition, true)], budget);
    known.set(condition, holds);
    return holds;
  };
}

/** When a rule holds; nothing if it never does, or not all of it is known. */
function scheduleOf(candidate: Candidate): Schedule | undefined {
  candidate.schedule ??= readSchedule(candidate.rule) ?? 'none';
  return candidate.schedule === 'none' ? undefined : candidate.schedule;
}

function readSchedule(rule: TargetingRule): Schedule | undefined {
  for (const name in rule) if (!ruleFields.has(name)) return undefined;
  const from = rule.from === undefined ? -Infinity : parseInstant(rule.from, 'start');
  const until = rule.until === undefined ? Infinity : parseInstant(rule.until, 'end');
  return from === undefined || until === undefined || from >= until ? undefined : { from, until };
}

/** Whom a rule serves: its condition, and for a split that there is a bucketing value; nothing if it serves nobody. */
function whomOf(candidate: Candidate, bucketBy: readonly string[]): Formula | undefined {
  candidate.whom ??= readWhom(candidate.rule, bucketBy) ?? 'nobody';
  return candidate.whom === 'nobody' ? undefined : candidate.whom;
}

function readWhom({ when: condition, serve }: TargetingRule, bucketBy: readonly string[]): Formula | undefined {
  if (typeof serve !== 'string' && createSplit(Object.entries(serve)) === undefined) return undefined;
  const when = condition === undefined ? always : reader.read(condition as Condition);
  if (typeof serve === 'string') return when;
  return { kind: 'all', parts: [when, { kind: 'any', parts: bucketBy.map(bucketable) }] };
}

/** Whether an earlier rule is in force whenever a rule is. */
function coversSchedule(earlier: Candidate, candidate: Candidate): boolean {
  const mine = scheduleOf(candidate);
  const theirs = mine && scheduleOf(earlier);
  return theirs !== undefined && theirs.from <= mine!.from && theirs.until >= mine!.until;
}

function coveredByOne(
  earlier: readonly Candidate[],
  candidate: Candidate,
  bucketBy: readonly string[],
  alwaysHolds: (condition: Condition) => boolean,
  budget: Budget,
): readonly Candidate[] | undefined {
  for (const other of earlier) {
    if (!couldCover(other, candidate, bucketBy, alwaysHolds) || !coversSchedule(other, candidate)) continue;
    const mine = whomOf(candidate, bucketBy);
    const theirs = mine && whomOf(other, bucketBy);
    if (mine && theirs && implies(mine, theirs, budget)) return [other];
  }
  return undefined;
}

function coveredBySeveral(
  earlier: readonly Candidate[],
  candidate: Candidate,
  bucketBy: readonly string[],
  budget: Budget,
): readonly Candidate[] | undefined {
  if (earlier.length < 2 || earlier.length > maxTogether) return undefined;
  let needed = earlier.filter((other) => coversSchedule(other, candidate));
  const mine = needed.length < 2 ? undefined : whomOf(candidate, bucketBy);
  if (!mine) return undefined;
  needed = needed.filter((other) => whomOf(other, bucketBy) !== undefined);
  const escapes = (others: readonly Candidate[]): boolean =>
    isSatisfiable([mine, ...others.map((other) => negate(whomOf(other, bucketBy)!))], budget);
  if (needed.length < 2 || escapes(needed)) return undefined;
  for (const one of needed) {
    const fewer = needed.filter((other) => other !== one);
    if (!escapes(fewer)) needed = fewer;
  }
  return needed;
}

/** A quick look that spares most rules a search: what an earlier one demands, the later must at least speak of. */
function couldCover(
  earlier: Candidate,
  { subjects }: Candidate,
  bucketBy: readonly string[],
  alwaysHolds: (condition: Condition) => boolean,
): boolean {
  if (isSplit(earlier.rule) && !speaksOf(subjects, bucketBy)) return false;
  return earlier.when === undefined || couldFollow(earlier.when, subjects, alwaysHolds);
}

function speaksOf(subjects: Subjects | undefined, attributes: readonly string[]): boolean {
  return !subjects || attributes.some((attribute) => subjects.attributes.includes(attribute));
}

/** Whether a rule and earlier ones speak of the same thing; otherwise they cannot add up to more than each of them. */
function isRelated(candidate: Candidate, earlier: readonly Candidate[]): boolean {
  return earlier.some((other) => areShared(other.subjects, candidate.subjects));
}

const isSplit = ({ serve }: TargetingRule): boolean => typeof serve !== 'string';
