import { jsonText } from '../json.ts';
import type { WrittenCatalog } from './text.ts';

/** What was written, as data; see schemas/output/catalog.schema.json. */
export function catalogJson({ report, folder, files, bytes, changes }: WrittenCatalog): string {
  return jsonText({
    schemaVersion: 1,
    command: report.command,
    folder,
    title: report.title,
    commit: report.commit?.id ?? null,
    uncommitted: report.uncommitted,
    asOf: new Date(report.now).toISOString(),
    flags: report.flags.length,
    files,
    bytes,
    ...changes,
  });
}
