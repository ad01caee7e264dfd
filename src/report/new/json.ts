import type { NewReport } from '../../commands/new/new.ts';
import { jsonText } from '../json.ts';

/** The new flag as data; see schemas/output/new.schema.json. */
export function newJson(report: NewReport): string {
  const { command, key, type, owner, expires = null, environments, file, text, written } = report;
  const states = environments.map(({ name, enabled }) => [name, { enabled }]);
  return jsonText({
    schemaVersion: 1,
    command,
    key,
    type,
    owner,
    expires,
    environments: Object.fromEntries(states),
    file,
    text,
    written,
  });
}
