import { alternatives } from '../diagnostic/suggest.ts';
import type { RollbackPlan } from './plan.ts';

/** The subject of a rollback's commit, and its trailers: what was restored, where, and which risks were taken. */
export interface RollbackMessage {
  readonly subject: string;
  /** `KEY=VALUE` each. */
  readonly trailers: readonly string[];
}

/** @param environments those asked for; empty for all */
export function rollbackMessage(plan: RollbackPlan, environments: readonly string[]): RollbackMessage {
  const { restorations, decisions, risks, risk } = plan;
  const where = environments.length > 0 ? ` in ${alternatives(environments, 'and')}` : '';
  const [first] = restorations;
  const what =
    restorations.length === 1 && first
      ? first.to
        ? `Roll back ${first.key} to version ${first.to.number}`
        : `Switch off ${first.key}`
      : `Roll back ${restorations.length} definitions`;
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
