import { criticalities } from '../../model/flag.ts';
import { fields, text } from '../../model/read.ts';
import type { ConflictSides } from './conflict.ts';

/** What the rules of a merge look at: the three definitions' type, criticality and special variants. */
export interface SettlementBasis {
  /** Absent where the three do not agree. */
  readonly type: string | undefined;
  /** The highest of the three. */
  readonly criticality: string;
  readonly off: string | undefined;
  readonly onFailure: string | undefined;
}

/** @param base as parsed; `undefined` where a side does not have the flag, likewise `ours` and `theirs` */
export function settlementBasis(base: unknown, ours: unknown, theirs: unknown): SettlementBasis {
  const all = [base, ours, theirs].filter((side) => side !== undefined).map(fields);
  const agreed = (of: (flag: Readonly<Record<string, unknown>>) => string | undefined): string | undefined => {
    const values = new Set(all.map(of));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const off = (flag: Readonly<Record<string, unknown>>): string => text(flag.off) ?? 'off';
  const weight = Math.max(...all.map((flag) => criticalities.indexOf(text(flag.criticality) ?? 'medium')), 0);
  return {
    type: agreed((flag) => text(flag.type)),
    criticality: criticalities[weight] ?? 'medium',
    off: agreed(off),
    onFailure: agreed((flag) => text(flag.onFailure) ?? off(flag)),
  };
}

export type MergeVerdict =
  | { readonly chosen: 'ours' | 'theirs'; readonly why: string }
  | { readonly chosen: undefined; readonly why: string };

const undecided = (why: string): MergeVerdict => ({ chosen: undefined, why });

/**
 * Which of two rollouts counts, by the flag's type and criticality: the more careful one, where there is no doubt
 * which that is.
 * @param sides what is served: a variant, or weights
 */
export function settleServe({ ours, theirs }: ConflictSides, basis: SettlementBasis): MergeVerdict {
  const { type, criticality, off, onFailure } = basis;
  if (criticality === 'high' || criticality === 'critical') {
    return undecided(`the flag's criticality is ${criticality}: a person decides`);
  }
  if (type === 'experiment') return undecided('an experiment: a person decides how it is split');
  if (type === 'ops' || type === 'kill-switch') {
    const [our, their] = [ours, theirs].map((serve) => shareOf(serve, (variant) => variant === onFailure));
    if (onFailure === undefined || our === undefined || their === undefined || our === their) {
      return undecided(`neither side serves more of the variant for failures`);
    }
    return { chosen: our > their ? 'ours' : 'theirs', why: `serves more of ${onFailure}, the variant for failures` };
  }
  if (type === 'release' || type === 'migration') {
    const [our, their] = [ours, theirs].map((serve) => shareOf(serve, (variant) => variant !== off));
    if (off === undefined || our === undefined || their === undefined || our === their) {
      return undecided('neither rollout is the lower one');
    }
    return { chosen: our < their ? 'ours' : 'theirs', why: 'is the lower rollout' };
  }
  return undecided('changed differently on both sides');
}

/** The share of some variants in what is served, 0 to 1; nothing for what is not a well-formed serving. */
function shareOf(serve: unknown, counts: (variant: string) => boolean): number | undefined {
  if (typeof serve === 'string') return counts(serve) ? 1 : 0;
  const weights = Object.entries(fields(serve));
  if (!weights.every(([, weight]) => typeof weight === 'number' && weight >= 0)) return undefined;
  const sum = (some: [string, unknown][]): number => some.reduce((total, [, weight]) => total + Number(weight), 0);
  const total = sum(weights);
  return total > 0 ? sum(weights.filter(([variant]) => counts(variant))) / total : undefined;
}
