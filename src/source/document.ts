import { parseEvents, YAMLException } from 'js-yaml';
import type { Path, Span } from '../diagnostic/diagnostic.ts';
import type { Problem } from '../diagnostic/problem.ts';
import { compose } from './compose.ts';
import { locate } from './locate.ts';
import type { Node } from './node.ts';
import { isInside, scalarSpans } from './scalar-spans.ts';
import { explainSyntaxError } from './syntax-error.ts';
import { sayOfSyntax } from './syntax-messages.ts';

/** Files above this many bytes are refused unread. */
export const maxFileSize = 1024 * 1024;

/** Collections nested deeper than this are refused. */
const maxDepth = 64;

/** One YAML file: its text, its value and where every part of the value stands. */
export interface Document {
  /** Path from the root of the file tree. */
  readonly file: string;
  readonly text: string;
  /** Absent for an empty file and for one that is no YAML. */
  readonly root: Node | undefined;
  /** Plain data; `undefined` where there is no root. */
  readonly value: unknown;
  /** `yaml-syntax`, `duplicate-field`. */
  readonly problems: readonly Problem[];
}

/** Reads a text as one YAML 1.2 document. Never throws: what is wrong is in `problems`. */
export function parseDocument(file: string, text: string): Document {
  const problems: Problem[] = [];
  const refuse = (said: { message: string; help: string }, start: number, end: number): void => {
    problems.push({ rule: 'yaml-syntax', ...said, at: { file, span: { start, end } } });
  };
  const cr = loneCarriageReturn(text);
  const mark = text.indexOf('\uFEFF', 1);
  if (cr >= 0 || mark >= 0) {
    if (cr >= 0) refuse(sayOfSyntax('carriage-return'), cr, cr + 1);
    else refuse(sayOfSyntax('byte-order-mark'), mark, mark + 1);
    return { file, text, root: undefined, value: undefined, problems };
  }
  try {
    const { root, problems: found } = compose(text, parseEvents(text, { maxDepth }));
    for (const { kind, message, help, start, end, first } of found) {
      if (kind === 'syntax') refuse({ message, help }, start, end);
      else {
        problems.push({
          rule: 'duplicate-field',
          message,
          help,
          at: { file, span: { start, end } },
          related: first && [{ message: 'it stands first here', at: { file, span: first } }],
        });
      }
    }
    const tab = text.includes('\t') ? tabInIndentation(text, root) : -1;
    if (tab >= 0) refuse(sayOfSyntax('tab-indentation'), tab, tab + 1);
    return { file, text, root, value: root?.value, problems };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { start, end, ...said } = explainSyntaxError(text, error.reason, error.mark?.position ?? 0, maxDepth);
    refuse(said, start, end);
    return { file, text, root: undefined, value: undefined, problems };
  }
}

/** The parser lets some of these pass, and then means another nesting than the eye sees. */
function tabInIndentation(text: string, root: Node | undefined): number {
  const scalars = scalarSpans(root);
  for (const match of text.matchAll(/^[ -]*(?=\t[ \t]*[^\s#])/gm)) {
    const at = match.index + match[0].length;
    if (!isInside(scalars, at)) return at;
  }
  return -1;
}

function loneCarriageReturn(text: string): number {
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== 10) return at;
  }
  return -1;
}

/**
 * The span of the value at a path, or of its field name. A path that does not exist falls back to the
 * name of its nearest ancestor, so that a missing field is marked where it should have been.
 */
export function spanAt(document: Document, path: Path, part: 'key' | 'value' = 'value'): Span {
  return locate(document.root, path, part);
}
