import { resolvePlain } from './scalar.ts';

/** How else a plain scalar may be read than by YAML 1.2's core schema. */
export interface Misreading {
  /** `number`: its digits are not what was written; the others: another type in YAML 1.1, or to the eye. */
  readonly kind: 'number' | 'boolean' | 'digits' | 'nothing';
  /** What YAML 1.1 reads instead. */
  readonly other?: string;
}

/** https://yaml.org/type/bool.html, without what YAML 1.2 reads alike. */
const yes = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const no = /^(?:n|N|no|No|NO|off|Off|OFF)$/;
const longestBoolean = 3;

/**
 * Numbers of YAML 1.1 that are text in YAML 1.2: with underscores, binary, signed hexadecimal and in base 60
 * (https://yaml.org/type/int.html, https://yaml.org/type/float.html).
 */
const oldNumber =
  /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)$/;

/** https://yaml.org/type/timestamp.html */
const oldDate =
  /^\d{4}-(?:\d{2}-\d{2}|\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::\d{2})?))?)$/;

/**
 * @param source the text of a plain scalar, as written
 * @param value what it was read as
 * @returns nothing where everybody reads it alike
 */
export function misreadings(source: string, value: unknown): Misreading | undefined {
  if (source.length > 100) return undefined;
  if (typeof value === 'string' && source.length > longestBoolean && !mayBeginNumber(source)) return undefined;
  if (!Object.is(resolvePlain(source), value)) return undefined;
  if (typeof value === 'number') return String(value) === source ? undefined : { kind: 'number' };
  if (value === null) return source === '' || source === 'null' ? undefined : { kind: 'nothing' };
  if (typeof value !== 'string') return undefined;
  // Nearly all texts are longer, and begin with no digit; patterns take longer.
  if (source.length <= longestBoolean) {
    if (yes.test(source)) return { kind: 'boolean', other: 'true' };
    if (no.test(source)) return { kind: 'boolean', other: 'false' };
  }
  return mayBeginNumber(source) && oldNumber.test(source) ? { kind: 'digits' } : undefined;
}

/** Whether a plain scalar is text to YAML 1.2 and a date to YAML 1.1: no matter where a date is asked for. */
export function isOldDate(source: string): boolean {
  return source.length <= 100 && mayBeginNumber(source) && oldDate.test(source);
}

/** Whether a text begins with a digit or a sign. */
function mayBeginNumber(source: string): boolean {
  const first = source.charCodeAt(0);
  return first >= 43 && first <= 57; // + to 9
}
