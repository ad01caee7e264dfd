import type { CodeownersReport } from '../../commands/codeowners/codeowners.ts';
import { jsonText } from '../json.ts';

/** The owners of flags as data; see schemas/output/codeowners.schema.json. */
export function codeownersJson(report: CodeownersReport): string {
  const { command, ok, host, file, lines, leftOut, before, after, written } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    host,
    file,
    upToDate: written || before === after,
    written,
    lines,
    leftOut,
  });
}
