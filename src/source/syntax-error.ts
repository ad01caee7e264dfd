import { sayOfSyntax, type SyntaxKind } from './syntax-messages.ts';

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
  [/missed comma/, 'missing-comma'],
  [/expected the node content, but found ','/, 'stray-comma'],
  [/escape|hexadecimal/, 'unknown-escape'],
  [/bad indentation of a sequence entry/, 'misaligned-entry'],
  [/bad indentation of a mapping entry/, 'wrong-indentation'],
  [/deficient indentation/, 'too-little-indentation'],
  [/multiline key|expected ':' after a mapping key/, 'field-without-colon'],
  [/whitespace character is expected after the key-value/, 'colon-without-space'],
  [/end of the stream or a document separator/, 'out-of-place'],
  [/directive|YAML version/, 'directive'],
  [/line break is expected|chomping mode|indentation width/, 'block-header'],
];

/** Characters that YAML reserves, so that no plain value begins with them. */
const reserved = new Set(['@', '`', '%']);

/**
 * Puts a parser's error into words a person can act on.
 * @param position offset at which the parser gave up
 */
export function explainSyntaxError(text: string, reason: string, position: number, maxDepth: number): SyntaxProblem {
  const at = Math.max(0, Math.min(position, text.length));
  const known = reasons.find(([pattern]) => pattern.test(reason))?.[1];
  if (known === undefined || known === 'too-little-indentation') {
    const open = neverClosed(text, at);
    if (open) return open;
  }
  if (known === undefined) return { ...sayOfSyntax('other', { reason }), ...wordAt(text, at) };
  return misplaced(text, at, known) ?? { ...sayOfSyntax(known, { limit: maxDepth }), ...wordAt(text, at) };
}

/** What lies behind a complaint about indentation when the character tells more. */
function misplaced(text: string, at: number, kind: SyntaxKind): SyntaxProblem | undefined {
  if (kind !== 'wrong-indentation' && kind !== 'out-of-place') return undefined;
  const character = text.charAt(at);
  const word = { start: at, end: at + 1 };
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 500), at);
  if (character === ']' || character === '}')
    return { ...sayOfSyntax('stray-bracket', { bracket: character }), ...word };
  const inValue = /:\s+\S|^\s*- +\S|:\s+$/.test(line);
  if (reserved.has(character) && inValue) return { ...sayOfSyntax('reserved-character', { character }), ...word };
  if (character === ':' && /:\s+\S/.test(line)) return { ...sayOfSyntax('second-colon'), ...word };
  if (/["'][ \t]*$/.test(line)) return { ...sayOfSyntax('text-after-quote'), ...wordAt(text, at) };
  return undefined;
}

const isSpace = (character: string): boolean => /[\s[{,]/.test(character) || character === '';

/**
 * The quote or bracket that is still open where the parser gave up. It is looked for from the last line before
 * that begins a field of the file, so that an apostrophe somewhere in a text misleads nobody.
 */
function neverClosed(text: string, position: number): SyntaxProblem | undefined {
  const atEnd = text.slice(position, position + 2000).trim() === '';
  const nextField = /^["']?[\w-]+["']?:(\s|$)/.test(text.slice(position, position + 200));
  if (!atEnd && !nextField) return undefined;
  const open: { start: number; character: string }[] = [];
  for (let at = fieldBefore(text, position); at < position; at++) {
    const character = text.charAt(at);
    const quote = open.at(-1)?.character;
    if (quote === '"' || quote === "'") {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) open.pop();
    } else if (character === '#' && isSpace(text.charAt(at - 1))) {
      while (at < position && text.charAt(at) !== '\n') at++;
    } else if (isSpace(text.charAt(at - 1)) && /["'[{]/.test(character)) {
      open.push({ start: at, character });
    } else if (character === ']' || character === '}') {
      open.pop();
    }
  }
  const last = open.at(-1);
  if (!last) return undefined;
  const span = { start: last.start, end: last.start + 1 };
  const bracket = last.character;
  if (bracket === '"' || bracket === "'") return { ...sayOfSyntax('unclosed-quote'), ...span };
  return { ...sayOfSyntax('unclosed-bracket', { bracket, closing: bracket === '[' ? ']' : '}' }), ...span };
}

/** The start of the last line before an offset that is neither indented nor empty nor a comment. */
function fieldBefore(text: string, position: number): number {
  for (let end = position; end > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    if (start < position && /[^\s#]/.test(text.charAt(start))) return start;
    end = start - 1;
  }
  return 0;
}

/** The characters to mark: from the offset to the end of the word; at the end of a line, the word before. */
function wordAt(text: string, offset: number): { start: number; end: number } {
  const lineEnd = /[\r\n]|$/.exec(text.slice(offset, offset + 200));
  const rest = text.slice(offset, offset + (lineEnd?.index ?? 0));
  const length = /^\S+/.exec(rest)?.[0].length;
  if (length !== undefined) return { start: offset, end: offset + Math.min(length, 60) };
  const before = text.slice(Math.max(0, offset - 200), offset);
  const word = /\S+\s*$/.exec(before);
  if (!word) return { start: offset, end: offset };
  const start = offset - word[0].length;
  return { start, end: start + word[0].trimEnd().length };
}
