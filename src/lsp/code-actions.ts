import {
  CodeActionKind,
  type CodeAction,
  type Diagnostic as Shown,
  type Range,
  type TextEdit,
} from 'vscode-languageserver';
import type { Diagnostic, TextEdit as OwnEdit } from '../diagnostic/diagnostic.ts';
import { nearest } from '../diagnostic/suggest.ts';
import { rules } from '../lint/rules/index.ts';
import { lineBreakOf, lineStart } from '../source/lines.ts';
import { changeActions } from './change-actions.ts';
import { shownDiagnostic, type Elsewhere } from './editor-diagnostics.ts';
import { missingFieldActions } from './missing-field.ts';
import { namesFor } from './known-names.ts';
import { namesIn, type Name } from './names.ts';
import type { File } from './place.ts';
import { rangeOf, textWithRanges, touches, type Text } from './text-ranges.ts';

/** What may be done about what is under the cursor, or in what is selected. */
export async function codeActions(
  file: File,
  range: Range,
  only: readonly string[] | undefined,
): Promise<CodeAction[]> {
  const isWanted = ({ kind = '' }: CodeAction): boolean =>
    only === undefined
      ? kind !== CodeActionKind.SourceFixAll
      : only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const selected = { start: file.text.offsetAt(range.start), end: file.text.offsetAt(range.end) };
  const own = file.session.diagnostics.filter((one) => one.file === file.path);
  const here = own.filter(({ span }) => touches(span, selected.start) || touches(selected, span.start));
  const known = knownOf(file);
  const fixes = await Promise.all(here.map((one) => fixesOf(file, known, one)));
  const all = [...fixes.flat(), ...fixAll(file, own), ...changeActions(file, selected.start)];
  return all.filter(isWanted);
}

/** What is found out once for all diagnostics of a file: a large one may have thousands. */
interface Known {
  readonly elsewhere: Elsewhere;
  names(): readonly Name[];
}

function knownOf(file: File): Known {
  const { open, session, editor } = file;
  const texts = new Map<string, Promise<Text>>([[file.path, Promise.resolve(file.text)]]);
  let names: readonly Name[] | undefined;
  return {
    elsewhere: {
      uri: (other) => editor.uris.uri(open.absolute(other)),
      text(other) {
        const text = texts.get(other) ?? session.textOf(other).then(textWithRanges);
        texts.set(other, text);
        return text;
      },
    },
    names: () => (names ??= namesIn(file)),
  };
}

async function fixesOf(file: File, known: Known, diagnostic: Diagnostic): Promise<CodeAction[]> {
  const { uri, text } = file;
  const shown = await shownDiagnostic(diagnostic, text, known.elsewhere);
  const quickFix = (title: string, edits: readonly OwnEdit[], isPreferred = false): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [shown satisfies Shown],
    ...(isPreferred && { isPreferred }),
    edit: { changes: { [uri]: editsOf(file, edits) } },
  });
  const { fix } = diagnostic;
  return [
    ...(fix ? [quickFix(fix.title, fix.edits, true)] : []),
    ...nearNames(file, known, diagnostic).map((edit) => quickFix(`Change to ${edit.text}`, [edit])),
    ...missingFieldActions(file, diagnostic).map(({ title, edits }) => quickFix(title, edits)),
    ...suppression(file, diagnostic).map((edit) => quickFix(`Suppress ${diagnostic.rule}, with the reason to write behind it`, [edit])), // prettier-ignore
  ];
}

/** In place of a name that nothing has: those that are nearly the same. */
function nearNames({ project }: File, names: Known, { rule, span }: Diagnostic): OwnEdit[] {
  if (!rule.startsWith('unknown-')) return [];
  const found = names.names().find((one) => one.span && touches(span, one.span.start));
  if (!found?.span) return [];
  const known = namesFor(project, found.kind, found.scope).map(({ name }) => name);
  if (known.includes(found.name)) return [];
  const { span: at } = found;
  return nearest(found.name, known).map((text) => ({ span: at, text }));
}

/** A comment above the line, whose reason is yet to be written: without one it holds nothing back. */
function suppression({ document: { text } }: File, { rule, span }: Diagnostic): OwnEdit[] {
  const isFixed = rules.some(({ id, fixed }) => id === rule && fixed);
  // What is wrong with suppressions is put right in them, and in what cannot be read nothing is a comment for sure.
  if (isFixed || rule.includes('suppression') || rule === 'yaml-syntax') return [];
  const start = lineStart(text, span.start);
  const indent = /^[ ]*/.exec(text.slice(start))?.[0] ?? '';
  return [{ span: { start, end: start }, text: `${indent}# flagwright-ignore ${rule}: ${lineBreakOf(text)}` }];
}

/** Everything in the file that has one right answer. */
function fixAll(file: File, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const edits: OwnEdit[] = [];
  for (const { fix } of diagnostics) {
    const meets = fix?.edits.some(({ span }) => edits.some((other) => touches(other.span, span.start) || touches(span, other.span.start))); // prettier-ignore
    if (fix && !meets) edits.push(...fix.edits);
  }
  if (edits.length === 0) return [];
  const title = 'Fix everything in this file that has one right answer';
  return [{ title, kind: CodeActionKind.SourceFixAll, edit: { changes: { [file.uri]: editsOf(file, edits) } } }];
}

function editsOf({ text }: File, edits: readonly OwnEdit[]): TextEdit[] {
  return edits.map(({ span, text: newText }) => ({ range: rangeOf(text, span), newText }));
}
