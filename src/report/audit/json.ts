import type { AuditEntry } from '../../audit/log.ts';
import type { AuditReport } from '../../commands/audit/audit.ts';
import { jsonLine, jsonText } from '../json.ts';

/** The log as data; see schemas/output/audit.schema.json. */
export function auditJson({ command, head, incomplete, entries }: AuditReport): string {
  return jsonText({ schemaVersion: 1, command, head, incomplete, entries: entries.map(entryJson) });
}

/** Each entry on a line of its own, as it is in the JSON. */
export function auditJsonLines({ entries }: AuditReport): string {
  return entries.map((entry) => jsonLine(entryJson(entry))).join('');
}

function entryJson(entry: AuditEntry): object {
  const { commit, kind, key, flags, version, path, author, committer, authoredAt, committedAt, subject } = entry;
  const { changes, environments, reason, incidents, approvals, emergency, signature, signedByAuthor } = entry;
  return {
    commit,
    kind,
    flag: kind === 'flag' ? key : null,
    segment: kind === 'segment' ? key : null,
    flags,
    version,
    path,
    author,
    committer,
    authoredAt: authoredAt.toISOString(),
    committedAt: committedAt.toISOString(),
    subject,
    environments,
    changes: changes.map(({ kind: of, environment, path: at, before, after, summary }) => ({
      kind: of,
      environment: environment ?? null,
      path: at,
      before: before ?? null,
      after: after ?? null,
      summary,
    })),
    reason: reason ?? null,
    incidents,
    approvals,
    emergency: emergency ?? null,
    signature: {
      status: signature.status,
      signer: signature.signer ?? null,
      fingerprint: signature.fingerprint ?? null,
      byAuthor: signedByAuthor ?? null,
    },
  };
}
