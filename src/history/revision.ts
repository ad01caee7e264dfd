import { UserError } from '../diagnostic/user-error.ts';
import { parseDuration, parseInstant } from '../evaluate/dates.ts';
import type { Git } from '../git/git.ts';

/** `90m`, `48h`, `2d`, with or without `ago`. */
const AGO = /^(\d{1,9}[mhd])(?: ago)?$/;

/** A revision by the reflog's dates (`main@{yesterday}`), which git guesses at. */
const REFLOG_DATE = /@\{(?!-?\d+\}|u\}|upstream\}|push\}|\})[^}]*\}/i;

/**
 * The full id of the commit that a revision or a date stands for.
 *
 * A date (ISO 8601: `2026-11-22` is its first instant in UTC, or its last, `2026-11-22T14:05Z`; or `90m`, `48h`, `2d` before `now`) is
 * for the commit of HEAD's first-parent chain at which a walk back from HEAD first finds a committer date not
 * after it. Dates need not ascend along a chain: a commit that a skewed clock dated too late is passed by only
 * until an earlier-dated one comes after it. A branch or tag of the very name is preferred.
 *
 * @param edge which instant a date without a time stands for
 * @throws UserError if it stands for no commit, or is a date that git would have to guess at
 */
export async function resolveRevision(git: Git, text: string, now: Date, edge: Edge = 'first'): Promise<string> {
  return (await resolveDated(git, text, now, edge)).commit;
}

/** The same, with the instant in milliseconds since 1970 if the text is a date. @throws UserError as `resolveRevision` does */
export async function resolveDated(
  git: Git,
  text: string,
  now: Date,
  edge: Edge,
): Promise<{ readonly commit: string; readonly instant: number | undefined }> {
  const instant = instantOfRevision(text, now, edge);
  if (instant !== undefined && !(await git.isRefName(text))) {
    return { commit: await commitAt(git, text, instant), instant };
  }
  if (REFLOG_DATE.test(text)) {
    throw new UserError(`"${text}" is not an exact date`, 'write a date as 2026-11-22T08:00Z, or as 90m or 2d');
  }
  return { commit: await git.resolve(text), instant: undefined };
}

/** The first or the last millisecond of a day. */
export type Edge = 'first' | 'last';

/** Milliseconds since 1970 of a date or of a time before `now`; undefined if the text is neither. */
export function instantOfRevision(text: string, now: Date, edge: Edge = 'first'): number | undefined {
  const ago = AGO.exec(text)?.[1];
  if (ago === undefined) {
    const first = parseInstant(text, 'start');
    const after = parseInstant(text, 'end');
    return edge === 'last' && after !== undefined && after !== first ? after - 1 : first;
  }
  const duration = parseDuration(ago);
  return duration === undefined ? undefined : now.getTime() - duration;
}

async function commitAt(git: Git, text: string, instant: number): Promise<string> {
  const head = await git.headCommit();
  if (head === undefined) throw new UserError(`there is no commit at ${text}: HEAD has none yet`);
  for await (const batch of git.firstParents(head)) {
    for (const { id, committedAt } of batch) if (committedAt <= instant) return id;
  }
  const help = (await git.isShallow())
    ? 'this clone is shallow: fetch all of its history (git fetch --unshallow; in CI, fetch-depth: 0)'
    : 'name a later date';
  throw new UserError(`no commit of HEAD is as old as ${text}`, help);
}
