import { parseInstant } from '../evaluate/dates.ts';
import type { AttributeTest, Condition, EnvironmentBlock, TargetingRule } from '../evaluate/definition.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { Definitions } from '../project/definitions.ts';
import type { ExposureSide } from './exposures.ts';
import { valueClasses, type ValueClasses } from './value-classes.ts';
import { witnessesOf } from './witnesses.ts';

/** More contexts than this are not looked at; nor pairs of what rules ask for. */
const maxContexts = 1_024;

/** One side of a rollback in one environment. */
export interface Side extends ExposureSide {
  readonly definitions: Definitions;
  readonly environment: string;
  /** Of the same flags, as if they needed no others. */
  readonly bare: Evaluator;
}

/** Contexts that the conditions of some flags tell apart. */
export interface Contexts {
  readonly contexts: readonly EvaluationContext[];
  /** Whether each context there is gets the same answer to every condition as one of these. */
  readonly complete: boolean;
  /** Attribute → the text by which a context says that any will do: who shares out by it may try others. */
  readonly open: ReadonlyMap<string, string>;
}

/** Every combination of values that the conditions of flags tell apart; where they are too many, the likeliest. */
export function contextsOf(sides: readonly Side[], flags: Iterable<string>, now: number): Contexts {
  const tests = new Map<string, AttributeTest[]>();
  const conditions: { readonly when: Condition; readonly side: Side }[] = [];
  const split = new Set(['targetingKey']);
  for (const flag of flags) {
    for (const side of sides) {
      split.add(side.definitions.flags.get(flag)?.bucketBy ?? 'targetingKey');
      for (const { when } of rulesOf(side, flag, now)) {
        if (when === undefined || when === null) continue;
        conditions.push({ when, side });
        collectTests(when, side, tests);
      }
    }
  }
  // Who has no value to be shared out by is told apart from who has.
  for (const attribute of split) tests.set(attribute, [...(tests.get(attribute) ?? []), { attribute, exists: true }]);
  const classes = new Map([...tests].map(([attribute, own]) => [attribute, valueClasses(own)]));
  for (const attribute of split) classes.set(attribute, absentLast(classes.get(attribute)!));
  const open = new Map([...split].map((attribute) => [attribute, classes.get(attribute)!.other]));
  const count = [...classes.values()].reduce((product, { values }) => product * values.length, 1);
  if (count > maxContexts) {
    const found = conditions.flatMap(({ when, side }) => witnessesOf(when, side.definitions.segments));
    return { contexts: pairsOf(found, Object.fromEntries(open)), complete: false, open };
  }
  return { contexts: product(classes), complete: [...classes.values()].every(({ complete }) => complete), open };
}

/** Most have a value to be shared out by, so they are looked at first. */
function absentLast(classes: ValueClasses): ValueClasses {
  return { ...classes, values: [...classes.values.filter((value) => value !== undefined), undefined] };
}

/** The tests of a condition and of the segments that it uses, each once. */
function collectTests(when: Condition, { definitions }: Side, tests: Map<string, AttributeTest[]>): void {
  const open: (Condition | undefined)[] = [when];
  const seen = new Set<string>();
  for (let at = 0; at < open.length; at++) {
    const condition = open[at];
    if (typeof condition !== 'object' || condition === null) continue;
    if ('attribute' in condition) {
      const own = tests.get(condition.attribute);
      if (own) own.push(condition);
      else tests.set(condition.attribute, [condition]);
    } else if ('segment' in condition) {
      if (!seen.has(condition.segment)) open.push(definitions.segments.get(condition.segment)?.when);
      seen.add(condition.segment);
    } else if ('not' in condition) open.push(condition.not);
    else {
      const parts: unknown = 'all' in condition ? condition.all : condition.any;
      if (Array.isArray(parts)) for (const part of parts as Condition[]) open.push(part);
    }
  }
}

function product(classes: ReadonlyMap<string, ValueClasses>): EvaluationContext[] {
  let found: EvaluationContext[] = [{}];
  for (const [attribute, { values }] of classes) {
    found = found.flatMap((context) =>
      values.map((value) => (value === undefined ? context : withValue(context, attribute, value))),
    );
  }
  return found;
}

/** What each asks for, and every two together as far as there is room. */
function pairsOf(found: readonly EvaluationContext[], base: EvaluationContext): EvaluationContext[] {
  const contexts = [base, ...found.slice(0, maxContexts).map((one) => ({ ...base, ...one }))];
  for (const [at, one] of found.entries()) {
    for (const other of found.slice(at + 1)) {
      if (contexts.length >= maxContexts) return contexts;
      contexts.push({ ...base, ...one, ...other });
    }
  }
  return contexts;
}

/** A context with one more attribute, whatever its name. */
export function withValue(context: EvaluationContext, attribute: string, value: unknown): EvaluationContext {
  return Object.fromEntries([...Object.entries(context), [attribute, value]]);
}

/** The rules of a flag that hold at an instant. */
export function rulesOf(side: Side, flag: string, now: number): readonly TargetingRule[] {
  const rules = blockOf(side, flag)?.rules;
  if (!Array.isArray(rules)) return [];
  return rules.filter(
    (rule: TargetingRule | null) =>
      typeof rule === 'object' &&
      rule !== null &&
      now >= instantOf(rule.from, 'start', -Infinity) &&
      now < instantOf(rule.until, 'end', Infinity),
  );
}

function instantOf(date: unknown, edge: 'start' | 'end', absent: number): number {
  return typeof date === 'string' ? (parseInstant(date, edge) ?? absent) : absent;
}

/** The block of a flag that is enabled there. */
export function blockOf({ definitions, environment }: Side, flag: string): EnvironmentBlock | undefined {
  const environments = definitions.flags.get(flag)?.environments;
  if (typeof environments !== 'object' || environments === null || !Object.hasOwn(environments, environment))
    return undefined;
  const block = environments[environment];
  return typeof block === 'object' && block !== null && block.enabled === true ? block : undefined;
}
