import { UserError } from '../diagnostic/user-error.ts';
import { auditLog, type AuditEntry } from '../audit/log.ts';
import { parseInstant } from '../evaluate/dates.ts';
import { instantOf } from '../history/revision.ts';
import type { Host } from './host.ts';
import { requireKnown } from './named.ts';
import { openedHistory } from './opened-history.ts';

export interface AuditOptions {
  /** A date, or a time ago (`2d`). */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly flag?: string | undefined;
  readonly author?: string | undefined;
  readonly environment?: string | undefined;
}

export interface AuditReport {
  readonly command: 'audit';
  readonly ok: true;
  /** Full id of the commit whose history it is. */
  readonly head: string;
  readonly incomplete: boolean;
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Whether only some were asked for. */
  readonly filtered: boolean;
}

/**
 * Every change of every flag, segment and governance file, with who, when and why.
 * @throws UserError for a flag or environment that there never was, or a date that is none
 */
export async function audit(host: Host, options: AuditOptions): Promise<AuditReport> {
  const { since, until, flag, author, environment } = options;
  const now = host.clock.now();
  const from = since === undefined ? undefined : instant(since, now, '--since');
  const to = until === undefined ? undefined : (parseInstant(until, 'end') ?? instant(until, now, '--until'));
  const { git, history } = await openedHistory(host);
  if (flag !== undefined) requireKnown('flag', flag, history.keys('flag'));
  const filter = { since: from, until: to, flag, author, environment };
  const log = await auditLog(git, history, filter, (done, total) => host.progress.update('reading', done, total));
  if (environment !== undefined) requireKnown('environment', environment, log.environments);
  const { head, incomplete } = history;
  const filtered = Object.values(options).some((value) => value !== undefined);
  return { command: 'audit', ok: true, head, incomplete, entries: log.entries, filtered };
}

function instant(text: string, now: Date, option: string): number {
  const found = instantOf(text, now);
  if (found !== undefined) return found;
  throw new UserError(
    `${option} cannot be "${text}"`,
    'write a date (2026-11-22, 2026-11-22T14:05Z) or how long ago it was (90m, 48h, 2d)',
  );
}
