import type { Diagnostic, TextEdit } from '../diagnostic/diagnostic.ts';
import { overlay } from '../platform/overlay.ts';
import type { FileTree } from '../platform/file-tree.ts';
import { applyEdits } from '../source/edit.ts';

/** What fixing changed. */
export interface Fixed {
  /** New texts, by path. */
  readonly changes: ReadonlyMap<string, string>;
  /** How many fixes are in them. */
  readonly count: number;
}

/** What one pass of lint found, with the texts of the files it is in. */
export interface FoundFix {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** A fix may uncover the next problem; one that keeps uncovering more is given up. */
const maxPasses = 10;

/**
 * Makes every fix there is, in as many passes as it takes, on an overlay. A file in which fixing would add an
 * error stays as it is.
 * @param lint looks at a tree; called again after each pass
 */
export async function fixAll(tree: FileTree, lint: (tree: FileTree) => Promise<FoundFix>): Promise<Fixed> {
  const changes = new Map<string, string>();
  const givenUp = new Set<string>();
  let count = 0;
  let found = await lint(tree);
  for (let pass = 0; pass < maxPasses; pass++) {
    const edits = editsByFile(found.diagnostics, givenUp);
    if (edits.size === 0) break;
    const next = new Map(changes);
    for (const [file, { all }] of edits) next.set(file, applyEdits(found.texts.get(file) ?? '', all));
    const after = await lint(overlay(tree, next));
    const errors = (one: FoundFix, file: string): number =>
      one.diagnostics.filter((diagnostic) => diagnostic.file === file && diagnostic.severity === 'error').length;
    const worse = [...edits.keys()].filter((file) => errors(after, file) > errors(found, file));
    for (const file of worse) givenUp.add(file);
    if (worse.length > 0) continue;
    for (const [file, text] of next) changes.set(file, text);
    for (const { fixes } of edits.values()) count += fixes;
    found = after;
  }
  return { changes, count };
}

function editsByFile(
  diagnostics: readonly Diagnostic[],
  givenUp: ReadonlySet<string>,
): Map<string, { all: TextEdit[]; fixes: number }> {
  const edits = new Map<string, { all: TextEdit[]; fixes: number }>();
  for (const { file, fix } of diagnostics) {
    if (!fix || givenUp.has(file)) continue;
    const known = edits.get(file) ?? { all: [], fixes: 0 };
    // A fix is made whole or not at all: one that meets an earlier one waits for the next pass.
    if (fix.edits.some((edit) => known.all.some((other) => overlaps(edit, other)))) continue;
    known.all.push(...fix.edits);
    known.fixes++;
    edits.set(file, known);
  }
  return edits;
}

function overlaps(a: TextEdit, b: TextEdit): boolean {
  return a.span.start < b.span.end ? b.span.start < a.span.end : a.span.start === b.span.start;
}
