/**
 * A parsed definition as text, the same for all that mean the same: fields in code-unit order, except those of weights
 * (`serve` and `otherwise`), whose order decides who gets what. Two definitions differ in meaning exactly when
 * their canonical texts differ.
 * @param value plain data as parsed, at most as deep as the parser lets through
 */
export function canonicalText(value: unknown): string {
  return write(value, false);
}

/** The fields whose value is weights. */
export const orderedFields: ReadonlySet<string> = new Set(['serve', 'otherwise']);

/** Most definitions have the same few names. */
const quotedNames = new Map<string, string>();
const maxQuotedNames = 2000;

function quotedName(name: string): string {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const quoted = JSON.stringify(name);
  if (quotedNames.size < maxQuotedNames) quotedNames.set(name, quoted);
  return quoted;
}

// Every version there ever was goes through this: loops take half the time of arrays that are joined.
function write(value: unknown, ordered: boolean): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${write(item, false)}`;
    return `[${text}]`;
  }
  const names = ordered ? Object.keys(value) : Object.keys(value).sort();
  const record = value as Record<string, unknown>;
  for (const name of names) {
    text += `${text === '' ? '' : ','}${quotedName(name)}:${write(record[name], orderedFields.has(name))}`;
  }
  return `{${text}}`;
}

/**
 * Whether two values have the same canonical text, found out without writing it.
 * @param ordered they are weights
 */
export function isSameMeaning(a: unknown, b: unknown, ordered = false): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    const isCollection = (typeof a === 'object' && a !== null) || (typeof b === 'object' && b !== null);
    return !isCollection && scalar(a) === scalar(b);
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSameMeaning(item, b[index]));
  }
  const [names, others] = [Object.keys(a), Object.keys(b)];
  if (names.length !== others.length || (ordered && names.some((name, index) => name !== others[index]))) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return names.every(
    (name) => Object.hasOwn(other, name) && isSameMeaning(one[name], other[name], orderedFields.has(name)),
  );
}

/** JSON has no words for these three numbers, and YAML has. */
function scalar(value: unknown): string {
  return typeof value === 'number' && !Number.isFinite(value) ? `#${value}` : (JSON.stringify(value) ?? 'null');
}

/** The value that a canonical text was made of; fields come in the order of the text. */
export function canonicalValue(text: string): unknown {
  if (!text.includes('#')) return JSON.parse(text);
  // The numbers that JSON does not know become strings that begin as no other string here does.
  let mark = '#';
  while (text.includes(`"${mark}`)) mark += '#';
  const json = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|#(?:NaN|-?Infinity)/g, (part) =>
    part.startsWith('"') ? part : `"${mark}${part.slice(1)}"`,
  );
  return JSON.parse(json, (_name, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? Number(value.slice(mark.length)) : value,
  );
}
