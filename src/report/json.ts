/** What JSON leaves as it is, though a terminal would obey it. Such characters stand in strings only. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A value as JSON for a stream that may be a terminal: indented, with a line end, control characters escaped. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(unsafe, escaped)}\n`;
}

/** The same on one line. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(unsafe, escaped)}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
