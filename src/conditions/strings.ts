import { simpleLowerCase } from '../evaluate/lower-case.ts';
import { spend, type Budget } from './budget.ts';
import { couldBeDate, datedParts, datesFor, dateTexts, isWholeDate, within } from './date-texts.ts';
import { freeText } from './free-texts.ts';
import type { TestLiteral } from './formula.ts';
import { inLowerCase } from './lower-case.ts';
import { firstPassing, type FoundPass } from './passes.ts';
import { couldBeVersion, versionTexts, type TextParts } from './version-texts.ts';
import { versionsFor } from './versions.ts';

/** The operators that strings pass, `contains` only with a text. */
const ofStrings: ReadonlySet<string> = new Set([
  'contains', 'startsWith', 'endsWith', 'before', 'after', 'semver', 'bucketable', 'exists',
]); // prettier-ignore

/** A string that passes tests, none of which asks for one of a list of values. */
export function stringFor(tests: readonly TestLiteral[], budget: Budget): FoundPass {
  if (tests.some(forbidsTexts)) return firstPassing([''], tests, budget) ?? 'none';
  const asWritten = tests.filter(({ ignoreCase }) => !ignoreCase);
  const asked = textParts(asWritten, budget);
  if (!asked || isRuledOut(asWritten, asked, budget)) return 'none';
  let lower: TextParts | undefined;
  if (asWritten.length < tests.length) {
    const testsInLowerCase = inLowerCase(tests);
    lower = textParts(testsInLowerCase, budget);
    if (!lower || isRuledOut(testsInLowerCase, lower, budget)) return 'none';
  }
  const span = datesFor(tests);
  const isVersion = tests.some(({ operator, negated }) => operator === 'semver' && !negated);
  if (span.isDate) {
    // The letters of a date are T and Z.
    const parts = datedParts(bothParts(asked, lower, (text) => text.toUpperCase()));
    const narrow = within(span, parts.start);
    if (isVersion || narrow.from >= narrow.until || !couldBeDate(parts)) return 'none';
    if (parts.start === parts.end && isWholeDate(parts.end)) return firstPassing([parts.end], tests, budget) ?? 'none';
    return firstPassing(dateTexts(narrow, parts), tests, budget) ?? 'unknown';
  }
  if (isVersion) {
    const parts = bothParts(asked, lower, (text) => text);
    if (!couldBeVersion(parts)) return 'none';
    const { versions, areAll } = versionsFor(tests, parts.start, budget);
    if (areAll && versions.length === 0) return 'none';
    return firstPassing(versionTexts(versions, parts), tests, budget) ?? 'unknown';
  }
  return freeText(tests, asked, budget);
}

/** Whether a test leaves at most the empty text. */
function forbidsTexts({ operator, operand, negated }: TestLiteral): boolean {
  if (operator === 'bucketable') return negated;
  return operator === 'exists' && (operand === false) !== negated;
}

/** What a text begins and ends with, and has in it; nothing where that contradicts itself, or asks for no text. */
function textParts(tests: readonly TestLiteral[], budget: Budget): TextParts | undefined {
  let [start, end] = ['', ''];
  const parts: string[] = [];
  for (const { operator, operand, negated } of tests) {
    if (negated) continue;
    if (!ofStrings.has(operator) || (operator === 'contains' && typeof operand !== 'string')) return undefined;
    if (operator !== 'contains' && operator !== 'startsWith' && operator !== 'endsWith') continue;
    const text = operand as string;
    spend(budget, 1 + (text.length >> 6));
    if (operator === 'contains') parts.push(text);
    else if (operator === 'startsWith') {
      if (!text.startsWith(start) && !start.startsWith(text)) return undefined;
      if (text.length > start.length) start = text;
    } else {
      if (!text.endsWith(end) && !end.endsWith(text)) return undefined;
      if (text.length > end.length) end = text;
    }
  }
  return { start, end, parts };
}

/** What is asked for as it is written, with what else is asked for in lower case, of which the case does not matter. */
function bothParts(asked: TextParts, lower: TextParts | undefined, inCase: (text: string) => string): TextParts {
  if (!lower) return asked;
  const start = asked.start + inCase(lower.start.slice(asked.start.length));
  const end = inCase(lower.end.slice(0, Math.max(0, lower.end.length - asked.end.length))) + asked.end;
  // Those that are asked for as written are among those in lower case too.
  const written = new Set(asked.parts.map(simpleLowerCase));
  const others = lower.parts.filter((part) => !written.has(part)).map(inCase);
  return { start, end, parts: [...asked.parts, ...others] };
}

/** Whether what a text has to have in it is forbidden. */
function isRuledOut(tests: readonly TestLiteral[], { start, end, parts }: TextParts, budget: Budget): boolean {
  const known = [start, end, ...parts];
  return tests.some(({ operator, operand, negated }) => {
    if (!negated || typeof operand !== 'string') return false;
    if (operator === 'startsWith') return start.startsWith(operand);
    if (operator === 'endsWith') return end.endsWith(operand);
    if (operator !== 'contains') return false;
    return known.some((text) => spend(budget, 1 + (text.length >> 6)) && text.includes(operand));
  });
}
