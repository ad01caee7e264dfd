import { UserError } from '../../diagnostic/user-error.ts';
import { environmentsOf } from '../../meaning/change-environments.ts';
import type { Change } from '../../meaning/change.ts';
import type { History } from '../../history/history.ts';
import { instantOfRevision, resolveRevision } from '../../history/revision.ts';
import { changedVersions } from '../../history/version-changes.ts';
import type { DescribedVersion, Version } from '../../history/version.ts';
import type { CommitInfo } from '../../git/commit-info.ts';
import type { Git } from '../../git/git.ts';
import type { Signature } from '../../git/signatures.ts';
import { lastManifest, versionsOfFlag } from '../../workspace/flag-versions.ts';
import type { Host } from '../../workspace/host.ts';
import { requireKnown } from '../../workspace/named.ts';
import { openedHistory } from '../../workspace/opened-history.ts';
import { segmentVersionsOf } from './segment-versions.ts';

export interface HistoryCommandOptions {
  /** Only what concerns one of these environments; all if none is named. */
  readonly environments: readonly string[];
  /** Only versions since a date, or after a revision. */
  readonly since: string | undefined;
}

export interface HistoryReport {
  readonly command: 'history';
  readonly ok: true;
  readonly flag: string;
  /** Newest first: versions of the flag, and of segments that it used then. */
  readonly entries: readonly HistoryEntry[];
  /** Those of the project, lowest first; absent where its manifest does not say. */
  readonly environments: readonly string[] | undefined;
  /** How many versions the flag has in all, and when its first came about. */
  readonly total: number;
  readonly firstAt: number;
  /** Where the flag no longer exists. */
  readonly removed: boolean;
  /** The history begins elsewhere: it was cut off, or cannot be followed. */
  readonly incomplete: boolean;
  /** Full name of the branch that is followed, where its commit is not in the history shown. */
  readonly offChain: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface HistoryEntry {
  /** Absent for a version of the flag itself. */
  readonly segment: string | undefined;
  readonly version: DescribedVersion;
  readonly changes: readonly Change[];
  readonly signature: Signature;
}

/**
 * The versions of a flag that there is or once was.
 * @throws UserError if there never was such a flag, or no history
 */
export async function history(host: Host, flag: string, options: HistoryCommandOptions): Promise<HistoryReport> {
  const { git, history: opened } = await openedHistory(host);
  const upstream = host.at === undefined ? offChain(git, opened) : Promise.resolve(undefined);
  // Heard at the end; a failure before that must not be an unhandled rejection.
  upstream.catch(() => {});
  const now = host.clock.now();
  const since = options.since === undefined ? undefined : await sinceFilter(git, opened, options.since, now);
  // Git reads what the commits say while we find out what they changed.
  const ofCommits = readCommits(git, opened.commitsOf('flag', flag));
  ofCommits.catch(() => {});
  const [versions, { maxExtensions, environments }] = await Promise.all([
    versionsOfFlag(host, opened, flag),
    lastManifest(opened),
  ]);
  const own = await changedVersions(opened, versions, { maxExtensions });
  const wanted = new Set(options.environments);
  const named = new Set(environments?.map(({ name }) => name));
  const ofFlag = own.map(({ version, changes, before, after }) => {
    const concerned = changes.map((change) => environmentsOf(change, before, after));
    for (const name of concerned.flat()) named.add(name);
    const isWanted = (index: number): boolean => concerned[index]?.some((name) => wanted.has(name)) ?? false;
    const shown = wanted.size === 0 ? changes : changes.filter((_, index) => isWanted(index));
    return { segment: undefined, version, changes: shown };
  });
  for (const name of wanted) requireKnown('environment', name, named);
  const ofSegments = (await segmentVersionsOf(opened, own)).map((one) => ({
    ...one,
    changes: one.changes.filter(({ environment = '' }) => wanted.size === 0 || wanted.has(environment)),
  }));
  const chosen = [...ofSegments, ...ofFlag]
    .filter(({ version, changes }) => changes.length > 0 && since?.(version) !== false)
    .map((one) => ({ ...one, position: opened.position(one.version.commit) }))
    .sort((a, b) => b.position - a.position);
  const known = await ofCommits;
  const others = chosen.map(({ version }) => version.commit).filter((commit) => !known.has(commit));
  const commits = new Map([...known, ...(await readCommits(git, others))]);
  return {
    command: 'history',
    ok: true,
    flag,
    entries: chosen.flatMap(({ segment, version, changes }) => {
      const commit = commits.get(version.commit);
      if (!commit) return [];
      const { info, signature } = commit;
      return [{ segment, version: { ...version, info }, changes, signature }];
    }),
    environments: environments?.map(({ name }) => name),
    total: versions.length,
    firstAt: versions[0]?.committedAt ?? 0,
    removed: versions.at(-1)?.state === 'removed',
    incomplete: opened.incomplete,
    offChain: await upstream,
    now: now.getTime(),
  };
}

interface ReadCommit {
  readonly info: CommitInfo;
  readonly signature: Signature;
}

/** What commits say, and what git makes of their signatures, by id. */
async function readCommits(git: Git, ids: readonly string[]): Promise<ReadonlyMap<string, ReadCommit>> {
  const [infos, signatures] = await Promise.all([git.commitInfos(ids), git.signatures(ids)]);
  return new Map(
    [...infos].flatMap(([id, info]) => {
      const signature = signatures.get(id);
      return signature ? [[id, { info, signature }] as const] : [];
    }),
  );
}

/** Since a date by the committer's clock; after a revision by the place on the chain. */
async function sinceFilter(
  git: Git,
  opened: History,
  since: string,
  now: Date,
): Promise<(version: Version) => boolean> {
  const instant = instantOfRevision(since, now);
  if (instant !== undefined && !(await git.isRefName(since))) return ({ committedAt }) => committedAt >= instant;
  const commit = await resolveSince(git, since, now);
  const position = opened.position(commit);
  if (position < 0) {
    throw new UserError(
      `${since} is not in the first-parent history of the selected revision`,
      'name a date, or a commit that this branch went through: git log --first-parent --oneline',
    );
  }
  return (version) => opened.position(version.commit) > position;
}

async function resolveSince(git: Git, since: string, now: Date): Promise<string> {
  try {
    return await resolveRevision(git, since, now);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `--since: ${error.message}`,
      'write a date (2026-11-22, 2026-11-22T14:05Z, 90m, 2d) or a commit',
    );
  }
}

/** The followed branch, where the chain did not go through its commit: others see another history there. */
async function offChain(git: Git, opened: History): Promise<string | undefined> {
  const upstream = await git.upstream();
  if (upstream === undefined) return undefined;
  return opened.has(await git.resolve(upstream)) ? undefined : upstream;
}
