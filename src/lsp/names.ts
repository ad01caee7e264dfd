import type { Path, Span } from '../diagnostic/diagnostic.ts';
import type { FileKind } from '../model/file-kind.ts';
import type { Node } from '../source/node.ts';
import { matches, patternsOf, type RenamedKind, type NamePattern } from './name-patterns.ts';

/** What a name may be quoted with. */
export type Quote = '' | '"' | "'";

/** A name in a file: of something that is defined there or elsewhere. */
export interface Name {
  readonly kind: RenamedKind;
  readonly name: string;
  /** Of the name alone, without quotes; undefined where it is not written as it reads. */
  readonly span: Span | undefined;
  /** What it is quoted with; empty where it is not. */
  readonly quote: Quote;
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly isDefinition: boolean;
  /** Of a variant the key of its flag; of a targeting rule that and its environment, with a space between. */
  readonly scope: string;
}

/** Where a file is, and what it is called. */
interface NamedFile {
  readonly kind: FileKind;
  readonly key: string;
  readonly document: { readonly root: Node | undefined; readonly text: string; readonly value: unknown };
}

/** Every name in a file, in file order. */
export function namesIn({ kind, key, document: { root, text, value } }: NamedFile): readonly Name[] {
  const found: Name[] = [];
  if (!root) return found;
  const patterns = patternsOf(kind);
  const add = (
    one: NamePattern,
    name: string,
    path: Path,
    part: Name['part'],
    node: { start: number; end: number; alias?: true },
  ): void => {
    // prettier-ignore
    const [, prefix = '', bare = name] = one.prefix ? (/^([^:]*:)(.*)$/.exec(name) ?? []) : [];
    if (one.prefix !== undefined && prefix !== one.prefix) return;
    const span = node.alias ? undefined : spanOfName(text, node, bare, prefix.length);
    const scope = one.scope?.({ key, value, path }) ?? '';
    const quote = node.alias ? '' : quoteAt(text, node.start);
    found.push({ kind: one.kind, name: bare, span, quote, path, part, isDefinition: one.isDefinition === true, scope });
  };
  const pending: { readonly node: Node; readonly path: Path }[] = [{ node: root, path: [] }];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const { node, path } = at;
    if (node.kind === 'scalar') {
      if (typeof node.value !== 'string') continue;
      for (const one of patterns) if (!one.ofKey && matches(one, path)) add(one, node.value, path, 'value', node);
    } else if (node.alias) {
      continue;
    } else if (node.kind === 'sequence') {
      node.items.forEach((item, index) => pending.push({ node: item, path: [...path, index] }));
    } else {
      for (const { key: name, keyStart: start, keyEnd: end, value: child } of node.pairs) {
        const below = [...path, name];
        for (const one of patterns) if (one.ofKey && matches(one, below)) add(one, name, below, 'key', { start, end });
        pending.push({ node: child, path: below });
      }
    }
  }
  return found.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

/** The name under a cursor. */
export function nameAt(names: readonly Name[], offset: number): Name | undefined {
  return names.find(({ span }) => span && span.start <= offset && offset <= span.end);
}

function quoteAt(text: string, start: number): Quote {
  const first = text[start];
  return first === '"' || first === "'" ? first : '';
}

function spanOfName(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  name: string,
  skip: number,
): Span | undefined {
  const at = text.slice(start, end).indexOf(name, skip);
  return at < 0 || name === '' ? undefined : { start: start + at, end: start + at + name.length };
}
