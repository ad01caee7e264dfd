import type { InitReport } from '../../commands/init/init.ts';
import { jsonText } from '../json.ts';

/** What was started as data; see schemas/output/init.schema.json. */
export function initJson({ command, folder, files, written }: InitReport): string {
  const listed = files.map(({ path, text, kept }) => ({ path, kept, text }));
  return jsonText({ schemaVersion: 1, command, folder, written, files: listed });
}
