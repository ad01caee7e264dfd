import { CompletionItemKind, InsertTextFormat, type CompletionItem, type Range } from 'vscode-languageserver';
import type { Cursor } from './cursor.ts';
import type { EditorPlace } from './place.ts';
import type { FoundSchema, Snippet } from './schemas.ts';

/** The fields that the mapping at the cursor may have and has not. */
export function fieldItems(
  { kind, editor }: EditorPlace,
  cursor: Cursor,
  range: Range,
  withSnippets: boolean,
): CompletionItem[] {
  const { field, inFlow, hasColon } = cursor;
  if (!field) return [];
  const required = editor.schemas.required(kind, field.path);
  const found: CompletionItem[] = [];
  for (const [name, schemas] of editor.schemas.fields(kind, field.path)) {
    if (field.others.has(name) || isExcluded(name, field.others)) continue;
    const documentation = schemas.find(({ schema }) => schema.description !== undefined)?.schema.description;
    const item: CompletionItem = {
      label: name,
      kind: CompletionItemKind.Field,
      ...(documentation !== undefined && { documentation: { kind: 'markdown', value: documentation } }),
      ...(required.has(name) && { detail: 'required' }),
      textEdit: { range, newText: hasColon ? name : `${name}: ` },
    };
    found.push(item);
    if (!withSnippets || hasColon || inFlow) continue;
    for (const snippet of schemas.flatMap(({ schema }) => schema.defaultSnippets ?? [])) {
      const written = snippetItem(name, snippet, range);
      if (written) found.push(written);
    }
  }
  if (withSnippets && field.others.size === 0 && !hasColon && !inFlow) {
    found.push(...wholeItems(editor.schemas.at(kind, field.path), range, cursor.column));
  }
  // Those that must be there come first.
  return found.sort((a, b) => Number(b.detail === 'required') - Number(a.detail === 'required'));
}

/** What a condition is made of: an attribute with its operator, or one of these alone. */
const alone: ReadonlySet<string> = new Set(['all', 'any', 'not', 'segment']);

function isExcluded(name: string, others: ReadonlySet<string>): boolean {
  return alone.has(name) && (others.has('attribute') || [...others].some((other) => alone.has(other)));
}

/** A field with all that may be in it to begin with; undefined for what is one value. */
function snippetItem(name: string, { label, description, body }: Snippet, range: Range): CompletionItem | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  return {
    label: `${name}: ${label ?? '…'}`,
    kind: CompletionItemKind.Snippet,
    ...(description !== undefined && { documentation: description }),
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText: `${name}:${yamlLines(body, '  ')}` },
  };
}

/** The body of a snippet as YAML behind a field's name; editors add the indentation of the line it is on. */
function yamlLines(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object')) return ` [${value.map(scalarText).join(', ')}]`;
    return value.map((item) => `\n${indent}- ${mappingLines(item, `${indent}  `).trimStart()}`).join('');
  }
  return typeof value === 'object' && value !== null ? mappingLines(value, indent) : ` ${scalarText(value)}`;
}

function mappingLines(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return scalarText(value);
  return Object.entries(value)
    .map(([name, item]) => `\n${indent}${name}:${yamlLines(item, `${indent}  `)}`)
    .join('');
}

function scalarText(value: unknown): string {
  return String(value);
}

/** All that a mapping begins with, for one that is empty. @param column by how much its lines are further in than its first */
function wholeItems(schemas: readonly FoundSchema[], range: Range, column: number): CompletionItem[] {
  return schemas.flatMap(({ schema }) =>
    (schema.defaultSnippets ?? []).flatMap(({ label = '', description, body }) => {
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
      return [
        {
          label,
          kind: CompletionItemKind.Snippet,
          ...(description !== undefined && { documentation: description }),
          insertTextFormat: InsertTextFormat.Snippet,
          textEdit: { range, newText: mappingLines(body, ' '.repeat(column)).trimStart() },
        },
      ];
    }),
  );
}
