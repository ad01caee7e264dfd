/** The value of a plain scalar in YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema). */
export function resolvePlain(text: string): string | number | boolean | null {
  switch (text.charCodeAt(0)) {
    case 43: // +
    case 45: // -
    case 46: // .
    case 48:
    case 49:
    case 50:
    case 51:
    case 52:
    case 53:
    case 54:
    case 55:
    case 56:
    case 57:
      return resolveNumber(text);
    case 70: // F
    case 102: // f
      return text === 'false' || text === 'False' || text === 'FALSE' ? false : text;
    case 84: // T
    case 116: // t
      return text === 'true' || text === 'True' || text === 'TRUE' ? true : text;
    case 78: // N
    case 110: // n
      return text === 'null' || text === 'Null' || text === 'NULL' ? null : text;
    case 126: // ~
      return text.length === 1 ? null : text;
    default:
      return text.length === 0 ? null : text;
  }
}

/** The value of a scalar with one of the tags of the core schema; `undefined` for other tags and values that do not fit. */
export function resolveTagged(tag: string, source: string): string | number | boolean | null | undefined {
  if (tag === '!!str' || tag === '!') return source;
  const value = resolvePlain(source);
  if (tag === '!!null') return value === null ? value : undefined;
  if (tag === '!!bool') return typeof value === 'boolean' ? value : undefined;
  if (tag === '!!int') return Number.isInteger(value) ? value : undefined;
  return tag === '!!float' && typeof value === 'number' ? value : undefined;
}

const decimal = /^[-+]?[0-9]+$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const octal = /^0o[0-7]+$/;
const hexadecimal = /^0x[0-9a-fA-F]+$/;
const infinity = /^[-+]?\.(?:inf|Inf|INF)$/;
const notANumber = /^\.(?:nan|NaN|NAN)$/;

function resolveNumber(text: string): string | number {
  if (decimal.test(text)) return Number(text);
  if (float.test(text)) return Number(text);
  if (octal.test(text) || hexadecimal.test(text)) return Number(text);
  if (infinity.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return notANumber.test(text) ? NaN : text;
}
