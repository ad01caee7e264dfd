import { parseEvents, YAMLException, type Event } from 'js-yaml';
import type { Path, Span } from '../diagnostic/diagnostic.ts';
import type { Problem } from '../diagnostic/problem.ts';
import { composeValue } from './compose-value.ts';
import { compose } from './compose.ts';
import { locate } from './locate.ts';
import type { Node } from './node.ts';
import { flowSpans, isInside, scalarSpans } from './scalar-spans.ts';
import { explainSyntaxError, type SyntaxProblem } from './syntax-error.ts';
import { sayOfSyntax } from './syntax-messages.ts';

/** Files above this many bytes are refused unread. */
export const maxFileSize = 1024 * 1024;

/** Collections nested deeper than this are refused. */
const maxDepth = 64;

/** A collection has two, anything else one. A list of short words that fills a whole file has two thirds of it. */
const maxEvents = 500_000;

/** One YAML file: its text, its value and where every part of the value is. */
export interface Document {
  /** Path from the root of the file tree. */
  readonly file: string;
  readonly text: string;
  /** Absent for an empty file and for one that is not YAML. */
  readonly root: Node | undefined;
  /** Plain data; `undefined` where there is no root. */
  readonly value: unknown;
  /** `yaml-syntax`, `duplicate-field`. */
  readonly problems: readonly Problem[];
  /** Whether a number may begin with 0, a sign or a point. */
  readonly mayHavePaddedNumber: boolean;
}

/** Reads a text as one YAML 1.2 document. Never throws: what is wrong is in `problems`. */
export function parseDocument(file: string, text: string): Document {
  const refused = unreadableText(text);
  if (refused) return withoutValue(file, text, refused);
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return withoutValue(file, text, explainSyntaxError(text, error.reason, error.mark?.position ?? 0, maxDepth));
  }
  if (events.length > maxEvents)
    return withoutValue(file, text, { ...sayOfSyntax('too-many-values'), start: 0, end: 0 });
  // Most files are only asked for their value; where its parts are is found out when something is to be shown.
  const plain = text.includes('\t') ? undefined : composeValue(text, events);
  return plain ? new PlainDocument(file, text, plain, events) : composedDocument(file, text, events);
}

/** A document in which nothing is wrong or unusual, so that its nodes can wait. */
class PlainDocument implements Document {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  readonly problems: readonly Problem[] = [];
  readonly mayHavePaddedNumber: boolean;
  /** Until the nodes are made of them: they take more space than these. */
  private events: readonly Event[];
  private composed: { readonly root: Node | undefined } | undefined;

  constructor(
    file: string,
    text: string,
    composed: ReturnType<typeof composeValue> & object,
    events: readonly Event[],
  ) {
    this.file = file;
    this.text = text;
    this.value = composed.value;
    this.mayHavePaddedNumber = composed.hasPaddedNumber;
    this.events = events;
  }

  get root(): Node | undefined {
    if (this.composed === undefined) {
      this.composed = compose(this.text, this.events);
      this.events = [];
    }
    return this.composed.root;
  }
}

function composedDocument(file: string, text: string, events: readonly Event[]): Document {
  const { root, problems: found } = compose(text, events);
  const problems = found.map(({ kind, message, help, start, end, first }): Problem => {
    const at = { file, span: { start, end } };
    if (kind === 'syntax') return { rule: 'yaml-syntax', message, help, at };
    const related = first && [{ message: 'it comes first here', at: { file, span: first } }];
    return { rule: 'duplicate-field', message, help, at, related };
  });
  const tab = text.includes('\t') ? tabInIndentation(text, root) : -1;
  if (tab >= 0) {
    problems.push({
      rule: 'yaml-syntax',
      ...sayOfSyntax('tab-indentation'),
      at: { file, span: { start: tab, end: tab + 1 } },
    });
  }
  return { file, text, root, value: root?.value, problems, mayHavePaddedNumber: true };
}

function withoutValue(file: string, text: string, { start, end, message, help }: SyntaxProblem): Document {
  const problems = [{ rule: 'yaml-syntax', message, help, at: { file, span: { start, end } } }];
  return { file, text, root: undefined, value: undefined, problems, mayHavePaddedNumber: true };
}

/** What the parser would read in its own way, and every other one in another. */
function unreadableText(text: string): SyntaxProblem | undefined {
  const cr = loneCarriageReturn(text);
  if (cr >= 0) return { ...sayOfSyntax('carriage-return'), start: cr, end: cr + 1 };
  const mark = text.indexOf('\uFEFF', 1);
  return mark >= 0 ? { ...sayOfSyntax('byte-order-mark'), start: mark, end: mark + 1 } : undefined;
}

/** The parser lets some of these pass, and then means another nesting than the eye sees. */
function tabInIndentation(text: string, root: Node | undefined): number {
  const scalars = scalarSpans(root);
  const flows = flowSpans(root, text);
  for (const match of text.matchAll(/^[ -]*(?=\t[ \t]*[^\s#])/gm)) {
    const at = match.index + match[0].length;
    // Brackets say what belongs together, so that within them indentation means nothing.
    if (!isInside(scalars, at) && !isInside(flows, at)) return at;
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
