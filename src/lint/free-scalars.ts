import type { Span } from '../diagnostic/diagnostic.ts';
import type { FileKind } from '../model/file-kind.ts';
import { fields, list, type Fields } from '../model/read.ts';
import { findPair, spanOf, type Node, type ScalarNode } from '../source/node.ts';

/** The operators of a condition behind which any value may be. */
const openOperators = new Set(['equals', 'in', 'contains']);

/** The values behind `freeScalars`. */
export function freeValues(kind: FileKind, file: Fields): unknown[] {
  const found: unknown[] = [];
  const pending: unknown[] = [];
  if (kind === 'flag') {
    found.push(...Object.values(fields(file.variants)));
    for (const block of Object.values(fields(file.environments))) {
      for (const rule of list(fields(block).rules)) pending.push(fields(rule).when);
    }
  } else if (kind === 'segment') pending.push(file.when);
  else {
    for (const part of [...list(file.cases), ...list(file.populations)]) {
      found.push(fields(part).context ?? true, fields(fields(part).expect).value ?? true);
    }
  }
  while (pending.length > 0) {
    const condition = pending.pop();
    if (Array.isArray(condition)) pending.push(...condition);
    else
      for (const [key, value] of Object.entries(fields(condition)))
        (openOperators.has(key) ? found : pending).push(value);
  }
  return found;
}

/** The scalars that are where any value is allowed, so that no schema catches a misreading. */
export function freeScalars(kind: FileKind, root: Node | undefined): ScalarNode[] {
  const open: Node[] = [];
  const at = (node: Node | undefined, field: string): Node | undefined => findPair(node, field)?.value;
  if (kind === 'flag') {
    for (const variant of children(at(root, 'variants'))) open.push(variant);
    for (const environment of children(at(root, 'environments')))
      for (const rule of children(at(environment, 'rules'))) open.push(...openOperands(at(rule, 'when')));
  } else if (kind === 'segment') {
    open.push(...openOperands(at(root, 'when')));
  } else {
    for (const part of [...children(at(root, 'cases')), ...children(at(root, 'populations'))]) {
      for (const node of [at(part, 'context'), at(at(part, 'expect'), 'value')]) if (node) open.push(node);
    }
  }
  return scalarsIn(open);
}

/** The weights of a flag that are plain. */
export function weightScalars(root: Node | undefined): ScalarNode[] {
  const at = (node: Node | undefined, field: string): Node | undefined => findPair(node, field)?.value;
  const serves = children(at(root, 'environments')).flatMap((block) => [
    at(block, 'otherwise'),
    ...children(at(block, 'rules')).map((rule) => at(rule, 'serve')),
  ]);
  return scalarsIn(serves.filter((node) => node?.kind === 'mapping')).filter(({ style }) => style === 'plain');
}

/** Where the plain scalars of a file are, the names of fields among them. */
export function plainScalars(root: Node | undefined): Span[] {
  const found: Span[] = [];
  const pending: Node[] = root ? [root] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.alias) continue;
    if (node.kind === 'scalar') {
      if (node.style === 'plain') found.push(spanOf(node));
    } else if (node.kind === 'sequence') for (const item of node.items) pending.push(item);
    else {
      for (const { keyStart: start, keyEnd: end, value } of node.pairs) {
        found.push({ start, end });
        pending.push(value);
      }
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function children(node: Node | undefined): Node[] {
  if (node?.kind === 'sequence') return [...node.items];
  return node?.kind === 'mapping' ? node.pairs.map((pair) => pair.value) : [];
}

function openOperands(condition: Node | undefined): Node[] {
  const found: Node[] = [];
  const pending = condition ? [condition] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.alias) continue;
    if (node.kind === 'sequence') for (const item of node.items) pending.push(item);
    else if (node.kind === 'mapping')
      for (const { key, value } of node.pairs) (openOperators.has(key) ? found : pending).push(value);
  }
  return found;
}

/** What an alias stands for is written, and judged, elsewhere. */
function scalarsIn(roots: readonly Node[]): ScalarNode[] {
  const found: ScalarNode[] = [];
  const pending = [...roots];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.alias) continue;
    if (node.kind === 'scalar') found.push(node);
    else for (const child of children(node)) pending.push(child);
  }
  return found;
}
