import type { ChangeReport } from '../../workspace/change-flag.ts';
import { jsonText } from '../json.ts';

/** What a change command did as data; see schemas/output/change.schema.json. */
export function changeJson(report: ChangeReport): string {
  const { command, ok, flag, file, changes, after, dryRun, written, commit, refused } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    flag,
    file,
    changes,
    text: after,
    dryRun,
    written,
    commit: commit
      ? {
          id: commit.commit,
          branch: commit.branch ?? null,
          isNewBranch: commit.newBranch !== undefined,
          subject: commit.subject,
          pushedTo: commit.pushedTo ?? null,
          pushError: commit.pushError ?? null,
        }
      : null,
    refused: refused ?? null,
  });
}
