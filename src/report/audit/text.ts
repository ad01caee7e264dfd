import type { AuditEntry } from '../../audit/log.ts';
import type { AuditReport } from '../../commands/audit/audit.ts';
import { wrapLines } from '../columns.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';

const labelWidth = 11;

/** The log by commit, newest first: what, when, who, and below it each change, and why. */
export function auditText({ entries, filtered, incomplete }: AuditReport, style: Style): string {
  if (entries.length === 0) {
    return filtered ? 'no change is like that\n' : 'no flag was ever changed\n';
  }
  const byCommit = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const list = byCommit.get(entry.commit);
    if (list) list.push(entry);
    else byCommit.set(entry.commit, [entry]);
  }
  const blocks = [...byCommit.values()].map((list) => commitLines(list, style).join('\n'));
  const claims = entries.some(({ approvals }) => approvals.length > 0)
    ? '; approvals are what commit messages claim'
    : '';
  const counts = `${counted(entries.length, 'change')} in ${counted(byCommit.size, 'commit')}`;
  const cut = incomplete ? '\nthe history is incomplete: what came before cannot be followed' : '';
  return `${blocks.join('\n\n')}\n\n${counts}${claims}${cut}\n`;
}

function commitLines(entries: readonly AuditEntry[], style: Style): string[] {
  const { paint, unicode } = style;
  const [{ commit, author, committedAt, subject }] = entries as readonly [AuditEntry, ...AuditEntry[]];
  const at = committedAt.toISOString().slice(0, 16).replace('T', ' ');
  const head = `${paint.bold(`${at}Z`)}  ${paint.yellow(commit.slice(0, 7))}  ${printable(author.name, unicode)} ${paint.dim(`<${printable(author.email, unicode)}>`)}`;
  return [
    head,
    ...hanging('', prose(subject, unicode), style),
    ...entries.flatMap((entry) => changeLines(entry, style)),
    ...facts(entries[0] as AuditEntry, style).flatMap(([label, text, tone]) => hanging(label, text, style, tone)),
  ];
}

function changeLines({ kind, key, path, version, changes, flags }: AuditEntry, style: Style): string[] {
  const { paint, unicode } = style;
  const what = kind === 'flag' ? key : kind === 'segment' ? `segment ${key}` : path.slice(path.lastIndexOf('/') + 1);
  const used = kind === 'segment' && flags.length > 0 ? `, in ${flags.join(', ')}` : '';
  return [
    `  ${paint.cyan(printable(what, unicode))} ${paint.dim(`version ${version}${printable(used, unicode)}`)}`,
    ...changes.flatMap(({ summary }) => indented(prose(summary, unicode), 4, style)),
  ];
}

type Tone = (text: string) => string;

/** What the commit says of itself, as far as it says anything. */
function facts(entry: AuditEntry, { paint, unicode }: Style): [label: string, text: string, tone?: Tone][] {
  const { reason, incidents, emergency, approvals, signature, signedByAuthor } = entry;
  const found: [string, string, Tone?][] = [];
  if (reason !== undefined) found.push(['why', prose(reason.replace(/\s+/g, ' '), unicode)]);
  if (emergency !== undefined) found.push(['emergency', prose(emergency, unicode), paint.red]);
  const others = incidents.filter((incident) => incident !== emergency);
  if (others.length > 0) found.push(['incident', prose(others.join(', '), unicode)]);
  for (const [trailer, label] of [
    ['Approved-by', 'approved'],
    ['Reviewed-by', 'reviewed'],
  ] as const) {
    const names = approvals
      .filter((one) => one.trailer === trailer)
      .map(({ by }) => by.replace(/ *<[^<>]*>$/, '') || by);
    if (names.length > 0) found.push([label, `${prose(names.join(', '), unicode)} (claimed)`, paint.dim]);
  }
  if (signature.status !== 'none') {
    const signer = signature.signer === undefined ? '' : `, ${prose(signature.signer, unicode)}`;
    const other = signedByAuthor === false ? ', who is not the author' : '';
    const isFine = signature.status === 'good' && signedByAuthor === true;
    found.push([
      'signature',
      `${signature.status.replace('-', ' ')}${signer}${other}`,
      isFine ? paint.dim : paint.yellow,
    ]);
  }
  return found;
}

function hanging(label: string, text: string, style: Style, tone: Tone = (same) => same): string[] {
  if (label === '') return indented(text, 2, style);
  const lines = wrapped(text, labelWidth + 2, style);
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(labelWidth)}${tone(line)}`.trimEnd());
}

function indented(text: string, indent: number, style: Style): string[] {
  return wrapped(text, indent, style).map((line, index) => ' '.repeat(indent + (index > 0 ? 2 : 0)) + line);
}

/** To the width of a terminal; in a pipe, so that it can be searched, not at all. */
function wrapped(text: string, indent: number, { isTerminal, width }: Style): string[] {
  return isTerminal ? wrapLines(text, Math.max(20, width - indent - 2)) : [text];
}
