import { parseInstant } from '../../evaluate/dates.ts';
import type { EnvironmentBlock, TargetingRule } from '../../evaluate/definition.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import type { Evaluator } from '../../evaluate/evaluator.ts';
import { bucketingAttributes } from '../../evaluate/split.ts';
import type { Definitions } from '../../project/definitions.ts';
import type { ExposureSide } from './exposures.ts';
import type { Budget } from '../../conditions/budget.ts';
import { contextClasses, type ContextClasses, type Ladder } from '../../conditions/context-classes.ts';
import { anyText } from '../../conditions/free-texts.ts';
import { always, bucketable, FormulaReader, type Formula } from '../../conditions/formula.ts';

/** More contexts than this are not looked at. */
const maxContexts = 1_024;

/** One side of a rollback in one environment. */
export interface Side extends ExposureSide {
  readonly definitions: Definitions;
  readonly environment: string;
  /** Of the same flags, as if they needed no others. */
  readonly bare: Evaluator;
}

/** Contexts that the rules of some flags tell apart. */
export interface Contexts extends ContextClasses {
  /** The attributes by whose values contexts are shared out. */
  readonly split: readonly string[];
  /** The one of them that decides which variant a context of a class gets; nothing where more than one may. */
  readonly by: string | undefined;
}

/**
 * Contexts for every way in which the rules of flags can come out on both sides; where those are too many, some of them.
 * @param now milliseconds since 1970
 * @param budget comparisons that may be made; what is used up is taken off it
 */
export function contextsOf(sides: readonly Side[], flags: Iterable<string>, now: number, budget: Budget): Contexts {
  const ladders: Ladder[] = [];
  const split = new Set<string>();
  let isByRules = true;
  const readers = sides.map(({ definitions }) => new FormulaReader(definitions.segments));
  for (const flag of flags) {
    sides.forEach((side, index) => {
      for (const name of bucketingAttributes(side.definitions.flags.get(flag)?.bucketBy)) split.add(name);
      isByRules &&= blockOf(side, flag)?.targeting === undefined;
      const ladder = ladderOf(side, flag, now, readers[index]!);
      if (ladder.length > 0) ladders.push(ladder);
    });
  }
  // Most have a value to be shared out by.
  const names = ['targetingKey', ...[...split].filter((name) => name !== 'targetingKey')];
  const { classes, complete } = contextClasses(ladders, names.map(bucketable), maxContexts, budget);
  const by = isByRules && split.size === 1 ? [...split][0] : undefined;
  if (complete) return { classes, complete, split: names, by };
  const likely = classes.map(({ formulas, witness: { context, asked } }) => {
    return { formulas, witness: { context: { targetingKey: anyText, ...context }, asked } };
  });
  return { classes: likely, complete, split: names, by };
}

/** Whether what a flag serves can depend on the context. */
export function tellsApart(side: Side, flag: string): boolean {
  const { rules, otherwise, targeting } = blockOf(side, flag) ?? {};
  return targeting !== undefined || typeof otherwise === 'object' || (Array.isArray(rules) && rules.length > 0);
}

/** What decides by which serving a flag serves; nothing where that is the same for all, or its rules do not decide it. */
function ladderOf(side: Side, flag: string, now: number, reader: FormulaReader): Ladder {
  const block = blockOf(side, flag);
  if (!block || block.targeting !== undefined) return [];
  if (side.bare.evaluate(flag, {}, { now }).reason === 'ERROR') return [];
  const hasBucket: Formula = {
    kind: 'any',
    parts: bucketingAttributes(side.definitions.flags.get(flag)?.bucketBy).map(bucketable),
  };
  const served = rulesOf(side, flag, now).map(({ when, serve }) => ({
    serve,
    whom: allOf(when === undefined ? always : reader.read(when), typeof serve === 'string' ? always : hasBucket),
  }));
  // What follows a split that is for all is for those who have nothing to be shared out by.
  if (typeof block.otherwise === 'object') served.push({ serve: block.otherwise, whom: hasBucket });
  const rungs: { readonly serve: string; whom: Formula }[] = [];
  for (const { serve, whom } of served) {
    const last = rungs.at(-1);
    const text = JSON.stringify(serve);
    // Rules one after the other that serve the same are as good as one.
    if (last?.serve === text) last.whom = { kind: 'any', parts: [last.whom, whom] };
    else rungs.push({ serve: text, whom });
  }
  if (rungs.at(-1)?.serve === JSON.stringify(block.otherwise) && typeof block.otherwise === 'string') rungs.pop();
  return rungs.map(({ whom }) => whom);
}

function allOf(first: Formula, second: Formula): Formula {
  return second === always ? first : { kind: 'all', parts: [first, second] };
}

/** A context with one more attribute, whatever its name. */
export function withValue(context: EvaluationContext, attribute: string, value: unknown): EvaluationContext {
  // A computed name is a field of its own, also if it is __proto__.
  return { ...context, [attribute]: value };
}

/** The rules of a flag that hold at an instant, in milliseconds since 1970. */
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
