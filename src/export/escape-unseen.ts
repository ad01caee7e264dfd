/**
 * What JSON leaves as it is, though nobody would see it, or a terminal would obey it: such characters are made dots where they are
 * printed, which would be another value. They are in strings only.
 */
const unseen =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\udb40[\udc00-\udc7f]/g;

const hexadecimal = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** The text of a JSON or TypeScript file with such characters escaped. */
export function escapeUnseen(text: string): string {
  return text.replace(unseen, (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${hexadecimal(found.charCodeAt(at), 4)}`).join(''),
  );
}

/** The same of a YAML file, which has no halves of characters. */
export function escapeUnseenInYaml(text: string): string {
  return text.replace(unseen, (found) =>
    found.length === 1 ? `\\u${hexadecimal(found.charCodeAt(0), 4)}` : `\\U${hexadecimal(found.codePointAt(0)!, 8)}`,
  );
}
