import { attributesOf } from '../../conditions/tests-of.ts';
import type { EnvironmentBlock, FlagDefinition, TargetingRule } from '../../evaluate/definition.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import type { Evaluator } from '../../evaluate/evaluator.ts';
import { stepsTaken } from '../../evaluate/steps-taken.ts';
import { numberedContexts } from '../../evaluate/population.ts';
import { field, fields } from '../../model/read.ts';
import { evaluatorOf, type Definitions } from '../../project/definitions.ts';
import type { VariantShares } from './effect.ts';

/** How many targeting keys are looked at; as `exposure` does. */
const population = 10_000;

/** Steps of JsonLogic that counting for one flag may take, some seconds of work at most; and contexts that are asked whatever it takes. */
const mostSteps = 20_000_000;
const fewestAsked = 50;

/** How two states of one flag differ for the targeting keys 0 to 9999, as text and without other attributes. */
export interface ExposureChange {
  readonly before: VariantShares;
  readonly after: VariantShares;
  /** Share of the keys that get another variant afterwards. */
  readonly moved: number;
  /** Share of the keys that got another than the off variant, and get the off variant afterwards. */
  readonly lost: number;
  /** How many were asked, where evaluating takes so long that not all were: of all that there are, the first. */
  readonly askedFirst: number | undefined;
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

/** The definitions of one side, made ready for one environment. What the key can decide is found out once a flag. */
export function exposureSide(definitions: Definitions, environment: string): ExposureSide {
  const evaluator = evaluatorOf(definitions, environment);
  const known = new Map<string, readonly KeyUse[]>();
  const usesOf = (flag: string): readonly KeyUse[] => {
    let uses = known.get(flag);
    if (!uses) {
      // One that is off gives the same to all, whatever it needs.
      const definition = definitions.flags.get(flag);
      const isOn = definition !== undefined && isEnabled(definition, environment);
      const needed = isOn ? prerequisiteClosure(definitions, flag) : [];
      uses = needed.map((one) => ({ key: one.key, use: keyUse(definitions, one, environment) }));
      known.set(flag, uses);
    }
    return uses;
  };
  return {
    evaluator,
    offOf: (flag) => definitions.flags.get(flag)?.off ?? 'off',
    variesByKey: (flag) => usesOf(flag).some(({ use }) => use !== 'none'),
    // Where no condition asks for the key, the same rules hold for every key: then one of them has to split.
    variesByKeyAlone: (flag, now) =>
      usesOf(flag).some(
        ({ key, use }) =>
          use === 'condition' ||
          (use === 'split' && evaluator.evaluate(key, { targetingKey: '0' }, { now }).reason === 'SPLIT'),
      ),
  };
}

/**
 * Asks for every key, or for one where all get the same. A flag that does not exist gives nothing.
 * @param now milliseconds since 1970
 * @param people contexts to evaluate instead of keys
 */
export function exposureChange(
  before: ExposureSide,
  after: ExposureSide,
  flag: string,
  now: number,
  people?: Iterable<EvaluationContext>,
): ExposureChange {
  // A side that gives all keys the same is asked once.
  const [sameBefore, sameAfter] = [before, after].map((side) =>
    people || side.variesByKeyAlone(flag, now)
      ? undefined
      : side.evaluator.evaluate(flag, { targetingKey: '0' }, { now }),
  );
  const isSame = sameBefore !== undefined && sameAfter !== undefined;
  const counts = [new Map<string, number>(), new Map<string, number>()] as const;
  const [offBefore, offAfter] = [before.offOf(flag), after.offOf(flag)];
  let moved = 0;
  let lost = 0;
  let size = 0;
  let isCut = false;
  const steps = stepsTaken();
  for (const context of people ?? numberedContexts(isSame ? 1 : population)) {
    isCut = size >= fewestAsked && stepsTaken() - steps > mostSteps;
    if (isCut) break;
    size++;
    const was = (sameBefore ?? before.evaluator.evaluate(flag, context, { now })).variant;
    const is = (sameAfter ?? after.evaluator.evaluate(flag, context, { now })).variant;
    if (was !== undefined) counts[0].set(was, (counts[0].get(was) ?? 0) + 1);
    if (is !== undefined) counts[1].set(is, (counts[1].get(is) ?? 0) + 1);
    if (was === is) continue;
    moved++;
    if (was !== undefined && was !== offBefore && (is === undefined || is === offAfter)) lost++;
  }
  const shares = (count: ReadonlyMap<string, number>): VariantShares =>
    Object.fromEntries([...count].map(([variant, number]) => [variant, number / size]));
  return {
    before: shares(counts[0]),
    after: shares(counts[1]),
    moved: moved / size,
    lost: lost / size,
    askedFirst: isCut ? size : undefined,
  };
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

function isEnabled({ environments }: FlagDefinition, environment: string): boolean {
  const block = field(fields(environments), environment);
  return block === true || fields(block).enabled === true;
}

/** What a flag uses the targeting key for: in a condition, only to split, or not at all. */
interface KeyUse {
  readonly key: string;
  readonly use: 'condition' | 'split' | 'none';
}

/** What is written in an unknown way is taken for a condition. */
function keyUse({ segments }: Definitions, { environments }: FlagDefinition, environment: string): KeyUse['use'] {
  const block = environments?.[environment] as EnvironmentBlock | boolean | undefined;
  if (typeof block !== 'object' || block === null || block.enabled !== true) return 'none';
  const { rules = [], otherwise } = block;
  if (block.targeting !== undefined || !Array.isArray(rules)) return 'condition';
  const written: readonly (TargetingRule | null)[] = rules;
  if (written.some((rule) => attributesOf(rule?.when, segments).has('targetingKey'))) return 'condition';
  return [otherwise, ...written.map((rule) => rule?.serve)].some((serve) => typeof serve === 'object')
    ? 'split'
    : 'none';
}

/** The names of a flag's rules that ask for an attribute other than the targeting key. */
export function rulesByAttributes({ flags, segments }: Definitions, flag: string, environment: string): string[] {
  const block = flags.get(flag)?.environments?.[environment] as EnvironmentBlock | boolean | undefined;
  if (typeof block !== 'object' || block === null || block.enabled !== true) return [];
  if (block.targeting !== undefined) return ['targeting'];
  if (!Array.isArray(block.rules)) return [];
  return block.rules.flatMap((rule: TargetingRule | null) => {
    const attributes = attributesOf(rule?.when, segments);
    attributes.delete('targetingKey');
    return attributes.size > 0 && typeof rule?.name === 'string' ? [rule.name] : [];
  });
}
