/** Characters that are not seen, or look like a space but are not one in YAML. Joiners are left out: scripts need them. */
const invisible = /[\u00a0\u00ad\u2007\u200b\u202f\u2060\u3000]/;
const spaces = /[\u00a0\u2007\u202f\u3000]/g;

/** Characters that nobody sees in a scalar. */
export interface Invisible {
  /** The code point of the first one: `U+00A0`. */
  readonly name: string;
  /** The scalar without them. */
  readonly cleaned: string;
}

const characters = ['\u00a0', '\u00ad', '\u2007', '\u200b', '\u202f', '\u2060', '\u3000'];

/** Whether it is worth looking at the scalars of a text one by one. Runs on every file: a pattern takes ten times as long. */
export function hasInvisible(text: string): boolean {
  for (const character of characters) if (text.includes(character)) return true;
  return false;
}

/**
 * The invisible characters at the ends of a scalar, and those within a word. Between words they may be meant: French
 * has a no-break space before its colon.
 */
export function invisibleIn(scalar: string): Invisible | undefined {
  if (scalar.length > 1000 || !invisible.test(scalar)) return undefined;
  const trimmed = scalar.replace(/^[\s\u00ad\u200b\u2060]+|[\s\u00ad\u200b\u2060]+$/g, '');
  const cleaned = /[ \t\n]/.test(trimmed) ? trimmed : trimmed.replace(/[\u00ad\u200b\u2060]/g, '').replace(spaces, ' ');
  if (cleaned === scalar) return undefined;
  const code = invisible.exec(scalar)?.[0].charCodeAt(0) ?? 0;
  return { name: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`, cleaned };
}
