import { canonicalText } from '../../meaning/canonical.ts';
import { field, fields, list } from '../../model/read.ts';

/** The fields outside of `environments` that decide what a flag gives. */
const deciding = ['variants', 'off', 'onFailure', 'prerequisites', 'bucketBy', 'seed'] as const;

/**
 * What a flag's block for an environment does, as text: two blocks of one text behave alike. A disabled block does the
 * same whatever its rules are, and the name of a rule decides nothing; of weights only their proportion and order count.
 * @param value of the flag's file
 */
export function blockBehaviour(value: unknown, environment: string): string {
  const block = field(fields(fields(value).environments), environment);
  const { enabled, rules, otherwise, targeting } = fields(block);
  if (block !== true && enabled !== true) return 'off';
  const unnamed = list(rules).map((rule) => ({ ...fields(rule), name: undefined, serve: reduced(fields(rule).serve) }));
  return canonicalText({ rules: unnamed, otherwise: reduced(otherwise ?? 'on'), targeting });
}

/** Weights in the smallest numbers that share out alike, without those of nobody; anything else as it is. */
function reduced(serving: unknown): unknown {
  const weights = Object.entries(fields(serving));
  const isWhole = weights.every(([, weight]) => Number.isSafeInteger(weight) && (weight as number) >= 0);
  const divisor = isWhole ? weights.reduce((found, [, weight]) => greatestDivisor(found, weight as number), 0) : 0;
  if (divisor === 0) return serving;
  return Object.fromEntries(
    weights.filter(([, weight]) => weight !== 0).map(([variant, weight]) => [variant, (weight as number) / divisor]),
  );
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** The same for all that decides what the flag gives in an environment. Being off, the off variant is all that counts. */
export function flagBehaviour(value: unknown, environment: string): string {
  if (value === undefined) return 'absent';
  const block = blockBehaviour(value, environment);
  const flag = fields(value);
  const { off, variants } = flag;
  if (block === 'off') return canonicalText([block, off ?? 'off', variants]);
  const reasonless = list(flag.prerequisites).map((entry) => ({ ...fields(entry), reason: undefined }));
  return canonicalText([block, ...deciding.map((name) => (name === 'prerequisites' ? reasonless : flag[name]))]);
}
