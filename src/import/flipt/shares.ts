import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Weights } from '../../evaluate/definition.ts';
import { field, text, type Fields } from '../../model/read.ts';
import { crc32 } from '../hashes.ts';
import type { ImportMovement } from '../imported.ts';
import { RefusedImportError } from '../notes.ts';
import { movedBy, populationSize, shareAt } from '../weights.ts';
import { scalarNumber } from '../scalars.ts';

/** Shares of people, in percent and in the order in which Flipt deals them. */
export type Dealt = readonly (readonly [variant: string, percent: number])[];

export interface FliptSplit {
  /** Absent for those whom no rule concerns. */
  readonly rule: string | undefined;
  readonly serve: Weights;
  readonly dealt: Dealt;
  /** Of a boolean flag: Flipt makes a hundred buckets, else a thousand, and hashes the entity before the flag. */
  readonly isBoolean?: true;
}

/** The shares of distributions, by our names, and what is left of a hundred. @throws RefusedError if they are not percentages of known variants */
export function dealtBy(
  distributions: readonly Fields[],
  names: ReadonlyMap<string, string>,
  path: Path,
): { readonly dealt: Dealt; readonly rest: number } {
  if (distributions.length === 0) throw new RefusedImportError(path, 'a rule gives no variant');
  const dealt = distributions.map((one, index) => {
    const variant = text(field(one, 'variant')) ?? '';
    const ours = names.get(variant);
    const rollout = scalarNumber(field(one, 'rollout'));
    if (ours === undefined) throw new RefusedImportError([...path, index, 'variant'], `the variant "${variant}" does not exist`); // prettier-ignore
    if (!(rollout >= 0 && rollout <= 100)) throw new RefusedImportError([...path, index, 'rollout'], 'a rollout is not a percentage'); // prettier-ignore
    return [ours, rollout] as const;
  });
  const total = dealt.reduce((sum, [, share]) => sum + share, 0);
  if (total > 100.001) throw new RefusedImportError(path, 'its rollouts are more than 100 percent');
  return { dealt, rest: total > 99.999 ? 0 : 100 - total };
}

/** How many people Flipt's hash, a CRC-32 of flag and entity, deals another variant than ours. */
export function splitMovement(
  flag: string,
  environment: string,
  { rule, serve, dealt, isBoolean }: FliptSplit,
): ImportMovement {
  const buckets = isBoolean ? 100 : 1000;
  const scaled = dealt.map(([name, percent]) => [name, (percent * buckets) / 100] as const);
  const bucketOf = (key: string): number => crc32(isBoolean ? key + flag : flag + key) % buckets;
  return { flag, environment, rule, moved: movedBy(serve, flag, (key) => shareAt(scaled, bucketOf(key))), of: populationSize }; // prettier-ignore
}
