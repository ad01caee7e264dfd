import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import type { RollbackPlan } from '../../rollback/plan/plan.ts';

/** Whether everything is as asked for already. */
export function isNothing({ restorations, besides }: RollbackPlan): boolean {
  return besides.length === 0 && restorations.every(({ changes }) => changes.length === 0);
}

export function verdictOf({ blockers }: RollbackPlan): 'BLOCKED' | 'READY' {
  return blockers.length > 0 ? 'BLOCKED' : 'READY';
}

/** What stands in the way, if anything does: `2 things must be settled first`. */
export function standing({ plan: { blockers, risks } }: RollbackReport): string {
  if (blockers.length > 0) return `${blockers.length} thing${blockers.length === 1 ? '' : 's'} must be settled first`;
  const accepted = acceptedCodes(risks);
  return accepted.length > 0
    ? `nothing stands in the way; accepted: ${accepted.join(', ')}`
    : 'nothing stands in the way';
}

/** Codes of the risks that were accepted, each once. */
export function acceptedCodes(risks: RollbackPlan['risks']): string[] {
  return [...new Set(risks.filter(({ accepted }) => accepted).map(({ code }) => code))];
}
