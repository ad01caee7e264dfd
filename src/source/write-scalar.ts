import { misreadings } from './misread.ts';
import type { ScalarStyle } from './node.ts';
import { resolvePlain } from './scalar.ts';

/** Letters, digits and what else has no meaning at the beginning of a plain scalar. */
const plainStart = /^[\p{L}\p{N}_/.(+~$^<;=\\]/u;
const printable = /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Whether a text reads the same without quotes. `flow`: inside of [ ] or { }. */
export function isPlain(text: string, flow: boolean): boolean {
  if (!plainStart.test(text) || !printable.test(text) || text.endsWith(' ') || text.endsWith(':')) return false;
  if (text.includes(': ') || text.includes(' #') || text.startsWith('...') || text === '<<' || isMisread(text)) {
    return false;
  }
  if (flow && (/[,[\]{}]/.test(text) || /:(?!\d)/.test(text))) return false;
  return typeof resolvePlain(text) === 'string';
}

/** Whether a YAML 1.1 parser, or the eye, takes a text for something else. `on` and `off` are our variants and stay. */
function isMisread(text: string): boolean {
  if (text === 'on' || text === 'off') return false;
  return /^[-+]?[0-9][0-9_,.]*$/.test(text) || misreadings(text, text) !== undefined;
}

/**
 * A scalar on one line. Text keeps the quotes of `style` where there is one; otherwise it is plain where that reads
 * the same, and in double quotes where not.
 */
export function writeScalar(value: unknown, flow: boolean, style?: ScalarStyle): string {
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value !== 'string') return typeof value === 'boolean' ? String(value) : 'null';
  if (style === 'single' && printable.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return style !== 'double' && isPlain(value, flow) ? value : doubleQuoted(value);
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The name of a field. */
export function writeKey(name: string, flow: boolean): string {
  return isPlain(name, flow) ? name : doubleQuoted(name);
}

/** JSON's escapes are YAML's too; what JSON leaves as it is and YAML does not print is escaped besides. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A text of several lines as a literal block: the header, and the lines without their indentation. Nothing where it
 * cannot be written so without an indicator or doubt.
 */
export function literalLines(text: string): { header: string; lines: string[] } | undefined {
  const lines = text.split('\n');
  const clip = text.endsWith('\n');
  if (clip) lines.pop();
  if (lines.length < 2 && !clip) return undefined;
  if (lines.some((line) => !printable.test(line) || (line !== '' && line.trim() === ''))) return undefined;
  if (!/^[^\s]/.test(lines[0] ?? '') || lines.at(-1) === '') return undefined;
  return { header: clip ? '|' : '|-', lines };
}
