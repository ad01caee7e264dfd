import type { UsageReport } from '../../commands/usage/usage.ts';
import type { Reference } from '../../usage/file-usage.ts';
import { jsonText } from '../json.ts';

/** The flags in code as data; see schemas/output/usage.schema.json. */
export function usageJson(report: UsageReport): string {
  const { command, ok, flags, unused, undeclared, deleted, files, lines, unread } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    summary: { files, lines, unread: unread.length },
    flags: flags.map(({ key, owner, references }) => ({
      key,
      owner: owner ?? null,
      references: references.map(referenceJson),
    })),
    unused,
    undeclared: undeclared.map(({ key, file, line, column, text, call, near }) => ({
      key,
      file,
      line,
      column,
      text,
      call,
      near,
    })),
    deleted:
      deleted?.map(({ key, commit, removedAt, references }) => ({
        key,
        commit: commit ?? null,
        removedAt: removedAt === undefined ? null : new Date(removedAt).toISOString(),
        references: references.map(referenceJson),
      })) ?? null,
    unread,
  });
}

function referenceJson({ file, line, column, text, spelling }: Reference): object {
  return { file, line, column, text, spelling };
}
