import type { FlagLifecycle, LifecycleReport } from '../../commands/lifecycle/lifecycle.ts';
import { lifecycleStates } from '../../lifecycle/states.ts';
import { jsonText } from '../json.ts';

/** The flags that need a decision as data; see schemas/output/lifecycle.schema.json. */
export function lifecycleJson(report: LifecycleReport): string {
  const { command, ok, flags, total, missingHistory, now } = report;
  const counts = lifecycleStates.map((state) => [state, flags.filter(({ states }) => states.includes(state)).length]);
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    now: instant(now),
    total,
    summary: Object.fromEntries(counts),
    missingHistory: missingHistory ?? null,
    flags: flags.map((flag) => flagJson(flag, report)),
  });
}

function flagJson(flag: FlagLifecycle, { contacts }: LifecycleReport): object {
  const { key, file, type, owner, criticality, states, expires, expiry, review, lastChanged, settled } = flag;
  return {
    key,
    file,
    type: type ?? null,
    owner: owner ?? null,
    contact: (owner === undefined ? undefined : contacts.get(owner)) ?? null,
    criticality,
    states,
    expires: expires ?? null,
    daysLeft: expiry?.daysLeft ?? null,
    reviewDue: instant(review?.due),
    lastChanged: instant(lastChanged),
    extensions: flag.extensions,
    everybodyGets: flag.everybodyGets ?? null,
    settled: settled ? { variant: settled.variant, since: instant(settled.since) } : null,
  };
}

function instant(time: number | undefined): string | null {
  if (time === undefined) return null;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
