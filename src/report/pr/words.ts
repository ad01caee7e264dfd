import type { PrFlag, PrReport, TouchedExpiry } from '../../commands/pr/pr.ts';
import type { ChangedEnvironment } from '../../commands/pr/risk.ts';
import { inDays } from '../../diagnostic/relative-time.ts';
import { counted } from '../style.ts';

/** What stands in the way, most urgent first; empty if nothing does. */
export function obstacles({ diagnostics, commits, approvals }: PrReport): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const others = commits.flatMap(({ violations }) => violations).filter(({ code }) => code !== 'approvals-missing');
  const missing = approvals.reduce((sum, one) => sum + one.missing, 0);
  return [
    ...(errors > 0 ? [counted(errors, 'new error')] : []),
    ...(others.length > 0 ? [counted(others.length, 'policy violation')] : []),
    ...(missing > 0 ? [`${counted(missing, 'approval')} missing`] : []),
  ];
}

/** `2 flags and 1 segment change, risk high`. */
export function contentsText({ meaning, risk }: PrReport): string {
  const { flags, segments, governance } = meaning;
  const parts = [
    ...(flags.length > 0 ? [counted(flags.length, 'flag')] : []),
    ...(segments.length > 0 ? [counted(segments.length, 'segment')] : []),
    ...(governance.length > 0 ? [counted(governance.length, 'governance file')] : []),
  ];
  if (parts.length === 0) return 'no flag changes in meaning';
  const count = flags.length + segments.length + governance.length;
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts[0];
  return `${list} ${count === 1 ? 'changes' : 'change'}, risk ${risk}`;
}

/** `on 10% → 25%, off 90% → 75%`; what stays is left out, and nothing is said where all do. */
export function exposureInWords({ before, after }: ChangedEnvironment, arrow: string): string {
  const variants = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = variants.filter((name) => (before[name] ?? 0) !== (after[name] ?? 0));
  return changed.map((name) => `${name} ${percent(before[name])} ${arrow} ${percent(after[name])}`).join(', ');
}

function percent(share = 0): string {
  const value = share * 100;
  return `${Number.isInteger(value) ? value : value.toFixed(1)}%`;
}

/** `2026-10-15 → 2026-10-30 (in 9 days)`. */
export function expiryText({ before, after, daysLeft }: TouchedExpiry, arrow: string): string {
  if (after === undefined) return `${before ?? ''} ${arrow} none`.trim();
  const when = daysLeft === undefined ? '' : ` (${inDays(daysLeft)})`;
  return `${before === undefined ? 'new' : before} ${arrow} ${after}${when}`;
}

/** What a flag reaches: those that need it, systems, owners; each is left out where there is none. */
export function reachOf({
  dependents,
  systems,
  owners,
}: PrFlag): readonly (readonly [name: string, keys: readonly string[]])[] {
  const all = [
    ['needed by', dependents],
    ['systems', systems],
    ['owners', owners],
  ] as const;
  return all.filter(([, keys]) => keys.length > 0);
}
