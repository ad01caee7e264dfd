import type { Condition, EnvironmentBlock, FlagDefinition } from '../evaluate/definition.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { field, fields, list } from '../model/read.ts';
import { evaluatorOf, type Definitions } from '../project/definitions.ts';
import type { Exposure } from './situation.ts';

/** How many targeting keys are looked at; as `exposure` does. */
const population = 10_000;

/** How two states of one flag differ for the targeting keys 0 to 9999, as text and without other attributes. */
export interface ExposureChange {
  readonly before: Exposure;
  readonly after: Exposure;
  /** Share of the keys that get another variant afterwards. */
  readonly moved: number;
  /** Share of the keys that got another than the off variant, and get the off variant afterwards. */
  readonly lost: number;
}

/** The definitions of one side, ready to be asked. */
export interface ExposureSide {
  readonly evaluator: Evaluator;
  /** Whether the result for a flag can depend on the targeting key. */
  variesByKey(flag: string): boolean;
  /** Its off variant. */
  offOf(flag: string): string;
}

export function exposureSide(definitions: Definitions, environment: string): ExposureSide {
  const varying = new Map<string, boolean>();
  const evaluator = evaluatorOf(definitions, environment);
  return {
    evaluator,
    offOf: (flag) => definitions.flags.get(flag)?.off ?? 'off',
    variesByKey(flag) {
      const known = varying.get(flag);
      if (known !== undefined) return known;
      const own = fields(definitions.flags.get(flag)?.environments);
      const block = field(own, environment);
      const isOn = block === true || fields(block).enabled === true;
      const varies =
        isOn && prerequisiteClosure(definitions, flag).some((one) => usesKey(definitions, one, environment));
      varying.set(flag, varies);
      return varies;
    },
  };
}

/** Asks for every key, or for one where all get the same. A flag that does not exist gives nothing. */
export function exposureChange(before: ExposureSide, after: ExposureSide, flag: string, now: number): ExposureChange {
  const keys = before.variesByKey(flag) || after.variesByKey(flag) ? population : 1;
  const counts = [new Map<string, number>(), new Map<string, number>()] as const;
  const [offBefore, offAfter] = [before.offOf(flag), after.offOf(flag)];
  // A side that gives all the same is asked once.
  const fixed = [before, after].map((side) =>
    side.variesByKey(flag) ? undefined : side.evaluator.evaluate(flag, { targetingKey: '0' }, { now }),
  );
  let moved = 0;
  let lost = 0;
  for (let key = 0; key < keys; key++) {
    const context = { targetingKey: String(key) };
    const was = fixed[0] ? fixed[0].variant : before.evaluator.evaluate(flag, context, { now }).variant;
    const is = fixed[1] ? fixed[1].variant : after.evaluator.evaluate(flag, context, { now }).variant;
    if (was !== undefined) counts[0].set(was, (counts[0].get(was) ?? 0) + 1);
    if (is !== undefined) counts[1].set(is, (counts[1].get(is) ?? 0) + 1);
    if (was === is) continue;
    moved++;
    if (was !== undefined && was !== offBefore && (is === undefined || is === offAfter)) lost++;
  }
  const shares = (count: ReadonlyMap<string, number>): Exposure =>
    Object.fromEntries([...count].map(([variant, number]) => [variant, number / keys]));
  return { before: shares(counts[0]), after: shares(counts[1]), moved: moved / keys, lost: lost / keys };
}

/** A flag and everything that it needs, directly or through others. */
function prerequisiteClosure({ flags }: Definitions, flag: string): FlagDefinition[] {
  const seen = new Set([flag]);
  const found: FlagDefinition[] = [];
  for (const key of seen) {
    const definition = flags.get(key);
    if (!definition) continue;
    found.push(definition);
    if (!Array.isArray(definition.prerequisites)) continue;
    for (const needed of definition.prerequisites) seen.add(needed?.flag);
  }
  return found;
}

/** Whether a block splits by key, or asks for the key itself. What is written in an unknown way is taken to. */
function usesKey({ segments }: Definitions, { environments }: FlagDefinition, environment: string): boolean {
  const block = environments?.[environment] as EnvironmentBlock | boolean | undefined;
  if (typeof block !== 'object' || block === null || block.enabled !== true) return false;
  if (block.targeting !== undefined || typeof block.otherwise === 'object') return true;
  if (block.rules === undefined) return false;
  if (!Array.isArray(block.rules)) return true;
  const open: (Condition | undefined)[] = [];
  for (const rule of block.rules) {
    if (typeof rule?.serve === 'object') return true;
    open.push(rule?.when);
  }
  const seen = new Set<string>();
  while (open.length > 0) {
    const condition = open.pop();
    if (typeof condition !== 'object' || condition === null) continue;
    if ('attribute' in condition && condition.attribute === 'targetingKey') return true;
    if ('all' in condition) for (const part of list(condition.all)) open.push(part as Condition);
    if ('any' in condition) for (const part of list(condition.any)) open.push(part as Condition);
    if ('not' in condition) open.push(condition.not);
    if (!('segment' in condition) || seen.has(condition.segment)) continue;
    seen.add(condition.segment);
    open.push(segments.get(condition.segment)?.when);
  }
  return false;
}
