import { parseInstant } from '../evaluate/dates.ts';
import type { Policy } from './policy.ts';

/** A freeze that holds for one environment. */
export interface FreezeInForce {
  readonly environment: string;
  /** As written. */
  readonly until: string;
  readonly reason: string;
  /** Who may change things nevertheless: `owner`, `team:NAME`, `role:NAME`, e-mail addresses. */
  readonly except: readonly string[];
}

/**
 * The freezes that hold at an instant, in the order of the environments given, then of the policy. One begins with the
 * instant or the day (UTC) it names, and ends before the instant or with the day. A freeze with an invalid date never holds.
 * @param now milliseconds since 1970
 */
export function freezesAt(policy: Policy, environments: readonly string[], now: number): FreezeInForce[] {
  const inForce = policy.freezes.filter(({ from, until }) => {
    const [start, end] = [parseInstant(from, 'start'), parseInstant(until, 'end')];
    return start !== undefined && end !== undefined && start <= now && now < end;
  });
  return environments.flatMap((environment) =>
    inForce
      .filter((freeze) => freeze.environments?.includes(environment) ?? true)
      .map(({ until, reason, except }) => ({ environment, until, reason, except })),
  );
}
