import { sayOfSyntax, type SyntaxKind } from './syntax-messages.ts';
import { findUnclosed } from './unclosed.ts';

/** A syntax error in words: what is wrong, what to do, which characters. */
export interface SyntaxProblem {
  readonly message: string;
  readonly help: string;
  readonly start: number;
  readonly end: number;
}

/** What the parser says, matched by its beginning or a part of it. */
const reasons: readonly (readonly [reason: RegExp, kind: SyntaxKind])[] = [
  [/^tab characters/, 'tab-indentation'],
  [/^null byte|non-printable|valid JSON character/, 'control-character'],
  [/^nesting exceeded/, 'too-deep'],
  [/^missed comma/, 'missing-comma'],
  [/content, but found ','/, 'stray-comma'],
  [/escape|hexadecimal/, 'unknown-escape'],
  [/^bad indentation of a sequence/, 'misaligned-entry'],
  [/^bad indentation of a mapping/, 'wrong-indentation'],
  [/^deficient/, 'too-little-indentation'],
  [/multiline key|expected ':' after/, 'field-without-colon'],
  [/expected after the key-value/, 'colon-without-space'],
  [/end of the stream or a document separator/, 'out-of-place'],
  [/directive|YAML version/, 'directive'],
  [/line break is expected|chomping mode|indentation width/, 'block-header'],
  [/name of an (alias|anchor)/, 'nameless-anchor'],
];

const closings: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/**
 * Puts a parser's error into words a person can act on.
 * @param position offset at which the parser gave up
 */
export function explainSyntaxError(text: string, reason: string, position: number, maxDepth: number): SyntaxProblem {
  const at = Math.max(0, Math.min(position, text.length));
  const kind = reasons.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';
  const special =
    conflict(text) ??
    tab(text, at, kind) ??
    neverClosed(text, at, reason) ??
    lineBefore(text, at, kind) ??
    misplaced(text, at, kind);
  return special ?? { ...sayOfSyntax(kind, { limit: maxDepth, reason }), ...wordAt(text, at) };
}

/** The first mark that git left where it could not merge. */
function conflict(text: string): SyntaxProblem | undefined {
  const start = text.search(/^<{7} /m);
  if (start < 0 || !/^>{7} /m.test(text)) return undefined;
  return { ...sayOfSyntax('merge-conflict'), start, end: start + 7 };
}

const ofIndentation: ReadonlySet<SyntaxKind> = new Set([
  'tab-indentation',
  'wrong-indentation',
  'too-little-indentation',
]);

/** The tab itself: the parser names the line before it, or complains of what comes after it. */
function tab(text: string, at: number, kind: SyntaxKind): SyntaxProblem | undefined {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const before = /^ *(?=\t)/.exec(text.slice(from, from + 500))?.[0];
  if (before === undefined || !ofIndentation.has(kind)) return undefined;
  const start = from + before.length;
  return { ...sayOfSyntax('tab-indentation'), start, end: start + 1 };
}

/** A name, its colon, and a value right after it; not an address. */
const glued = /^(\s*(?:- +)?)([\w.-]+):[^\s/]/;

/**
 * A line without a ": " is read on into the next one, and complained of at the colon there, or at the end: the line that
 * is wrong is the one before.
 */
function lineBefore(text: string, at: number, kind: SyntaxKind): SyntaxProblem | undefined {
  const isSure = kind === 'field-without-colon';
  const atColon = text.charAt(at) === ':';
  if (!isSure && !(atColon && (kind === 'wrong-indentation' || kind === 'out-of-place'))) return undefined;
  const here = text.lastIndexOf('\n', at - 1) + 1;
  const lines = text.slice(Math.max(0, here - 2000), atColon ? here : at).split('\n');
  let end = atColon ? here : at;
  while (lines.length > 1 && /^\s*(#.*)?$/.test(lines.at(-1) ?? '')) end -= (lines.pop() ?? '').length + 1;
  const line = (lines.at(-1) ?? '').trimEnd();
  const from = end - (lines.at(-1) ?? '').length;
  const [, indent = '', name] = glued.exec(line) ?? [];
  if (name !== undefined) {
    const colon = from + indent.length + name.length;
    return { ...sayOfSyntax('colon-without-space'), start: colon, end: colon + 1 };
  }
  const start = from + (/^\s*(?:- +)?/.exec(line)?.[0].length ?? 0);
  const isWords = /^[\w -]+$/.test(line);
  if (start >= from + line.length || !(isSure || isWords)) return undefined;
  return { ...sayOfSyntax('field-without-colon'), start, end: Math.min(from + line.length, start + 60) };
}

/** The quote or bracket behind a complaint about what comes long after it. */
function neverClosed(text: string, at: number, reason: string): SyntaxProblem | undefined {
  const unclosed = /^deficient|unexpected end|^missed comma/.test(reason) ? findUnclosed(text, at) : undefined;
  if (!unclosed) return undefined;
  const { offset, character } = unclosed;
  if (reason.startsWith('missed') && !reachesNextField(text, offset, at)) return undefined;
  if (reason.startsWith('deficient') && !endsOrBeginsField(text, at)) return undefined;
  const closing = closings[character];
  const span = { start: offset, end: offset + 1 };
  return closing === undefined
    ? { ...sayOfSyntax('unclosed-quote', { closing: character }), ...span }
    : { ...sayOfSyntax('unclosed-bracket', { bracket: character, closing }), ...span };
}

/** Whether a `name:` of the next line was read as part of what an opening bracket began. */
function reachesNextField(text: string, from: number, to: number): boolean {
  return /\n\s*[\w-]+:/.test(text.slice(from, to));
}

/** Whether nothing follows, or a `name:`; otherwise it is a value that goes on, only too far to the left. */
function endsOrBeginsField(text: string, at: number): boolean {
  return /^\s*$|^["']?[\w-]+["']?:(\s|$)/.test(text.slice(at, at + 200));
}

/** What lies behind a complaint about indentation when the character tells more. */
function misplaced(text: string, at: number, kind: SyntaxKind): SyntaxProblem | undefined {
  if (kind !== 'wrong-indentation' && kind !== 'out-of-place' && kind !== 'other') return undefined;
  const character = text.charAt(at);
  const span = { start: at, end: at + 1 };
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 500), at);
  if (character === ']' || character === '}') {
    return { ...sayOfSyntax('stray-bracket', { bracket: character }), ...span };
  }
  if (/^[@`%|>]$/.test(character) && /(:|-)\s+$/.test(line)) {
    return { ...sayOfSyntax('reserved-character', { character }), ...span };
  }
  if (character === ':' && /:\s+\S/.test(line)) return { ...sayOfSyntax('second-colon'), ...span };
  return /["'][ \t]*$/.test(line) ? { ...sayOfSyntax('text-after-quote'), ...wordAt(text, at) } : undefined;
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
