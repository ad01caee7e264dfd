import { canonicalText } from '../history/canonical.ts';
import { field, fields, list } from '../model/read.ts';

/** The fields outside of `environments` that decide what a flag gives. */
const deciding = ['variants', 'off', 'onFailure', 'prerequisites', 'bucketBy', 'seed'] as const;

/**
 * What a flag's block for an environment does, as text: two blocks of one text behave alike. A disabled block does the
 * same whatever its rules are, and the name of a rule decides nothing.
 * @param value of the flag's file
 */
export function blockBehaviour(value: unknown, environment: string): string {
  const block = field(fields(fields(value).environments), environment);
  const { enabled, rules, otherwise, targeting } = fields(block);
  if (block !== true && enabled !== true) return 'off';
  const unnamed = list(rules).map((rule) => ({ ...fields(rule), name: undefined }));
  return canonicalText({ rules: unnamed, otherwise: otherwise ?? 'on', targeting });
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
