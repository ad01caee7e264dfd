import type { ImportReport } from '../../commands/import/import.ts';
import { jsonText } from '../json.ts';

/** What became of each flag, and what could not be kept; see schemas/output/import.schema.json. */
export function importJson(report: ImportReport): string {
  const { command, ok, engine, source, flags, segments, notes, movements, refusal, files, written } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    engine,
    source,
    flags: flags.map(({ key, file, change, placeholders }) => ({ key, file, change, placeholders })),
    segments,
    notes: notes.map(({ kind, flag, file, at, path, reason }) => ({
      kind,
      flag: flag ?? null,
      file,
      line: at.line,
      column: at.column,
      path: path.map(String),
      reason,
    })),
    movements: movements.map(({ rule, ...movement }) => ({ ...movement, rule: rule ?? null })),
    refusal: refusal === undefined ? null : { message: refusal.why, help: refusal.help, details: refusal.details },
    files: files.map(({ file, before, after }) => ({ file, before, after })),
    written,
  });
}
