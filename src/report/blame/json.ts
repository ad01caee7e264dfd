import type { BlameReport } from '../../commands/blame/blame.ts';
import { personJson } from '../changes.ts';
import { jsonText } from '../json.ts';

/** The fields as data; see schemas/output/blame.schema.json. */
export function blameJson({ command, flag, incomplete, fields }: BlameReport): string {
  return jsonText({
    schemaVersion: 1,
    command,
    flag,
    incomplete,
    fields: fields.map(({ path, value, version }) => ({
      path,
      value: value ?? null,
      version: version.number,
      commit: version.commit,
      author: personJson(version.info.author),
      authoredAt: version.info.authoredAt.toISOString(),
      committedAt: version.info.committedAt.toISOString(),
      subject: version.info.subject,
    })),
  });
}
