import { fields, list, ownText } from './read.ts';

/** A rule without its values. */
export interface SketchedRule {
  /** `f` for one that has a start, `u` for one that has an end, `s` for a split. */
  readonly marks: string;
  readonly when: SketchedCondition | undefined;
  /** The attributes that decide its split, where they are written. */
  readonly bucketBy: readonly string[];
}

/** A condition without its values; an `odd` test of an attribute may not hold for anybody, a `long` one is not sketched. */
export type SketchedCondition =
  | { readonly kind: 'long' }
  | { readonly kind: 'attribute' | 'odd' | 'segment'; readonly name: string }
  | { readonly kind: 'all' | 'any' | 'not'; readonly parts: readonly SketchedCondition[] };

/**
 * What the targeting rules of a flag speak of, of the environments in which one of them uses a segment: enough to tell which
 * flags are worth being read again together with their segments. One text for each environment, see `readSketch`; many
 * flags have the same.
 * @param environments their lists of rules as parsed
 * @param bucketBy as written
 */
export function sketchOf(environments: readonly (readonly unknown[])[], bucketBy: unknown): readonly string[] {
  const attributes = (typeof bucketBy === 'string' ? [bucketBy] : list(bucketBy)).flatMap((one) =>
    typeof one === 'string' ? [nameText(one)] : [],
  );
  const split = attributes.length > 0 ? `:${attributes.join()}` : '';
  return environments.map((written) => {
    let text = '';
    for (const rule of written) text += `${text === '' ? '' : ';'}${ruleText(fields(rule), split)}`;
    return ownText(text);
  });
}

function ruleText({ when, from, until, serve }: ReturnType<typeof fields>, split: string): string {
  const isSplit = typeof serve !== 'string';
  const marks = `${from === undefined ? '' : 'f'}${until === undefined ? '' : 'u'}${isSplit ? 's' : ''}`;
  return `${marks}:${when === undefined ? '' : conditionText(when)}${isSplit ? split : ''}`;
}

/** A list of more conditions is not sketched: comparing each with all others would take too long. */
const mostParts = 100;

function conditionText(value: unknown): string {
  const { attribute, segment, all, any, not, semver } = fields(value);
  if (typeof attribute === 'string') {
    // No version is less than that.
    return typeof semver === 'string' && semver.includes('0.0.0-0') ? `!${nameText(attribute)}` : nameText(attribute);
  }
  if (typeof segment === 'string') return `@${nameText(segment)}`;
  if (not !== undefined) return `-(${conditionText(not)})`;
  const parts = list(all ?? any);
  if (parts.length > mostParts) return '*';
  return `${all === undefined ? '|' : '&'}(${partsText(parts)})`;
}

/** More than two tests of one attribute say no more than two of them. */
function partsText(written: readonly unknown[]): string {
  const parts: string[] = [];
  for (const part of written) {
    const text = conditionText(part);
    if (parts.length < 2 || parts.lastIndexOf(text) === parts.indexOf(text)) parts.push(text);
  }
  return parts.join();
}

const plainName = /^[\w.]+(?:-[\w.]+)*$/;

/** A name without any sign that the text has for itself. */
function nameText(name: string): string {
  if (plainName.test(name)) return name;
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[-!()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}

/** The rules that a sketch of an environment was made of. */
export function readSketch(text: string): SketchedRule[] {
  return text.split(';').map((rule) => {
    const [marks = '', when = '', bucketBy] = rule.split(':');
    const condition = when === '' ? undefined : readCondition({ text: when, at: 0 });
    return { marks, when: condition, bucketBy: bucketBy?.split(',').map(decodeURIComponent) ?? [] };
  });
}

/** How far a text is read. */
interface Reading {
  readonly text: string;
  at: number;
}

const groups: Readonly<Record<string, 'all' | 'any' | 'not'>> = { '&': 'all', '|': 'any', '-': 'not' };

function readCondition(reading: Reading): SketchedCondition {
  const sign = reading.text[reading.at] ?? '';
  if (sign === '*') {
    reading.at++;
    return { kind: 'long' };
  }
  const group = groups[sign];
  if (group === undefined) {
    const kind = sign === '@' ? 'segment' : sign === '!' ? 'odd' : 'attribute';
    return { kind, name: readName(reading, kind === 'attribute' ? 0 : 1) };
  }
  const parts: SketchedCondition[] = [];
  // Behind the sign and its bracket, and then behind each comma.
  for (reading.at += 2; reading.text[reading.at] !== ')';) {
    parts.push(readCondition(reading));
    if (reading.text[reading.at] === ',') reading.at++;
  }
  reading.at++;
  return { kind: group, parts };
}

function readName(reading: Reading, sign: number): string {
  const start = reading.at + sign;
  let end = start;
  while (end < reading.text.length && reading.text[end] !== ',' && reading.text[end] !== ')') end++;
  reading.at = end;
  return decodeURIComponent(reading.text.slice(start, end));
}
