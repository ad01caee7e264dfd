import { UserError } from '../../diagnostic/user-error.ts';
import { fields, list } from '../../model/read.ts';
import { sharesPValue } from '../../statistics/shares.ts';
import { requireKnown } from '../../workspace/named.ts';

/** Below this the numbers of units do not come from the weights. It is lower than for effects, as it puts all of them in doubt. */
const doubt = 0.01;

/** Names the split of those for whom no rule holds. */
const otherwise = 'otherwise';

/** Whether as many units were given each variant as the flag's weights say. */
export interface DealtShares {
  /** `unknown`: there is nothing to hold them against. */
  readonly state: 'fair' | 'mismatch' | 'unknown';
  /** Always valid; absent where it is unknown. */
  readonly pValue: number | undefined;
  /** The rule whose split it is; nothing for that of `otherwise`, or where it is unknown. */
  readonly rule: string | undefined;
  /** By variant, from 0 to 1; absent where it is unknown. */
  readonly expected: ReadonlyMap<string, number> | undefined;
  /** Why it is unknown. */
  readonly why: string | undefined;
}

interface Split {
  readonly rule: string | undefined;
  readonly weights: ReadonlyMap<string, number>;
}

/**
 * Holds the sizes of variants against the split of an environment: that of the rule, else the only one there is.
 * @param block of the environment, as written
 * @throws UserError if the rule is none of the environment's, or does not split
 */
export function dealtShares(block: unknown, sizes: ReadonlyMap<string, number>, rule: string | undefined): DealtShares {
  const splits = splitsOf(block);
  const split = rule === undefined ? splits[0] : splitNamed(block, splits, rule);
  if (split === undefined)
    return unknown('the environment has no split now; with --at it is that of an earlier commit');
  if (rule === undefined && splits.length > 1) {
    const names = splits.map((one) => `--rule ${one.rule ?? otherwise}`).join(', ');
    return unknown(`the environment has several splits; name the one that gave the variants: ${names}`);
  }
  const names = [...new Set([...split.weights.keys(), ...sizes.keys()])];
  const weights = names.map((name) => split.weights.get(name) ?? 0);
  const pValue = sharesPValue(
    names.map((name) => sizes.get(name) ?? 0),
    weights,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const expected = new Map(names.map((name, at) => [name, weights[at]! / total]));
  return { state: pValue < doubt ? 'mismatch' : 'fair', pValue, rule: split.rule, expected, why: undefined };
}

function unknown(why: string): DealtShares {
  return { state: 'unknown', pValue: undefined, rule: undefined, expected: undefined, why };
}

function splitNamed(block: unknown, splits: readonly Split[], rule: string): Split {
  const names = rulesOf(block).map(({ name }) => String(name));
  requireKnown('rule', rule, [...names, otherwise]);
  const split = splits.find((one) => one.rule === (rule === otherwise && !names.includes(rule) ? undefined : rule));
  if (split === undefined) throw new UserError(`"${rule}" does not split`, 'name one that serves weights');
  return split;
}

function splitsOf(block: unknown): readonly Split[] {
  const rules = rulesOf(block).map(({ name, serve }) => ({ rule: String(name), serve }));
  return [...rules, { rule: undefined, serve: fields(block).otherwise }].flatMap(({ rule, serve }) => {
    if (typeof serve !== 'object' || serve === null) return [];
    const weights = Object.entries(serve).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
    return weights.some(([, weight]) => weight > 0) ? [{ rule, weights: new Map(weights) }] : [];
  });
}

function rulesOf(block: unknown): readonly Readonly<Record<string, unknown>>[] {
  return list(fields(block).rules).map(fields);
}
