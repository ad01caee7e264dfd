/**
 * Tests that ignore case. flagd has no lower case, so that `flagwright export flagd` compares each place of a text with
 * every character that may be there; these read that back.
 */
import type { AttributeTest } from '../../evaluate/definition.ts';
import { simpleLowerCase } from '../../evaluate/lower-case.ts';
import { attributeOf, isSameLogic, operationOf, type ImportedLogic } from './logic.ts';

/** A test, and how many parts of a list it is made of. */
export interface Run {
  readonly test: AttributeTest;
  readonly length: number;
}

/** The test that begins at a place of a list all of whose parts must hold. */
export function caselessAll(parts: readonly ImportedLogic[], start: number): Run | undefined {
  const attribute = textTested(parts[start]);
  if (attribute === undefined) return undefined;
  const value = { var: attribute };
  const characters = readCharacters(parts, start + 1, (at) => ({ substr: [value, at] }));
  const next = start + 1 + characters.length;
  if (isSameLogic(parts[next], { '===': [{ substr: [value, characters.length] }, ''] })) {
    return { test: { attribute, equals: characters.join(''), ignoreCase: true }, length: next + 1 - start };
  }
  if (characters.length > 0) return { test: { attribute, startsWith: characters.join(''), ignoreCase: true }, length: next - start }; // prettier-ignore
  let count = 0;
  while (isSameLogic(parts[start + 1 + count], { '!==': [{ substr: [value, count] }, ''] })) count++;
  const ending = readCharacters(parts, start + 1 + count, (at) => ({ substr: [value, at - count] }));
  if (count === 0 || ending.length !== count) return undefined;
  return { test: { attribute, endsWith: ending.join(''), ignoreCase: true }, length: 1 + 2 * count };
}

/** The tests in a list one of whose parts must hold, by the place where each begins. */
export function caselessRuns(parts: readonly ImportedLogic[]): ReadonlyMap<number, Run> {
  const runs = new Map<number, Run>();
  for (const [end, part] of parts.entries()) {
    const run = caselessBefore(parts, end, part);
    if (run !== undefined) runs.set(end + 1 - run.length, run);
  }
  return runs;
}

/** The test that ends with a part: a text that has one of several in it, after lists that have them. */
function caselessBefore(parts: readonly ImportedLogic[], end: number, part: ImportedLogic): Run | undefined {
  const [isText, isPart, more] = partsOf(part, 'and');
  const attribute = textTested(isText);
  if (attribute === undefined || isPart === undefined || more !== undefined) return undefined;
  const within = operationOf(isPart)?.name === 'or' ? partsOf(isPart, 'or') : [isPart];
  const texts = within.map((one) => textWithin(one, attribute));
  const start = end - texts.length;
  const [wanted = '', ...others] = texts.map((text) => simpleLowerCase(text ?? ''));
  const isAll = start >= 0 && others.every((text) => text === wanted) && new Set(texts).size === spellingsCount(wanted);
  const isRun = isAll && texts.every((text, at) => text !== undefined && isMember(parts[start + at], attribute, text));
  if (!isRun) return undefined;
  const test = { attribute, contains: wanted, ...(texts.length > 1 && { ignoreCase: true }) };
  return { test, length: texts.length + 1 };
}

/** The text of which logic asks that an attribute has it within. */
function textWithin(logic: ImportedLogic, attribute: string): string | undefined {
  const { name, args = [] } = operationOf(logic) ?? {};
  const [text, value] = args;
  return name === 'in' && args.length === 2 && typeof text === 'string' && attributeOf(value) === attribute ? text : undefined; // prettier-ignore
}

/** Whether logic asks that a text is in the list, or is the attribute itself. */
const isMember = (logic: ImportedLogic, attribute: string, text: string): boolean =>
  isSameLogic(logic, { in: [text, { merge: [{ var: attribute }] }] });

function partsOf(logic: ImportedLogic, name: string): readonly ImportedLogic[] {
  const operation = operationOf(logic);
  return operation?.name === name ? operation.args : [];
}

/** The attribute of which logic asks that it is a text. */
export function textTested(logic: ImportedLogic): string | undefined {
  const { name, args = [] } = operationOf(logic) ?? {};
  return name === 'starts_with' && args.length === 2 && args[1] === '' ? attributeOf(args[0]) : undefined;
}

/** The characters, in lower case, that are asked for at one place after the other. */
function readCharacters(
  parts: readonly ImportedLogic[],
  start: number,
  textAt: (at: number) => ImportedLogic,
): string[] {
  const found: string[] = [];
  for (;;) {
    const part = parts[start + found.length];
    const spellings = operationOf(part)?.name === 'or' ? partsOf(part, 'or') : [part];
    const characters = spellings.map((one) => characterAsked(one, textAt(found.length)));
    const [lower] = characters.map((character) => simpleLowerCase(character ?? ''));
    if (lower === undefined || lower === '') return found;
    const isAll = characters.every((one) => one !== undefined && simpleLowerCase(one) === lower);
    if (!isAll || new Set(characters).size !== spellingsCount(lower)) return found;
    found.push(lower);
  }
}

function characterAsked(logic: ImportedLogic, text: ImportedLogic): string | undefined {
  const { name, args = [] } = operationOf(logic) ?? {};
  const [from, character] = args;
  return name === 'starts_with' && typeof character === 'string' && character.length === 1 && isSameLogic(from, text)
    ? character
    : undefined;
}

let counts: ReadonlyMap<string, number> | undefined;

/** How many texts are this one in lower case. */
function spellingsCount(lower: string): number {
  counts ??= countSpellings();
  const known = counts;
  return [...lower].reduce((product, character) => product * (known.get(character) ?? 1), 1);
}

function countSpellings(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let code = 0; code <= 0x1e943; code++) {
    const character = String.fromCodePoint(code);
    const lower = simpleLowerCase(character);
    if (lower !== character) found.set(lower, (found.get(lower) ?? 1) + 1);
  }
  return found;
}
