import type { Condition, EnvironmentBlock, FlagDefinition, TargetingRule } from '../evaluate/definition.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
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
  /** The same where nothing but the targeting key is known. */
  variesByKeyAlone(flag: string, now: number): boolean;
  /** Its off variant. */
  offOf(flag: string): string;
}

export function exposureSide(definitions: Definitions, environment: string): ExposureSide {
  const evaluator = evaluatorOf(definitions, environment);
  const uses = new Map<string, readonly [flag: string, use: KeyUse][]>();
  const usesOf = (flag: string): readonly [flag: string, use: KeyUse][] => {
    let known = uses.get(flag);
    if (!known) {
      known = prerequisiteClosure(definitions, flag).map((one) => [one.key, keyUse(definitions, one, environment)]);
      uses.set(flag, known);
    }
    return known;
  };
  return {
    evaluator,
    offOf: (flag) => definitions.flags.get(flag)?.off ?? 'off',
    variesByKey: (flag) => usesOf(flag).some(([, use]) => use !== 'none'),
    // Where no condition asks for the key, every key is served by the same rule: then it takes a split there.
    variesByKeyAlone: (flag, now) =>
      usesOf(flag).some(([key, use]) => {
        if (use !== 'split') return use === 'condition';
        return evaluator.evaluate(key, { targetingKey: '0' }, { now }).reason === 'SPLIT';
      }),
  };
}

/** Asks for every key, or for one where all get the same. A flag that does not exist gives nothing. */
export function exposureChange(before: ExposureSide, after: ExposureSide, flag: string, now: number): ExposureChange {
  const keys = before.variesByKeyAlone(flag, now) || after.variesByKeyAlone(flag, now) ? population : 1;
  const counts = [new Map<string, number>(), new Map<string, number>()] as const;
  const [offBefore, offAfter] = [before.offOf(flag), after.offOf(flag)];
  let moved = 0;
  let lost = 0;
  for (let key = 0; key < keys; key++) {
    const context = { targetingKey: String(key) };
    const was = before.evaluator.evaluate(flag, context, { now }).variant;
    const is = after.evaluator.evaluate(flag, context, { now }).variant;
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

/** What the targeting key is used for: in a condition, or only to split. */
type KeyUse = 'condition' | 'split' | 'none';

/** What is written in an unknown way is taken for a condition. */
function keyUse({ segments }: Definitions, { environments }: FlagDefinition, environment: string): KeyUse {
  const block = environments?.[environment] as EnvironmentBlock | boolean | undefined;
  if (typeof block !== 'object' || block === null || block.enabled !== true) return 'none';
  const { rules = [], otherwise } = block;
  if (block.targeting !== undefined || !Array.isArray(rules)) return 'condition';
  if (
    asksForKey(
      rules.map((rule: TargetingRule | null) => rule?.when),
      segments,
    )
  )
    return 'condition';
  const serves = [otherwise, ...rules.map((rule: TargetingRule | null) => rule?.serve)];
  return serves.some((serve) => typeof serve === 'object') ? 'split' : 'none';
}

function asksForKey(open: (Condition | undefined)[], segments: Definitions['segments']): boolean {
  const seen = new Set<string>();
  for (let condition = open.pop(); open.length > 0 || condition !== undefined; condition = open.pop()) {
    if (condition === undefined || condition === null) continue;
    if ('attribute' in condition && condition.attribute === 'targetingKey') return true;
    if ('all' in condition) open.push(...condition.all);
    if ('any' in condition) open.push(...condition.any);
    if ('not' in condition) open.push(condition.not);
    if (!('segment' in condition) || seen.has(condition.segment)) continue;
    seen.add(condition.segment);
    open.push(segments.get(condition.segment)?.when);
  }
  return false;
}
