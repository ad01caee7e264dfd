import type { VerifyReport } from '../../commands/audit/verify.ts';
import { prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';

/** Each violation with what shows it, then what was checked. */
export function verifyText({ violations, notes, checked, head }: VerifyReport, { paint, unicode }: Style): string {
  const blocks = violations.map(({ code, commit, message, evidence }) => [
    `${paint.bold.red(`error[${code}]`)}: ${prose(message, unicode)}`,
    `  --> ${prose(commit, unicode)}`,
    ...evidence.map((fact) => `   = ${prose(fact, unicode)}`),
  ]);
  if (notes.length > 0) blocks.push(notes.map((note) => `${paint.cyan('note')}: ${prose(note, unicode)}`));
  const { commits, signatures, emergencies, anchors } = checked;
  const parts = [
    counted(commits, 'commit'),
    `${counted(signatures, 'required signature')}`,
    emergencies === 1 ? '1 emergency' : `${emergencies} emergencies`,
    counted(anchors.length, 'anchor'),
  ].join(', ');
  const verdict = violations.length === 0 ? 'no violation' : paint.red(counted(violations.length, 'violation'));
  blocks.push([`${verdict} up to ${head.slice(0, 7)} (${parts})`]);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
