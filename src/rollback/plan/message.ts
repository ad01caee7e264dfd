import { alternatives } from '../../diagnostic/suggest.ts';
import type { RollbackPlan } from './plan.ts';
import type { RollbackTarget } from '../request.ts';
import type { Restoration } from '../target/restoration.ts';

/** The subject of a rollback's commit, and its trailers: what was restored, where, and which risks were taken. */
export interface RollbackMessage {
  readonly subject: string;
  /** `KEY=VALUE` each. */
  readonly trailers: readonly string[];
}

/**
 * Writes down a rollback that is applied.
 * @param target what was asked for
 * @param environments those asked for; empty for all
 */
export function rollbackMessage(
  plan: RollbackPlan,
  target: RollbackTarget,
  environments: readonly string[],
): RollbackMessage {
  const { restorations, decisions, risks, risk } = plan;
  const where = environments.length > 0 ? ` in ${alternatives(environments, 'and')}` : '';
  const what = target.kind === 'commit' ? `Take back ${target.commit.slice(0, 7)}` : describe(restorations);
  const accepted = new Set(risks.filter((one) => one.accepted).map(({ code }) => code));
  return {
    subject: `${what}${where}`,
    trailers: [
      ...restorations.map(({ key, to }) => `Rollback-To=${to ? `${key}@${to.number} ${to.commit}` : `${key}@off`}`),
      ...environments.map((name) => `Environment=${name}`),
      `Risk=${risk}`,
      ...[...accepted].map((code) => `Accepted-Risk=${code}`),
      ...decisions.flatMap(({ id, chosen }) => (chosen === undefined ? [] : [`Decision=${id}=${chosen}`])),
    ],
  };
}

/** By name as far as a subject has room for it. */
function describe(restorations: readonly Restoration[]): string {
  const [first, ...others] = restorations;
  if (first && others.length === 0) {
    return first.to ? `Roll back ${first.key} to version ${first.to.number}` : `Switch off ${first.key}`;
  }
  const keys = restorations.map(({ key }) => key);
  return `Roll back ${keys.length > 3 ? `${keys.length} flags and segments` : alternatives(keys, 'and')}`;
}
