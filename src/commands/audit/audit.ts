import { UserError } from '../../diagnostic/user-error.ts';
import { auditLog, type AuditEntry, type AuditFilter } from '../../audit/log.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import type { Git } from '../../git/git.ts';
import { instantOfRevision, resolveRevision } from '../../history/revision.ts';
import type { Host } from '../../workspace/host.ts';
import { requireKnown } from '../../workspace/named.ts';
import { openedHistory } from '../../workspace/opened-history.ts';

export interface AuditOptions {
  /** A date, a time ago (`2d`), or a revision: what it does not have. */
  readonly since?: string | undefined;
  /** Likewise: what it has. */
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
 * @throws UserError for a flag or environment that there never was, or for a limit that is neither a date nor a revision
 */
export async function audit(host: Host, options: AuditOptions): Promise<AuditReport> {
  const { since, until, flag, author, environment } = options;
  const now = host.clock.now();
  const { git, history } = await openedHistory(host);
  const limits = await limitsOf(git, history.head, { since, until }, now);
  if (flag !== undefined) requireKnown('flag', flag, history.keys('flag'));
  const filter = { ...limits, flag, author, environment };
  const log = await auditLog(git, history, filter, (done, total) => host.progress.update('reading', done, total));
  if (environment !== undefined) requireKnown('environment', environment, log.environments);
  const { head, incomplete } = history;
  const filtered = Object.values(options).some((value) => value !== undefined);
  return { command: 'audit', ok: true, head, incomplete, entries: log.entries, filtered };
}

/**
 * Where a log begins and ends: at dates, or at revisions, since which everything is what they do not have.
 * @throws UserError for what is neither
 */
async function limitsOf(
  git: Git,
  head: string,
  { since, until }: Pick<AuditOptions, 'since' | 'until'>,
  now: Date,
): Promise<Pick<AuditFilter, 'since' | 'until' | 'isWithin'>> {
  const from = since === undefined ? undefined : instantOfRevision(since, now);
  const to = until === undefined ? undefined : (parseInstant(until, 'end') ?? instantOfRevision(until, now));
  const missing = async (option: string, revision: string | undefined): Promise<ReadonlySet<string> | undefined> =>
    revision === undefined ? undefined : missingIn(git, head, revision, now, option);
  const after = await missing('--since', from === undefined ? since : undefined);
  const beyond = await missing('--until', to === undefined ? until : undefined);
  const isWithin = (commit: string): boolean => (after?.has(commit) ?? true) && !beyond?.has(commit);
  return { since: from, until: to, isWithin };
}

/** The commits that the head has and a revision has not. */
async function missingIn(
  git: Git,
  head: string,
  revision: string,
  now: Date,
  option: string,
): Promise<ReadonlySet<string>> {
  let commit: string;
  try {
    commit = await resolveRevision(git, revision, now);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${option} cannot be "${revision}"`,
      'write a date (2026-11-22, 2026-11-22T14:05Z), how long ago it was (90m, 48h, 2d), or a commit, tag or branch',
    );
  }
  return new Set(await git.audit.reachable(head, commit));
}
