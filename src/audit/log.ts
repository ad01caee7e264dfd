import type { DefinitionKind } from '../meaning/definition-kind.ts';
import type { Change } from '../meaning/change.ts';
import type { History } from '../history/history.ts';
import { trailerValues, type CommitInfo, type Person } from '../git/commit-info.ts';
import type { Git } from '../git/git.ts';
import type { Signature } from '../git/signatures.ts';
import {
  auditedCommits,
  environmentsEver,
  type AuditedChange,
  type AuditedCommit,
  type AuditedOptions,
} from './changes.ts';
import { readPolicy } from '../policy/policy.ts';
import { keysPathOf } from './house.ts';
import { allowedSignersAt, isSignedBy, signaturesOf } from './signatures.ts';

/** One change of one flag, segment or governance file, with all that its commit says of it. */
export interface AuditEntry {
  readonly commit: string;
  readonly kind: DefinitionKind;
  /** Of a flag or segment; empty for a governance file. */
  readonly key: string;
  /** The flag itself; of a segment the flags that use it. */
  readonly flags: readonly string[];
  readonly version: number;
  readonly path: string;
  readonly author: Person;
  readonly committer: Person;
  readonly authoredAt: Date;
  readonly committedAt: Date;
  readonly subject: string;
  readonly changes: readonly Change[];
  readonly environments: readonly string[];
  /** The `Reason:` trailer, else the body of the message. */
  readonly reason: string | undefined;
  readonly incidents: readonly string[];
  readonly approvals: readonly Approval[];
  /** What the trailer says that declares an emergency. */
  readonly emergency: string | undefined;
  readonly signature: Signature;
  /** Whether the signer is the author; undefined without a signer. */
  readonly signedByAuthor: boolean | undefined;
}

/** What a commit message claims. */
interface Approval {
  readonly trailer: 'Approved-by' | 'Reviewed-by';
  readonly by: string;
}

/** What entries have in common; all that is given must hold. */
export interface AuditFilter {
  /** Milliseconds since 1970, inclusive. */
  readonly since?: number | undefined;
  /** Likewise, exclusive. */
  readonly until?: number | undefined;
  /** Whether a commit, by its full id, is among those that are asked for. */
  readonly isWithin?: ((commit: string) => boolean) | undefined;
  /** A change of the flag, or of a segment that it uses. */
  readonly flag?: string | undefined;
  /** Part of the name or address, whatever its case. */
  readonly author?: string | undefined;
  readonly environment?: string | undefined;
}

export interface AuditLog {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Every environment that there ever was. */
  readonly environments: ReadonlySet<string>;
}

/** Every change on the first-parent chain that a filter lets through. @throws GitError if git cannot give a commit or a content */
export async function auditLog(
  git: Git,
  history: History,
  filter: AuditFilter,
  onProgress?: AuditedOptions['onProgress'],
): Promise<AuditLog> {
  const isWithinLimits = (commit: string, at: number): boolean =>
    isWithinDates(at, filter) && (filter.isWithin?.(commit) ?? true);
  const commits = await auditedCommits(history, { isWanted: isWithinLimits, flag: filter.flag, onProgress });
  const dated = commits
    .map((commit) => ({ commit, changes: commit.changes.filter((change) => isWanted(change, filter)) }))
    .filter(({ changes }) => changes.length > 0);
  const infos = await git.commitInfos(dated.map(({ commit }) => commit.commit));
  const wanted = dated.flatMap(({ commit, changes }) => {
    const info = infos.get(commit.commit);
    return info && isBy(info, filter.author) ? [{ commit, changes, info }] : [];
  });
  const signatures = await signaturesOf(
    git,
    await Promise.all(wanted.map(async ({ commit, info }) => signedCommit(git, history, commit, info))),
  );
  const entries = wanted.toReversed().flatMap(({ commit, changes, info }) => {
    const signature = signatures.get(commit.commit);
    return signature ? changes.map((change) => entryOf(commit, change, info, signature)) : [];
  });
  const environments = await environmentsEver(history);
  for (const entry of entries) for (const name of entry.environments) environments.add(name);
  return { entries, environments };
}

function isWithinDates(at: number, { since = -Infinity, until = Infinity }: AuditFilter): boolean {
  return since <= at && at < until;
}

function isWanted({ flags, environments }: AuditedChange, { flag, environment }: AuditFilter): boolean {
  return (
    (flag === undefined || flags.includes(flag)) && (environment === undefined || environments.includes(environment))
  );
}

function isBy({ author }: CommitInfo, wanted: string | undefined): boolean {
  return wanted === undefined || `${author.name} <${author.email}>`.toLowerCase().includes(wanted.toLowerCase());
}

/** The keys of the commit before, if its policy names a file of them; else those that git is configured with. */
async function signedCommit(
  git: Git,
  history: History,
  { commit, policy }: AuditedCommit,
  { parents: [base] }: CommitInfo,
): Promise<{ commit: string; allowedSigners: Uint8Array | undefined }> {
  const path = base === undefined ? undefined : keysPathOf(history.folderAt(base) ?? '', readPolicy(policy));
  return {
    commit,
    allowedSigners: base === undefined || path === undefined ? undefined : await allowedSignersAt(git, base, path),
  };
}

function entryOf(
  { policy }: AuditedCommit,
  { version, changes, environments, flags }: AuditedChange,
  info: CommitInfo,
  signature: Signature,
): AuditEntry {
  const { kind, key, number, path } = version;
  const { author, committer, authoredAt, committedAt, subject, body } = info;
  return {
    commit: info.id,
    kind,
    key,
    flags,
    version: number,
    path,
    author,
    committer,
    authoredAt,
    committedAt,
    subject,
    changes,
    environments,
    reason: trailerValues(info, 'Reason')[0] ?? (body || undefined),
    incidents: trailerValues(info, 'Incident'),
    approvals: (['Approved-by', 'Reviewed-by'] as const).flatMap((trailer) =>
      trailerValues(info, trailer).map((by) => ({ trailer, by })),
    ),
    emergency: trailerValues(info, readPolicy(policy).emergency.trailer)[0],
    signature,
    signedByAuthor: signature.signer === undefined ? undefined : isSignedBy(signature, author),
  };
}
