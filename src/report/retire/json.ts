import type { RetireReport } from '../../commands/retire/retire.ts';
import { commitJson } from '../commit-json.ts';
import { jsonText } from '../json.ts';

/** What retiring a flag takes, as data; see schemas/output/retire.schema.json. */
export function retireJson(report: RetireReport): string {
  const { command, ok, flag, owner, criteria, into, serving, notYet, bindings, references, removes } = report;
  const { obstacles, files, commit, refused, next } = report;
  const since = serving?.since;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    flag,
    owner: owner ?? null,
    criteria: criteria ?? null,
    into: into ?? null,
    serving: serving
      ? { variant: serving.variant, since: since === undefined ? null : new Date(since).toISOString() }
      : null,
    notYet,
    dependents: bindings.map(({ kind, flag: key, file, line, column, drops, reason }) => ({
      kind,
      flag: key,
      file,
      line,
      column,
      drops,
      reason,
    })),
    references: references.map(({ file, line, column, text, spelling }) => ({ file, line, column, text, spelling })),
    obstacles,
    removes,
    changes: [...files].filter(([, text]) => text !== null).map(([file]) => file),
    commit: commitJson(commit),
    refused: refused ?? null,
    next: next.length > 0 ? next : null,
  });
}
