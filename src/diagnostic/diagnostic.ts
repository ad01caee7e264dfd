/** How bad it is; the order of the list is the order of weight. */
export type Severity = 'error' | 'warning' | 'info';

/** A place inside a YAML value: field names and list indices from the root. */
export type Path = readonly (string | number)[];

/** A range of a file's text: UTF-16 offsets, end exclusive. Line and column are made when rendered. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One exact range of one file. `file` is relative to the root of the file tree, with forward slashes. */
export interface Location {
  readonly file: string;
  readonly span: Span;
}

/** Replaces the text of `span` by `text`. An empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The one right answer to a diagnostic: edits of its own file, which do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** A second place that explains the first: the other side of a cycle, the earlier duplicate. */
export interface RelatedLocation extends Location {
  readonly message: string;
}

/** Something wrong in a user's file. It is data: returned, never thrown. */
export interface Diagnostic extends Location {
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** What the marked range is, shown beside the carets. */
  readonly label?: string | undefined;
  /** What to do about it. */
  readonly help?: string | undefined;
  /** Key of the flag that the file defines, if it defines one. */
  readonly flag?: string | undefined;
  readonly related: readonly RelatedLocation[];
  readonly fix?: Fix | undefined;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The one order in which diagnostics are ever shown: file, position, rule. What one rule says of one place stays in the
 * order in which it says it: of commits the oldest first, not by their ids.
 */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return byText(a.file, b.file) || a.span.start - b.span.start || a.span.end - b.span.end || byText(a.rule, b.rule);
}
