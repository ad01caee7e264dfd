import type { FlagLifecycle, LifecycleReport } from '../../commands/lifecycle/lifecycle.ts';
import { clip, printable } from '../../diagnostic/printable.ts';

const day = 86_400_000;
/** RFC 5545: the octets of a line, without its end. */
const longestLine = 75;

/** A calendar (RFC 5545) of the days on which flags expire or are to be reviewed, each an event of its own. */
export function lifecycleIcs(report: LifecycleReport): string {
  const stamp = basic(new Date(report.now).toISOString().slice(0, 19));
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Flagwright//Lifecycle//EN', 'CALSCALE:GREGORIAN'];
  lines.push(`X-WR-CALNAME:${text(`Flags${report.folder === '' ? '' : ` in ${report.folder}`}`)}`);
  for (const flag of report.flags) {
    const { expiry, review } = flag;
    if (expiry) lines.push(...event(flag, 'expires', expiry.end - 1, `${stamp}Z`));
    if (review) lines.push(...event(flag, 'review due', review.due, `${stamp}Z`));
  }
  lines.push('END:VCALENDAR');
  return lines.map(folded).join('');
}

function event(flag: FlagLifecycle, what: 'expires' | 'review due', instant: number, stamp: string): string[] {
  const date = dateOf(instant);
  const next = dateOf(instant + day);
  if (date === undefined || next === undefined) return [];
  const owner = flag.owner === undefined ? '' : ` (${flag.owner})`;
  const way = what === 'expires' ? `flagwright retire ${flag.key}` : `flagwright reviewed ${flag.key}`;
  return [
    'BEGIN:VEVENT',
    `UID:${encodeURIComponent(printable(`${flag.file} ${what}`))}@flagwright`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${date}`,
    `DTEND;VALUE=DATE:${next}`,
    `SUMMARY:${text(`${flag.key} ${what}${owner}`)}`,
    `DESCRIPTION:${text(`${flag.file}\n${way}`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** Undefined beyond the years that a calendar can write. */
function dateOf(instant: number): string | undefined {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return undefined;
  const iso = date.toISOString();
  return /^\d{4}-/.test(iso) ? basic(iso.slice(0, 10)) : undefined;
}

const basic = (iso: string): string => iso.replaceAll(/[-:]/g, '');

/** A text value: what has a meaning in one is escaped, and what has none a reader should see is a dot. */
function text(value: string): string {
  return value
    .split('\n')
    .map((line) => printable(clip(line, 500)).replaceAll(/[\\;,]/g, '\\$&'))
    .join('\\n');
}

/** A content line in parts of so many octets; no character is cut in two. */
function folded(line: string): string {
  let result = '';
  let size = 0;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (size + octets > longestLine) {
      result += '\r\n ';
      size = 1;
    }
    result += character;
    size += octets;
  }
  return `${result}\r\n`;
}
