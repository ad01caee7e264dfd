import { parseInstant } from '../evaluate/dates.ts';
import type { EnvironmentBlock, FlagDefinition, TargetingRule } from '../evaluate/definition.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import type { Definitions } from '../project/definitions.ts';
import { flagBehaviour } from './behaviour.ts';
import type { ExposureSide } from './exposures.ts';
import { witnessesOf } from './witnesses.ts';

/** Bounds on what is tried: contexts of one flag, targeting keys for each, and contexts that are kept. */
const maxContexts = 32;
const maxKeys = 1_000;
const maxKept = 48;
const maxEvaluations = 400_000;

/** One side of a rollback in one environment. */
export interface Side extends ExposureSide {
  readonly definitions: Definitions;
  readonly environment: string;
}

/** What is known of the contexts that changed flags give another variant afterwards. */
export interface Moved {
  /** Some of them. */
  readonly contexts: readonly EvaluationContext[];
  /** Whether what was tried met every rule, so that where nothing was found there is nothing. */
  readonly complete: boolean;
}

/** Looks for contexts that get another variant of one of the flags afterwards, by trying what their rules ask for. */
export function movedContexts(before: Side, after: Side, flags: readonly string[], now: number): Moved {
  const contexts: EvaluationContext[] = [];
  let complete = true;
  const perFlag = Math.max(1_000, Math.floor(maxEvaluations / Math.max(1, flags.length)));
  for (const flag of flags) {
    const found = movedOf(before, after, { flag, now, evaluations: perFlag });
    for (const context of found.contexts) if (contexts.length < maxKept) contexts.push(context);
    complete &&= found.complete;
  }
  return { contexts, complete };
}

function movedOf(
  before: Side,
  after: Side,
  { flag, now, evaluations }: { readonly flag: string; readonly now: number; readonly evaluations: number },
): Moved {
  const sides = [before, after] as const;
  const tried = sides.flatMap((side) => contextsFor(side, flag)).slice(0, 2 * maxContexts);
  tried.unshift({});
  const varies = sides.some((side) => side.variesByKey(flag));
  const keys = varies ? Math.min(maxKeys, Math.ceil(evaluations / (2 * tried.length))) : 1;
  const missed = sides.map((side) => new Set(rulesOf(side, flag, now).map(({ name }) => name)));
  const bucketBy = sides.flatMap((side) => definitionOf(side, flag)?.bucketBy ?? []);
  const contexts: EvaluationContext[] = [];
  for (const attributes of tried) {
    let kept = 0;
    for (let key = 0; key < keys; key++) {
      const context = { targetingKey: String(key), ...bucketed(bucketBy, key), ...attributes };
      const [was, is] = sides.map(({ evaluator }) => evaluator.evaluate(flag, context, { now }));
      missed[0]!.delete(was?.rule ?? '');
      missed[1]!.delete(is?.rule ?? '');
      if (was?.variant !== is?.variant && kept < 2) {
        kept++;
        contexts.push(context);
      }
    }
  }
  const [old, new_] = sides.map(({ definitions, environment }) =>
    flagBehaviour(definitions.flags.get(flag), environment),
  );
  const isKnown = sides.every((side) => blockOf(side, flag)?.targeting === undefined);
  return { contexts, complete: old === new_ || (isKnown && missed.every(({ size }) => size === 0)) };
}

/** A split by another attribute finds a value there. */
function bucketed(attributes: readonly string[], key: number): EvaluationContext {
  return Object.fromEntries(attributes.map((name) => [name, String(key)]));
}

/** Contexts that its rules, and those of what it needs, ask for. */
export function contextsFor(side: Side, flag: string): EvaluationContext[] {
  const found: EvaluationContext[] = [];
  const seen = new Set([flag]);
  for (const key of seen) {
    for (const { when } of rulesOf(side, key)) {
      if (when === undefined || found.length >= maxContexts) continue;
      found.push(...witnessesOf(when, side.definitions.segments));
    }
    const needed = definitionOf(side, key)?.prerequisites;
    if (Array.isArray(needed)) for (const one of needed) seen.add(one?.flag as string);
  }
  return found.slice(0, maxContexts);
}

/** @param now only those that hold then */
function rulesOf(side: Side, flag: string, now?: number): readonly TargetingRule[] {
  const rules = blockOf(side, flag)?.rules;
  if (!Array.isArray(rules)) return [];
  const isNow = ({ from, until }: TargetingRule): boolean =>
    now === undefined || (now >= instantOf(from, 'start', -Infinity) && now < instantOf(until, 'end', Infinity));
  return rules.filter((rule: TargetingRule | null) => rule !== null && typeof rule === 'object' && isNow(rule));
}

function instantOf(date: unknown, edge: 'start' | 'end', absent: number): number {
  return typeof date === 'string' ? (parseInstant(date, edge) ?? absent) : absent;
}

function blockOf(side: Side, flag: string): EnvironmentBlock | undefined {
  const block = definitionOf(side, flag)?.environments?.[side.environment];
  return typeof block === 'object' && block !== null && block.enabled === true ? block : undefined;
}

function definitionOf({ definitions }: Side, flag: string): FlagDefinition | undefined {
  return definitions.flags.get(flag);
}
