import { simpleLowerCase } from '../evaluate/lower-case.ts';
import { spend, type Budget } from './budget.ts';
import { casingsOf } from './casings.ts';
import type { TestLiteral } from './formula.ts';
import { firstPassing, type FoundPass } from './passes.ts';
import type { TextParts } from './version-texts.ts';

/** A text that stands for any other. */
export const anyText = 'other';

/** Texts of letters that are seldom asked for, to be between the parts of one. */
const fillers = ['~', '#', '%', '|', '^', '`', '§', '¶', '~#', '#~', '\u{10FFFD}'];

/** A part of a text: as it is written, before or behind letters that may be in either case. */
interface Block {
  readonly at: 'start' | 'end' | 'between';
  readonly before: string;
  readonly anyCase: string;
  readonly behind: string;
}

/**
 * A text with these parts that passes all tests, where none asks for a version or a date: its parts one after the other,
 * with something between that no test knows. If these do not do, no text does.
 */
export function freeText(tests: readonly TestLiteral[], asked: TextParts, budget: Budget): FoundPass {
  const forbidding = tests.filter(
    ({ operator, negated }) => negated && (operator === 'contains' || operator === 'startsWith' || operator === 'endsWith'),
  ); // prettier-ignore
  const blocks = blocksOf(tests, asked);
  const texts: string[] = [];
  for (const block of blocks) {
    const text = cleanText(block, forbidding, budget);
    if (text === 'none' || text === 'unknown') return text;
    texts.push(text.text);
  }
  const known = [...texts, ...forbidding.map(({ operand }) => (typeof operand === 'string' ? operand : ''))].join('');
  const letters = new Set(known + simpleLowerCase(known));
  const free = fillers.filter((filler) => [...filler].every((letter) => !letters.has(letter)));
  // A word reads better, where it does no harm.
  const candidates = [anyText, ...free].map((filler) => (known === '' ? filler : texts.join(filler)));
  return firstPassing(candidates, tests, budget) ?? 'unknown';
}

/** The first part begins the text, the last one ends it. */
function blocksOf(tests: readonly TestLiteral[], { start, end, parts }: TextParts): Block[] {
  let [first, last] = ['', ''];
  const blocks: Block[] = parts.map((before) => ({ at: 'between', before, anyCase: '', behind: '' }));
  for (const { operator, operand, negated, ignoreCase } of tests) {
    if (negated || !ignoreCase || typeof operand !== 'string') continue;
    if (operator === 'startsWith' && operand.length > first.length) first = operand;
    if (operator === 'endsWith' && operand.length > last.length) last = operand;
    if (operator === 'contains') blocks.push({ at: 'between', before: '', anyCase: operand, behind: '' });
  }
  const rest = last.slice(0, Math.max(0, last.length - end.length));
  return [
    { at: 'start', before: start, anyCase: first.slice(start.length), behind: '' },
    ...blocks,
    { at: 'end', before: '', anyCase: rest, behind: end },
  ];
}

/** A way to write a part in which nothing is that tests forbid. */
function cleanText(
  { at, before, anyCase, behind }: Block,
  forbidding: readonly TestLiteral[],
  budget: Budget,
): { readonly text: string } | 'none' | 'unknown' {
  if (anyCase === '') return { text: before + behind };
  const { texts, areAll } = casingsOf(anyCase);
  for (const casing of texts) {
    const text = before + casing + behind;
    if (!spend(budget, 1 + forbidding.length)) return 'unknown';
    if (!forbidding.some((test) => isForbidden(test, text, at))) return { text };
  }
  return areAll ? 'none' : 'unknown';
}

function isForbidden({ operator, operand, ignoreCase }: TestLiteral, text: string, at: Block['at']): boolean {
  if (typeof operand !== 'string') return false;
  const [whole, part] = ignoreCase ? [simpleLowerCase(text), simpleLowerCase(operand)] : [text, operand];
  if (operator === 'contains') return whole.includes(part);
  if (operator === 'startsWith') return at === 'start' && whole.startsWith(part);
  return at === 'end' && whole.endsWith(part);
}
