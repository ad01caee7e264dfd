import type { ChangeReport } from '../../workspace/change-flag.ts';
import type { CommitOptions, CommitReport } from '../../workspace/commit-change.ts';
import { array, boolean, looseObject, nullable, string } from '../agent-sdk.ts';
import type { PlannedWrite, WriteReport } from './planned-write.ts';

/** Of the tools that write. */
export const writeOutput = looseObject({
  applied: boolean(),
  changes: array(string()),
  diff: string(),
  hash: nullable(string()).describe('Give it as `apply` to make this change'),
  refused: nullable(looseObject({ message: string(), help: string() })),
  commit: nullable(looseObject({ id: string() })),
  nextStep: string().describe('What to do next'),
});

export const writeQuotes = ['changes', 'diff', 'message', 'help'];

export const applyHash = string().max(64).optional().describe('`hash` of the diff shown before, to make the change');

/** A commit that claims nothing in the name of people: no approvals, no emergencies, no other trailers. */
export function commitOptions(given: {
  readonly branch?: string | undefined;
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
}): CommitOptions {
  const { branch, message, reason } = given;
  return { branch, message, reason, approvedBy: [], emergency: undefined, trailers: [], push: false, verify: true };
}

export function plannedChange(report: ChangeReport): PlannedWrite {
  const { file, before, after, refused } = report;
  const isOpen = refused === undefined && before !== after;
  return { files: isOpen ? [{ path: file, before, after }] : [], report: changeReport(report) };
}

export function changeReport({ changes, commit, refused }: ChangeReport): WriteReport {
  return {
    changes: changes.map(({ summary }) => summary),
    commit: commitData(commit),
    refused: refused ? { message: refused.message, help: refused.help } : null,
  };
}

export function commitData(commit: CommitReport | undefined): WriteReport['commit'] {
  return commit ? { id: commit.commit, branch: commit.branch ?? null } : null;
}
