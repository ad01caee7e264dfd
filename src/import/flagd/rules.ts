import type { Condition, EnvironmentBlock, TargetingRule, Weights } from '../../evaluate/definition.ts';
import { allOf, InexactError, type NamedPart } from './condition.ts';
import { decisionsOf, type FlagdDecision } from './decisions.ts';
import { bucketingGuarded, isGuard } from './guards.ts';
import { isSameLogic, operationOf, type ImportedLogic } from './logic.ts';
import { splitOf, type LogicSplit } from './split.ts';

/** What decides splits: flag files have one for all of a flag. */
interface Bucketing {
  readonly seed: string | undefined;
  readonly bucketBy: readonly string[];
}

/** Targeting as rules. */
export interface ReadRules extends Pick<EnvironmentBlock, 'rules' | 'otherwise'> {
  readonly rules: readonly TargetingRule[];
  readonly otherwise: string | Weights;
  /** Absent where nothing is split. */
  readonly bucketing: Bucketing | undefined;
  /** Whether a branch was left out whose time ends before it begins. */
  readonly neverHolds: boolean;
  /** The variant of those whom nothing decides a split for, where that is said. */
  readonly unbucketed: string | undefined;
}

/**
 * Targeting as rules that mean exactly the same.
 * @param defaultVariant served where the logic gives null
 * @throws InexactError if there are none
 */
export function importedRules(
  logic: ImportedLogic,
  defaultVariant: string,
  variants: ReadonlySet<string>,
  named: NamedPart,
): ReadRules {
  // prettier-ignore
  const decisions = decisionsOf(logic);
  const reader = new Reader(defaultVariant, variants, named);
  const rules = decisions.slice(0, -1).flatMap((decision, index) => reader.rule(decision, decisions.slice(index + 1)));
  for (const [index, rule] of rules.entries()) rules[index] = { ...rule, name: `rule-${index + 1}` };
  const last = decisions.at(-1)!;
  const split = splitOf(last.leaf);
  if (split !== undefined) {
    if (!split.isShort) throw new InexactError('a split does not say what is served without a bucketing value');
    const serve = reader.weights(split);
    rules.push({ name: `rule-${rules.length + 1}`, serve });
    return {
      rules,
      otherwise: defaultVariant,
      bucketing: reader.bucketing,
      neverHolds: reader.neverHolds,
      unbucketed: defaultVariant,
    };
  }
  const otherwise = reader.variant(last.leaf);
  return { rules, otherwise, bucketing: reader.bucketing, neverHolds: reader.neverHolds, unbucketed: undefined };
}

class Reader {
  readonly #default: string;
  readonly #variants: ReadonlySet<string>;
  readonly #named: NamedPart;
  bucketing: Bucketing | undefined;
  neverHolds = false;

  constructor(defaultVariant: string, variants: ReadonlySet<string>, named: NamedPart) {
    this.#default = defaultVariant;
    this.#variants = variants;
    this.#named = named;
  }

  variant(leaf: ImportedLogic): string {
    const name = leaf === null ? this.#default : typeof leaf === 'boolean' ? String(leaf) : leaf;
    if (typeof name === 'string' && this.#variants.has(name)) return name;
    throw new InexactError('it gives what is not the name of a variant');
  }

  weights({ weights, seed, bucketBy }: LogicSplit): Weights {
    const unknown = Object.keys(weights).find((name) => !this.#variants.has(name));
    if (unknown !== undefined) throw new InexactError(`a split names "${unknown}", which is not a variant`);
    this.bucketing ??= { seed, bucketBy };
    if (!isSameLogic([this.bucketing.seed ?? null, this.bucketing.bucketBy], [seed ?? null, bucketBy])) {
      throw new InexactError('its splits are decided in several ways');
    }
    return weights;
  }

  /** The rule of a decision; none if it can never hold. */
  rule({ all, leaf }: FlagdDecision, next: readonly FlagdDecision[]): readonly TargetingRule[] {
    const split = splitOf(leaf);
    const { from, until, left } = scheduleOf(all.flatMap((part) => conjuncts(part, this.#named)));
    if (from >= until) {
      this.neverHolds = true;
      return [];
    }
    const others = split === undefined ? left : this.#withoutGuard(split, left, next);
    const when: Condition | undefined = others.length === 0 ? undefined : allOf(others, this.#named);
    const rule = {
      name: '',
      ...(when !== undefined && { when }),
      ...(from !== -Infinity && { from: dateText(from) }),
      ...(until !== Infinity && { until: dateText(until) }),
      serve: split === undefined ? this.variant(leaf) : this.weights(split),
    };
    return [rule];
  }

  /** The conditions of a split without the one that something decides it, which a rule asks by itself. */
  #withoutGuard(
    split: LogicSplit,
    conditions: readonly ImportedLogic[],
    next: readonly FlagdDecision[],
  ): readonly ImportedLogic[] {
    const guard = conditions.findIndex((one) => isSameLogic(bucketingGuarded(one), split.bucketBy));
    if (guard >= 0) return conditions.filter((_, index) => index !== guard);
    // Those who are in no part go on to the next rule here, and get the default in flagd.
    const isLast = next.length === 1 && splitOf(next[0]!.leaf) === undefined && this.variant(next[0]!.leaf) === this.#default; // prettier-ignore
    if (split.isShort && isLast) return conditions;
    throw new InexactError('a split does not say what is served without a bucketing value');
  }
}

/** The parts of logic all of which must hold; what has a name or is a guard stays whole. */
function conjuncts(logic: ImportedLogic, named: NamedPart): readonly ImportedLogic[] {
  const operation = operationOf(logic);
  if (operation?.name !== 'and' || isGuard(logic) || named(logic as object) !== undefined) return [logic];
  return operation.args.flatMap((part) => conjuncts(part, named));
}

/** From when until when the conditions of the clock hold, in seconds, and what is left of the others. */
function scheduleOf(conditions: readonly ImportedLogic[]): {
  readonly from: number;
  readonly until: number;
  readonly left: readonly ImportedLogic[];
} {
  // prettier-ignore
  let from = -Infinity;
  let until = Infinity;
  const left = conditions.filter((condition) => {
    const negated = operationOf(condition)?.name === '!';
    const { name, args = [] } = operationOf(negated ? operationOf(condition)?.args[0] : condition) ?? {};
    const [clock, seconds] = args;
    if (!isSameLogic(clock, { var: '$flagd.timestamp' }) || typeof seconds !== 'number' || !isInstant(seconds)) return true; // prettier-ignore
    if (name === (negated ? '<' : '>=')) from = Math.max(from, seconds);
    else if (name === (negated ? '>=' : '<')) until = Math.min(until, seconds);
    else return true;
    return false;
  });
  return { from, until, left };
}

/** Dates are written with four digits for the year. */
const isInstant = (seconds: number): boolean => Number.isInteger(seconds) && seconds >= 0 && seconds < 253_402_300_800;

const dateText = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
