import type { ChangeReport } from '../../workspace/change-flag.ts';
import { commitJson } from '../commit-json.ts';
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
    commit: commitJson(commit),
    refused: refused ?? null,
  });
}
