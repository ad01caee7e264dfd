import { canonicalText } from '../meaning/canonical.ts';
import { parseDocument, type Document } from '../source/document.ts';
import { editsBetween } from '../source/edits-between.ts';
import { PatchError } from '../source/patch-error.ts';
import { patch } from '../source/patch.ts';
import { takeSide } from './conflict-markers.ts';
import type { MergeConflict, Settlement, ConflictSides } from './merge/conflict.ts';
import { mergeDefinitions } from './merge/merge.ts';
import type { MergedKind } from './merge/shape.ts';

/** The text of a file on each of the three sides; empty where a side does not have it. */
export interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Merges lines as git does, with markers around those it cannot merge.
 * @param form `plain`: markers show two sides, whatever git is configured to
 */
export type MergeLines = (texts: Texts, form?: 'plain') => Promise<{ text: string; isClean: boolean }>;

export interface MergeTextOptions extends Texts {
  readonly kind: MergedKind;
  /** How many characters make a conflict marker. */
  readonly markerSize: number;
  readonly mergeLines: MergeLines;
}

/** What came of merging a file. */
export interface MergedText {
  readonly text: string;
  /** Whether the text has no conflict markers. */
  readonly isClean: boolean;
  /** Whether it was merged in meaning; otherwise, where a side cannot be read, line by line. */
  readonly inMeaning: boolean;
  readonly conflicts: readonly MergeConflict[];
  readonly settled: readonly Settlement[];
}

/**
 * Merges a file in meaning and keeps the text that people wrote: comments and order of both sides where their lines
 * merge, else those of ours. What is in conflict is between git's markers; a text without markers always means
 * what the merge of the definitions gives.
 */
export async function mergeTexts(options: MergeTextOptions): Promise<MergedText> {
  const { kind, mergeLines } = options;
  const texts: Texts = { base: options.base, ours: options.ours, theirs: options.theirs };
  const [base, ours, theirs] = [texts.base, texts.ours, texts.theirs].map((text) => parseDocument('', text));
  if (!base || !ours || !theirs || ![base, ours, theirs].every(isDefinition)) {
    return { ...(await mergeLines(texts)), inMeaning: false, conflicts: [], settled: [] };
  }
  const merge = (held: keyof ConflictSides) => mergeDefinitions(base.value, ours.value, theirs.value, kind, held);
  const { merged, conflicts, settled } = merge('base');
  if (conflicts.length === 0) {
    const text = await cleanText(texts, [base, ours, theirs], merged, mergeLines);
    if (text !== undefined) return { text, isClean: true, inMeaning: true, conflicts, settled };
    // The result cannot be written without touching what is shared through anchors, or the like: a person does it.
    return { ...(await showBoth(texts, mergeLines)), inMeaning: true, conflicts, settled };
  }
  const [our, their] = [merge('ours').merged, merge('theirs').merged];
  const sides: Texts = {
    base: patched(base, merged) ?? texts.base,
    ours: patched(ours, our) ?? texts.ours,
    theirs: patched(theirs, their) ?? texts.theirs,
  };
  const marked = await markedText(sides, [our, their], options, conflicts.some(isOfOrder));
  return { ...marked, inMeaning: true, conflicts, settled };
}

/** The text of a merge without conflicts, with as many of both sides' comments as will do. */
async function cleanText(
  texts: Texts,
  documents: readonly Document[],
  merged: unknown,
  mergeLines: MergeLines,
): Promise<string | undefined> {
  const wanted = canonicalText(merged);
  const fits = (text: string | undefined): text is string => text !== undefined && meaningOf(text) === wanted;
  const byLines = await mergeLines(texts);
  if (byLines.isClean && fits(byLines.text)) return byLines.text;
  const [base, ours, theirs] = documents.map((document) => patched(document, merged));
  if (base !== undefined && ours !== undefined && theirs !== undefined) {
    // These three mean the same: what is left to merge is comments and layout.
    const rest = await mergeLines({ base, ours, theirs });
    if (rest.isClean && fits(rest.text)) return rest.text;
  }
  return [ours, theirs].find(fits);
}

/**
 * The text of a merge with conflicts. The sides mean the same but for what is in conflict, so that lines merge
 * everywhere else; where resolving the markers would not give what a side means, all lines that differ are in them.
 */
async function markedText(
  sides: Texts,
  [our, their]: readonly [unknown, unknown],
  { markerSize, mergeLines }: MergeTextOptions,
  isOrderDisputed: boolean,
): Promise<{ text: string; isClean: boolean }> {
  // Of lists in disputed order each side has its own entries alone: merging their lines could lose or repeat some.
  if (!isOrderDisputed) {
    const marked = await mergeLines(sides);
    const means = (side: 'ours' | 'theirs', value: unknown): boolean => {
      const text = takeSide(marked.text, markerSize, side);
      return text !== undefined && meaningOf(text) === canonicalText(value);
    };
    if (!marked.isClean && means('ours', our) && means('theirs', their)) return marked;
  }
  return showBoth(sides, mergeLines);
}

/** Both sides, with markers around every line that they do not share. Without a base, nothing merges by itself. */
async function showBoth({ ours, theirs }: Texts, mergeLines: MergeLines): Promise<{ text: string; isClean: boolean }> {
  const { text } = await mergeLines({ base: '', ours, theirs }, 'plain');
  return { text, isClean: false };
}

function isDefinition({ problems, value }: Document): boolean {
  return problems.length === 0 && (value === undefined || (typeof value === 'object' && value !== null));
}

function isOfOrder({ what }: MergeConflict): boolean {
  return what.startsWith('order of ');
}

function meaningOf(text: string): string | undefined {
  const { problems, value } = parseDocument('', text);
  return problems.length === 0 ? canonicalText(value) : undefined;
}

/** Each edit may read the whole text anew: so many characters in all take about a second. */
const maxWork = 10_000_000;

/** A document's text with another value; nothing where it cannot be edited so. */
function patched(document: Document, value: unknown): string | undefined {
  try {
    const edits = editsBetween(document.value, value);
    if (edits.length * document.text.length > maxWork) return undefined;
    const { text } = patch(document, edits);
    return meaningOf(text) === canonicalText(value) ? text : undefined;
  } catch (error) {
    if (error instanceof PatchError) return undefined;
    throw error;
  }
}
