import type { RollbackPlan } from './plan.ts';

/** Whether two plans do the same to the same files, for the same reasons and at the same risks. */
export function isSamePlan(a: RollbackPlan, b: RollbackPlan): boolean {
  return essence(a) === essence(b);
}

function essence({ files, risks, decisions, blockers }: RollbackPlan): string {
  return JSON.stringify([
    [...files].sort(([a], [b]) => (a < b ? -1 : 1)),
    risks.map(({ code, flag, environment, severity, accepted }) => [code, flag, environment, severity, accepted]),
    decisions.map(({ id, chosen }) => [id, chosen]),
    blockers.map(({ id }) => id),
  ]);
}
