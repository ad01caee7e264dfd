import { CompletionItemKind, InsertTextFormat, type CompletionItem, type Range } from 'vscode-languageserver';
import type { Path } from '../diagnostic/diagnostic.ts';
import { isoDate } from '../diagnostic/relative-time.ts';
import { day } from '../lifecycle/days.ts';
import { rules } from '../lint/rules/index.ts';
import { fields } from '../model/read.ts';
import { lineEnd, lineStart } from '../source/lines.ts';
import { cursorAt, type Cursor } from './cursor.ts';
import { fieldItems } from './field-items.ts';
import { namesFor } from './known-names.ts';
import { matches, patternsOf } from './name-patterns.ts';
import type { EditorPlace } from './place.ts';
import type { FoundSchema } from './schemas.ts';
import { rangeOf } from './text-ranges.ts';

/** What may be written at the cursor. */
export function complete(place: EditorPlace, withSnippets: boolean): CompletionItem[] {
  const { document, offset, text } = place;
  const comment = suppressionItems(place);
  if (comment) return comment;
  const cursor = cursorAt(document.text, offset);
  if (!cursor) return [];
  const range = rangeOf(text, cursor.word);
  const values = cursor.value ? nameItems(place, cursor, cursor.value, range) : [];
  if (cursor.value) values.push(...valueItems(place, cursor.value, range, values.length > 0));
  const names = cursor.field ? nameItems(place, cursor, [...cursor.field.path, '~'], range) : [];
  const others = cursor.field ? fieldItems(place, cursor, range, withSnippets) : [];
  return distinct([...values.map((item) => behind(cursor.gap, item)), ...names, ...others]);
}

function behind(gap: string, item: CompletionItem): CompletionItem {
  if (gap === '' || !item.textEdit) return item;
  return { ...item, textEdit: { ...item.textEdit, newText: gap + item.textEdit.newText } };
}

/** The names that the project has for what is written at a path. */
function nameItems(place: EditorPlace, { whole, field, hasColon }: Cursor, path: Path, range: Range): CompletionItem[] {
  const isKey = path.at(-1) === '~';
  const found: CompletionItem[] = [];
  for (const one of patternsOf(place.kind)) {
    if (one.isDefinition || (one.ofKey === true) !== isKey || !matches(one, path)) continue;
    const scope = one.scope?.({ key: place.key, value: whole, path }) ?? '';
    const written = one.kind === 'variant' && scope === place.key ? Object.keys(fields(fields(whole).variants)) : [];
    const known = written.length > 0 ? written.map((name) => ({ name, detail: 'variant' })) : namesFor(place.project, one.kind, scope); // prettier-ignore
    for (const { name, detail } of known) {
      if (isKey && field?.others.has(name)) continue;
      // A flag or segment that names itself is a cycle.
      if (one.kind === place.kind && name === place.key) continue;
      const label = (one.prefix ?? '') + name;
      const newText = isKey && !hasColon ? `${label}: ` : label;
      found.push({ label, kind: CompletionItemKind.Reference, detail, textEdit: { range, newText } });
    }
  }
  return found;
}

/** The values that the schema names. */
function valueItems(place: EditorPlace, path: Path, range: Range, hasNames: boolean): CompletionItem[] {
  const schemas = place.editor.schemas.at(place.kind, path);
  if (schemas.some(({ schema }) => schema.$ref === '#/definitions/Date')) return dateItems(place, range);
  return schemas.flatMap((found) => schemaValues(found, range, hasNames));
}

/** Days from today on, and what they are. */
function dateItems({ session }: EditorPlace, range: Range): CompletionItem[] {
  const now = session.now();
  return [0, 14, 30, 90, 180].map((days) => {
    const label = isoDate(now + days * day);
    const detail = days === 0 ? 'today' : `in ${days} days`;
    return { label, kind: CompletionItemKind.Value, detail, textEdit: { range, newText: label } };
  });
}

/** @param hasNames the project has names for it: an example of one would only be in the way */
function schemaValues({ schema }: FoundSchema, range: Range, hasNames: boolean): CompletionItem[] {
  const item = (value: unknown, detail: string | undefined): CompletionItem => {
    const label = String(value);
    const sorted = { label, kind: CompletionItemKind.EnumMember, textEdit: { range, newText: label } };
    return detail === undefined ? sorted : { ...sorted, documentation: detail };
  };
  const { enum: values = [], enumDescriptions = [], defaultSnippets = [], type, examples = [] } = schema;
  const snippets = (hasNames && schema.title !== 'Subject' ? [] : defaultSnippets).filter(({ body }) => isPlainValue(body)).map(({ body, description }) => item(body, description)); // prettier-ignore
  const named = [
    ...values.map((value, index) => item(value, enumDescriptions[index])),
    ...(schema.const === undefined ? [] : [item(schema.const, schema.description)]),
    ...snippets,
  ];
  if (type === 'boolean' || (Array.isArray(type) && type.includes('boolean'))) {
    named.push(item(true, undefined), item(false, undefined));
  }
  if (named.length > 0 || hasNames) return named;
  return examples
    .filter(isPlainValue)
    .slice(0, 3)
    .map((example) => item(example, 'an example'));
}

/** A value on one line, without a place that is to be filled in. */
function isPlainValue(value: unknown): boolean {
  if (typeof value === 'string')
    return !value.includes('$') && /^[\w.<>=-]+( [\w.<>=-]+)*$/.test(value) && value.length < 60;
  return typeof value === 'number' || typeof value === 'boolean';
}

/** In a comment that holds back a rule: the rules. */
function suppressionItems({ document, offset, text }: EditorPlace): CompletionItem[] | undefined {
  const start = lineStart(document.text, offset);
  const before = document.text.slice(start, offset);
  const match = /#\s*flagwright-ignore\s+([\w-]*)$/.exec(before);
  if (!match) return undefined;
  const from = offset - (match[1]?.length ?? 0);
  const rest = /^[\w-]*/.exec(document.text.slice(offset, lineEnd(document.text, offset)))?.[0] ?? '';
  const range = rangeOf(text, { start: from, end: offset + rest.length });
  return rules.map(({ id, summary }) => ({
    label: id,
    kind: CompletionItemKind.EnumMember,
    documentation: summary,
    textEdit: { range, newText: id },
  }));
}

/** Of items that would write the same the first. */
function distinct(items: readonly CompletionItem[]): CompletionItem[] {
  const seen = new Set<string>();
  return items.flatMap((item) => {
    if (seen.has(item.label)) return [];
    seen.add(item.label);
    return [{ insertTextFormat: InsertTextFormat.PlainText, ...item, sortText: String(seen.size).padStart(4, '0') }];
  });
}
