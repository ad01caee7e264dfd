import { SymbolKind, type DocumentSymbol, type SymbolInformation } from 'vscode-languageserver';
import type { Node, Pair } from '../source/node.ts';
import { findPair } from '../source/node.ts';
import type { Editor } from './editor.ts';
import type { File } from './place.ts';
import { rangeOf, type Text } from './text-ranges.ts';

const maxSymbols = 500;

/** The outline of a file: its fields, down to environments, rules and cases. */
export function documentSymbols({ document: { root }, text }: File): DocumentSymbol[] {
  return root?.kind === 'mapping' ? root.pairs.map((pair) => symbolOf(pair, text, 0)) : [];
}

function symbolOf({ key, keyStart, keyEnd, value }: Pair, text: Text, depth: number): DocumentSymbol {
  const whole = { start: keyStart, end: Math.max(keyEnd, value.end) };
  const children = depth < 4 && !value.alias ? childrenOf(value, text, depth) : [];
  return {
    name: key === '' ? '""' : key,
    ...(value.kind === 'scalar' && { detail: String(value.value).slice(0, 60) }),
    kind:
      value.kind === 'scalar' ? SymbolKind.Property : value.kind === 'sequence' ? SymbolKind.Array : SymbolKind.Object,
    range: rangeOf(text, whole),
    selectionRange: rangeOf(text, { start: keyStart, end: keyEnd }),
    ...(children.length > 0 && { children }),
  };
}

function childrenOf(value: Node, text: Text, depth: number): DocumentSymbol[] {
  if (value.kind === 'mapping') return value.pairs.map((pair) => symbolOf(pair, text, depth + 1));
  if (value.kind !== 'sequence') return [];
  return value.items.flatMap((item) => {
    const name = ['name', 'id', 'flag']
      .map((field) => findPair(item, field)?.value)
      .find((one) => one?.kind === 'scalar');
    if (item.kind !== 'mapping' || item.alias || name?.kind !== 'scalar') return [];
    const range = rangeOf(text, item);
    const selectionRange = rangeOf(text, name.alias ? item : name);
    return [{ name: String(name.value) || '""', kind: SymbolKind.Object, range, selectionRange }];
  });
}

/** Flags, segments, teams and systems of all projects, by a part of their names. */
export function workspaceSymbols(editor: Editor, query: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  const start = { line: 0, character: 0 };
  for (const open of editor.all()) {
    const { flags, segments, owners, systems } = open.session.project;
    const add = (name: string, kind: SymbolKind, file: string, containerName: string): void => {
      if (found.length >= maxSymbols || !isSubsequence(query.toLowerCase(), name.toLowerCase())) return;
      const location = { uri: editor.uris.uri(open.absolute(file)), range: { start, end: start } };
      found.push({ name, kind, location, containerName });
    };
    for (const { key, file } of flags.values()) add(key, SymbolKind.Variable, file, 'flag');
    for (const { key, file } of segments.values()) add(key, SymbolKind.Interface, file, 'segment');
    for (const name of owners?.teams.keys() ?? []) add(name, SymbolKind.Class, owners?.file ?? '', 'team');
    for (const name of systems?.systems.keys() ?? []) add(name, SymbolKind.Module, systems?.file ?? '', 'system');
  }
  return found;
}

/** Whether the letters of a query are in a name, in that order, as editors look for symbols. */
function isSubsequence(query: string, name: string): boolean {
  let at = 0;
  for (const letter of name) if (letter === query[at]) at++;
  return at >= query.length;
}
