/** What JSON leaves as it is, though a terminal would obey it, or hide it. Such characters are in strings only. */
const unsafe =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/** A value as JSON for a stream that may be a terminal: indented, with a line end, control characters escaped. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(unsafe, escaped)}\n`;
}

/** The same on one line. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(unsafe, escaped)}\n`;
}

function escaped(characters: string): string {
  const units = Array.from({ length: characters.length }, (_, at) => characters.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
