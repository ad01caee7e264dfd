import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Condition, TargetingRule } from '../../evaluate/definition.ts';
import { field, fields, type Fields } from '../../model/read.ts';
import { RefusedImportError } from '../notes.ts';
import { weightsOf } from '../weights.ts';
import type { Dealt, FliptSplit } from './shares.ts';
import { scalarNumber } from '../scalars.ts';

interface Rollouts {
  readonly rules: readonly TargetingRule[];
  readonly otherwise: TargetingRule['serve'];
  readonly splits: readonly FliptSplit[];
}

/**
 * The rollouts of a boolean flag. Shares have one hash in common, so that several after another are one split; behind
 * them nothing else can be.
 * @param preset what those get whom nothing concerns
 * @throws RefusedError where a share is before a segment, or a segment has no counterpart
 */
export function readRollouts(
  rollouts: readonly unknown[],
  preset: 'on' | 'off',
  path: Path,
  conditionOf: (segment: Fields, path: Path) => Condition | undefined,
): Rollouts {
  const rules: TargetingRule[] = [];
  const shares: [string, number][] = [];
  let dealt = 0;
  for (const [index, value] of rollouts.entries()) {
    const { segment, threshold } = fields(value);
    const at = [...path, index];
    if (threshold !== undefined) {
      const percentage = scalarNumber(field(fields(threshold), 'percentage') ?? 0);
      if (!(percentage >= 0 && percentage <= 100)) throw new RefusedImportError([...at, 'threshold'], 'a threshold is not a percentage'); // prettier-ignore
      if (percentage > dealt) shares.push([served(fields(threshold)), percentage - dealt]);
      dealt = Math.max(dealt, percentage);
    } else {
      if (dealt > 0) throw new RefusedImportError(at, 'a segment after a share has no counterpart: here a share decides for everybody'); // prettier-ignore
      const when = conditionOf({ segment }, at);
      rules.push({ name: `rollout-${index + 1}`, ...(when !== undefined && { when }), serve: served(fields(segment)) });
    }
  }
  if (shares.length === 0) return { rules, otherwise: preset, splits: [] };
  if (dealt < 100) shares.push([preset, 100 - dealt]);
  const otherwise = weightsOf(shares, path);
  const split = { rule: undefined, dealt: shares as Dealt, isBoolean: true } as const;
  return { rules, otherwise, splits: typeof otherwise === 'string' ? [] : [{ ...split, serve: otherwise }] };
}

const served = (rollout: Fields): 'on' | 'off' => (field(rollout, 'value') === true ? 'on' : 'off');
