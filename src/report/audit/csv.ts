import { printable } from '../../diagnostic/printable.ts';
import type { AuditEntry } from '../../audit/log.ts';
import type { AuditReport } from '../../commands/audit/audit.ts';

const columns: readonly (readonly [heading: string, cell: (entry: AuditEntry) => string])[] = [
  ['committedAt', ({ committedAt }) => committedAt.toISOString()],
  ['commit', ({ commit }) => commit],
  ['kind', ({ kind }) => kind],
  ['key', ({ key }) => key],
  ['version', ({ version }) => String(version)],
  ['author', ({ author }) => author.name],
  ['authorEmail', ({ author }) => author.email],
  ['environments', ({ environments }) => environments.join('; ')],
  ['changes', ({ changes }) => changes.map(({ summary }) => summary).join('; ')],
  ['subject', ({ subject }) => subject],
  ['reason', ({ reason }) => reason ?? ''],
  ['incidents', ({ incidents }) => incidents.join('; ')],
  ['claimedApprovals', ({ approvals }) => approvals.map(({ trailer, by }) => `${trailer}: ${by}`).join('; ')],
  ['emergency', ({ emergency }) => emergency ?? ''],
  ['signature', ({ signature }) => signature.status],
  ['signer', ({ signature }) => signature.signer ?? ''],
  ['signedByAuthor', ({ signedByAuthor }) => (signedByAuthor === undefined ? '' : String(signedByAuthor))],
];

/** The log as CSV of RFC 4180 with a line of headings, safe to open in a spreadsheet. */
export function auditCsv({ entries }: AuditReport): string {
  const rows = [columns.map(([heading]) => heading), ...entries.map((entry) => columns.map(([, cell]) => cell(entry)))];
  return rows.map((row) => `${row.map((cell) => csvCell(oneLine(cell))).join(',')}\r\n`).join('');
}

/** Lines of a message joined: a line of its own could be a command to whoever reads the output in a CI. */
function oneLine(text: string): string {
  return printable(text.replace(/\s*[\r\n]+\s*/g, ' '));
}

/**
 * A cell, quoted where it must be. A spreadsheet takes what begins with `=`, `+`, `-`, `@`, a tab or a carriage return
 * for a formula; an apostrophe before it makes it text.
 */
export function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
