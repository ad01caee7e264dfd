import type { DiffReport } from '../../commands/diff/diff.ts';
import type { ChangedFile } from '../../workspace/meaning-diff.ts';
import { oneChangeJson } from '../changes.ts';
import { jsonText } from '../json.ts';

/** The differences as data; see schemas/output/diff.schema.json. */
export function diffJson({ command, base, head, flags, segments, governance }: DiffReport): string {
  return jsonText({
    schemaVersion: 1,
    command,
    base: base.commit ?? null,
    head: head.commit ?? null,
    flags: flags.map(({ key, owner, criticality, ...file }) => ({
      key,
      ...fileJson(file),
      owner: owner ?? null,
      criticality,
    })),
    segments: segments.map(({ key, flags: users, ...file }) => ({ key, ...fileJson(file), flags: users })),
    governance: governance.map(fileJson),
  });
}

function fileJson({ change, file, changes }: ChangedFile): { change: string; file: string; changes: object[] } {
  return { change, file, changes: changes.map(oneChangeJson) };
}
