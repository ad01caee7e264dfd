import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import { inDays, shortDate } from '../../diagnostic/relative-time.ts';
import { daysLeft, periodOf } from '../../lifecycle/days.ts';
import { reviewOf } from '../../lifecycle/review.ts';
import type { Flag } from '../../model/flag.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { Project } from '../../project/project.ts';

/** One flag, or a file that is not a flag, that needs attention. */
export interface Attention {
  readonly severity: Severity;
  /** Absent where the file does not hold a flag. */
  readonly flag: string | undefined;
  readonly file: string;
  /** The worst of what is to be said. */
  readonly message: string;
  readonly owner: string | undefined;
  /** How many more problems it has. */
  readonly more: number;
}

/** Warnings that somebody has to act on; of the others lint speaks. */
const ofTime: readonly string[] = ['expired', 'expiring-soon', 'review-overdue'];

/**
 * What needs somebody: errors, and what is due or soon will be, by flag, the worst first.
 * @param now milliseconds since 1970
 */
export function attentionOf(
  diagnostics: readonly Diagnostic[],
  { flags, manifest }: Pick<Project, 'flags' | 'manifest'>,
  now: number,
): Attention[] {
  const byFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== 'error' && !ofTime.includes(diagnostic.rule)) continue;
    const known = byFile.get(diagnostic.file);
    if (known) known.push(diagnostic);
    else byFile.set(diagnostic.file, [diagnostic]);
  }
  const found = [...byFile.values()].map((inFile) => {
    const ranked = inFile.map((one) => ({ one, rank: rankOf(one) })).sort((a, b) => a.rank - b.rank);
    const { one, rank } = ranked[0] as { one: Diagnostic; rank: number };
    const known = one.flag === undefined ? undefined : flags.get(one.flag);
    // A second file of the same key is not the flag that the project knows.
    const flag = known?.file === one.file ? known : undefined;
    const due = periodOf(flag?.expires)?.end ?? Infinity;
    const message = (flag && messageOfTime(one.rule, flag, manifest, now)) ?? withoutKey(one.message, one.flag);
    return { one, rank, due, flag, message, more: inFile.length - 1 };
  });
  found.sort((a, b) => a.rank - b.rank || compare(a.due, b.due) || compare(a.one.file, b.one.file));
  return found.map(({ one, flag, message, more }) => ({
    severity: one.severity,
    flag: one.flag,
    file: one.file,
    message,
    owner: flag?.owner,
    more,
  }));
}

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 10, info: 20 };

function rankOf({ severity, rule }: Diagnostic): number {
  const order = ['expired', '', 'expiring-soon', 'review-overdue'].indexOf(rule);
  return weights[severity] + (order < 0 ? 1 : order);
}

/** In a list of flags the flag need not be named again, and a date is worth more in words. */
function messageOfTime(rule: string, flag: Flag, manifest: Manifest, now: number): string | undefined {
  const left = daysLeft(flag.expires, now);
  if (rule === 'expired' && left !== undefined) return `expired ${inDays(left)}`;
  if (rule === 'expiring-soon' && left !== undefined) return `expires ${inDays(left)}`;
  const review = rule === 'review-overdue' ? reviewOf(flag, manifest, now) : undefined;
  return review?.overdue ? `review overdue since ${shortDate(review.due, now)}` : undefined;
}

function withoutKey(message: string, key: string | undefined): string {
  return key !== undefined && message.startsWith(`${key} `) ? message.slice(key.length + 1) : message;
}

function compare<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
