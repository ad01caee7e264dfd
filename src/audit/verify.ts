import type { History } from '../history/history.ts';
import type { CommitInfo } from '../platform/commit-info.ts';
import type { Git } from '../platform/git.ts';
import { checkAnchors, type Anchor } from './anchor.ts';
import { auditedCommits, type AuditedOptions } from './changes.ts';
import { checkEmergencies } from './emergencies.ts';
import { checkSignatures } from './required-signatures.ts';

/** Something that is not as the record would have it. */
export interface Violation {
  readonly code:
    | 'rewritten-history'
    | 'unsigned'
    | 'bad-signature'
    | 'unknown-signer'
    | 'signer-not-author'
    | 'emergency-not-reviewed';
  /** Full id of the commit it is about, as far as there is one. */
  readonly commit: string;
  readonly message: string;
  /** What shows it, one fact each. */
  readonly evidence: readonly string[];
}

export interface Verification {
  readonly violations: readonly Violation[];
  /** What is no violation, and should be known. */
  readonly notes: readonly string[];
  readonly checked: {
    /** Commits that changed flags, segments or governance files. */
    readonly commits: number;
    /** Those of them that had to be signed. */
    readonly signatures: number;
    readonly emergencies: number;
    readonly anchors: readonly Anchor[];
  };
}

/** What the checks have in common. */
export interface Verifying {
  readonly git: Git;
  readonly history: History;
  readonly infos: ReadonlyMap<string, CommitInfo>;
}

/**
 * Checks the record of a project: that nothing was rewritten after an anchor, that required signatures are there and of
 * the authors, and that emergencies were reviewed.
 * @param history opened without a store, so that nothing on disk but git's objects has a say
 * @param now milliseconds since 1970, for emergencies that may yet be reviewed
 */
export async function verify(
  git: Git,
  history: History,
  anchors: readonly Anchor[],
  now: number,
  onProgress?: AuditedOptions['onProgress'],
): Promise<Verification> {
  const commits = await auditedCommits(history, { onProgress });
  const infos = await git.commitInfos(commits.map(({ commit }) => commit));
  const context: Verifying = { git, history, infos };
  const results = [
    await checkAnchors(git, history, anchors),
    await checkSignatures(context, commits),
    await checkEmergencies(context, commits, now),
  ];
  const [, signatures, emergencies] = results;
  return {
    violations: results.flatMap(({ violations }) => violations),
    notes: results.flatMap(({ notes }) => notes),
    checked: {
      commits: commits.length,
      signatures: signatures?.checked ?? 0,
      emergencies: emergencies?.checked ?? 0,
      anchors,
    },
  };
}

/** What one kind of check has found. */
export interface Checked {
  readonly violations: readonly Violation[];
  readonly notes: readonly string[];
  /** How much there was to check. */
  readonly checked: number;
}
