import { findUnclosed } from './unclosed.ts';

/** A syntax error in words: what is wrong, what to do, which characters. */
export interface SyntaxProblem {
  readonly message: string;
  readonly help: string;
  readonly start: number;
  readonly end: number;
}

/** What the parser says, matched by a part of it; what we say, and what to do. */
const explanations: readonly (readonly [reason: RegExp, message: string, help: string])[] = [
  [/^tab characters/, 'a tab is used for indentation', 'indent with spaces'],
  [/^null byte|non-printable/, 'the file holds characters that are not text', 'save it as plain UTF-8 text'],
  [
    /^nesting exceeded/,
    'the value is nested too deeply',
    'no file needs more than a few levels; look for a stray [ or {',
  ],
  [/^missed comma/, 'a comma is missing between two entries', 'separate the entries of [ ] and { } by commas'],
  [/content, but found ','/, 'there is no value before this comma', 'remove the comma or write a value'],
  [/escape/, 'this escape is not known in double quotes', 'double the backslash, or use single quotes'],
  [
    /^bad indentation of a sequence/,
    'this line does not fit the list above it',
    'align it with the other entries of the list',
  ],
  [/^deficient/, 'this line must be indented further', 'indent it more than the field it belongs to'],
  [
    /multiline key|expected ':' after/,
    'a line before this is no field: it has no ":" after its name',
    'write it as name: value',
  ],
  [/expected after the key-value/, 'a space is missing after ":"', 'write it as name: value'],
  [/^a line break is expected/, 'text follows | or > on its line', 'begin the text on the next line, indented'],
  [
    /name of an (alias|anchor)/,
    '& and * name anchors, and no name follows',
    'put text that begins with & or * in quotes',
  ],
  [/unknown|undeclared tag/, 'this tag is not known', 'remove the tag; put text that begins with ! in quotes'],
];

const unfit: readonly [string, string] = [
  'this does not fit what stands before it',
  'check the indentation; put a value that holds ": " or " #" in quotes',
];

/**
 * Puts a parser's error into words a person can act on.
 * @param position offset at which the parser gave up
 */
export function explainSyntaxError(text: string, reason: string, position: number, maxDepth: number): SyntaxProblem {
  const start = Math.max(0, Math.min(position, text.length));
  const unclosed = /^deficient|unexpected end|^missed comma/.test(reason) ? findUnclosed(text, start) : undefined;
  if (unclosed && (!reason.startsWith('missed') || reachesNextField(text, unclosed.offset, start))) {
    const quote = unclosed.character === '"' || unclosed.character === "'";
    const closing = unclosed.character === '[' ? ']' : unclosed.character === '{' ? '}' : unclosed.character;
    const message = quote ? 'this quote is never closed' : `this ${unclosed.character} is never closed`;
    return { message, help: `add the missing ${closing}`, start: unclosed.offset, end: unclosed.offset + 1 };
  }
  const character = text[start] ?? '';
  if (
    /^bad indentation of a mapping entry|cannot start|can not read a node/.test(reason) &&
    '@`%|>'.includes(character) &&
    character !== ''
  ) {
    const message = `a value cannot begin with ${character}`;
    return { message, help: 'put the text in quotes', start, end: start + 1 };
  }
  const [message, help] =
    (explanations.find(([pattern]) => pattern.test(reason))?.slice(1) as [string, string] | undefined) ?? unfit;
  const detail = reason.startsWith('nesting exceeded') ? ` (more than ${maxDepth} levels)` : '';
  return { message: message + detail, help, ...wordAt(text, start) };
}

/** Whether a `name:` of the next line was read as part of what an opening bracket began. */
function reachesNextField(text: string, from: number, to: number): boolean {
  return /\n\s*[\w-]+:/.test(text.slice(from, to));
}

/** The characters to mark: from the offset to the end of the word; at the end of a line, the word before. */
function wordAt(text: string, offset: number): { start: number; end: number } {
  const rest = text.slice(offset, offset + 200);
  const length = /^\S+/.exec(rest)?.[0].length;
  if (length !== undefined) return { start: offset, end: offset + Math.min(length, 60) };
  const word = /\S+\s*$/.exec(text.slice(Math.max(0, offset - 200), offset));
  if (!word) return { start: offset, end: offset };
  const start = offset - word[0].length;
  return { start, end: start + word[0].trimEnd().length };
}
