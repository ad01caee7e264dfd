import type { ExportReport } from '../../commands/export/export.ts';
import { jsonText } from '../json.ts';

/** What became of each flag, with the file as text; see schemas/output/export.schema.json. */
export function exportJson(report: ExportReport): string {
  const { command, ok, engine, environment, provenance, statements, refusal, document, upToDate } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    engine,
    environment: environment ?? null,
    commit: provenance.commit ?? null,
    uncommitted: provenance.uncommitted,
    flags: statements.map(({ key, support, reasons }) => ({ key, support, reasons })),
    refusal: refusal === undefined ? null : { message: refusal.why, help: refusal.help },
    upToDate: upToDate ?? null,
    document: document ?? null,
  });
}
