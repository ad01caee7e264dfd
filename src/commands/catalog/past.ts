import { auditedCommits, type AuditedChange } from '../../audit/changes.ts';
import { trailerValues, type CommitInfo } from '../../git/commit-info.ts';
import { gitTrouble } from '../../workspace/lint-history.ts';
import type { Host } from '../../workspace/host.ts';
import { openedHistory } from '../../workspace/opened-history.ts';
import type { CatalogCommit, CatalogVersion } from './catalog-report.ts';

/** What git says of a project. */
export interface Past {
  /** Newest first, by key. */
  readonly flags: ReadonlyMap<string, readonly CatalogVersion[]>;
  readonly segments: ReadonlyMap<string, readonly CatalogVersion[]>;
  /** Newest first. */
  readonly commits: readonly CatalogCommit[];
  /** Why nothing is known; absent where it is. */
  readonly missing: string | undefined;
}

/** So many commits are told of one by one. */
const mostCommits = 100;
/** Of a commit that changed more than this, the rest is counted. */
const mostChanged = 25;
/** Of a version, likewise. */
const mostChanges = 8;

/** The versions of everything, and the last commits; a repository that cannot be read is not an error. */
export async function pastOf(host: Host): Promise<Past> {
  const none = { flags: new Map(), segments: new Map(), commits: [] };
  if (!host.git) return { ...none, missing: 'this is not a git repository' };
  try {
    if ((host.at ?? (await (await host.git()).headCommit())) === undefined) return { ...none, missing: undefined };
    return { ...(await readPast(host)), missing: undefined };
  } catch (error) {
    return { ...none, missing: gitTrouble(error) };
  }
}

async function readPast(host: Host): Promise<Omit<Past, 'missing'>> {
  const { git, history } = await openedHistory(host);
  const onProgress = (done: number, total: number): void => host.progress.update('reading versions', done, total);
  const audited = await auditedCommits(history, { segmentUsers: false, onProgress });
  const infos = await git.commitInfos(audited.map(({ commit }) => commit));
  const versions = { flag: new Map<string, CatalogVersion[]>(), segment: new Map<string, CatalogVersion[]>() };
  const commits: CatalogCommit[] = [];
  for (const { commit, changes } of audited.toReversed()) {
    const info = infos.get(commit);
    if (info === undefined) continue;
    if (commits.length < mostCommits) commits.push(commitOf(info, changes));
    for (const change of changes) {
      const { kind, key } = change.version;
      if (kind !== 'flag' && kind !== 'segment') continue;
      const known = versions[kind].get(key);
      if (known) known.push(versionOf(change, info));
      else versions[kind].set(key, [versionOf(change, info)]);
    }
  }
  return { flags: versions.flag, segments: versions.segment, commits };
}

function versionOf({ version, changes }: AuditedChange, { author, subject }: CommitInfo): CatalogVersion {
  const { number, commit, committedAt } = version;
  return { number, commit, committedAt, author: author.name, subject, changes: inWords(changes) };
}

function commitOf(info: CommitInfo, changes: readonly AuditedChange[]): CatalogCommit {
  const { id: commit, author, committedAt, subject, body } = info;
  return {
    commit,
    committedAt: committedAt.getTime(),
    author: author.name,
    subject,
    reason: trailerValues(info, 'Reason')[0] ?? (body || undefined),
    changed: changes.slice(0, mostChanged).map(({ version: { kind, key, path }, changes: own }) => ({
      kind: kind === 'flag' || kind === 'segment' ? kind : 'file',
      name: key === '' ? path.slice(path.lastIndexOf('/') + 1) : key,
      changes: inWords(own),
    })),
    more: Math.max(0, changes.length - mostChanged),
  };
}

function inWords(changes: AuditedChange['changes']): string[] {
  const shown = changes.slice(0, mostChanges).map(({ summary }) => summary);
  const more = changes.length - shown.length;
  return more === 0 ? shown : [...shown, `and ${more} more`];
}
