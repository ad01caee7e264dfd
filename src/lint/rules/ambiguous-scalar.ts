import type { FileKind } from '../../model/file-kind.ts';
import { fields, list, type Fields } from '../../model/read.ts';
import { findPair, spanOf, type Node, type ScalarNode } from '../../source/node.ts';
import { misreadings, type Misreading } from '../../source/misread.ts';
import { fileRule } from '../rule.ts';

const help = {
  number: 'write "{source}" if it is text, {value} if it is a number',
  boolean: 'write "{source}" if it is text, {other} if it is not',
  digits: 'write "{source}" if it is text, a plain number if it is one',
  nothing: 'write "{source}" if it is text, null if it is nothing',
} satisfies Record<Misreading['kind'], string>;

export const ambiguousScalar = fileRule({
  id: 'ambiguous-scalar',
  summary: 'A value that YAML 1.1 and YAML 1.2, or the eye, read differently.',
  why: 'Version 2.10 becomes the number 2.1, Norway (NO) becomes false in another tool: a condition on such a value silently matches nobody, or the wrong ones.',
  severity: 'warning',
  messages: {
    number: { text: '{source} is read as the number {value}', label: 'not as it is written', help: help.number },
    boolean: { text: '{source} is text here, and {other} in YAML 1.1', label: 'not in quotes', help: help.boolean },
    digits: { text: '{source} is text here, and a number in YAML 1.1', label: 'not in quotes', help: help.digits },
    nothing: { text: '{source} is read as null', label: 'not in quotes', help: help.nothing },
  },
  examples: {
    bad: [
      {
        segments: { beta: 'when: { attribute: appVersion, in: [2.9, 2.10] }\n' },
        flags: { 'fast-search': betaOnly() },
        message: 'number',
      },
      {
        flags: {
          'fast-search':
            'variants: { off: 0, high: 1e3 }\nenvironments:\n  production: { enabled: true, otherwise: high }\n',
        },
        message: 'number',
      },
      {
        segments: { beta: 'when: { attribute: country, in: [DE, NO, SE] }\n' },
        flags: { 'fast-search': betaOnly() },
        message: 'boolean',
      },
      {
        segments: { beta: 'when: { attribute: shift, equals: 12:30:00 }\n' },
        flags: { 'fast-search': betaOnly() },
        message: 'digits',
      },
      {
        flags: { 'fast-search': '' },
        files: {
          'fast-search.spec.yaml':
            'flag: fast-search\ncases:\n  - name: somebody from nowhere\n    environment: production\n    context: { country: ~ }\n    expect: { variant: on }\n',
        },
        message: 'nothing',
      },
    ],
    good: [
      {
        segments: { beta: 'when: { attribute: country, in: [DE, "NO", SE] }\n' },
        flags: { 'fast-search': betaOnly() },
      },
      {
        flags: { 'fast-search': 'off: off\nenvironments:\n  production: { enabled: true, otherwise: on }\n' },
        files: {
          'fast-search.spec.yaml':
            'flag: fast-search\ncases:\n  - name: everybody\n    environment: production\n    context: { appVersion: 2.3.0, age: 30, score: 1.5, beta: true }\n    expect: { variant: on }\n',
        },
      },
    ],
  },
  kinds: ['flag', 'segment', 'spec'],
  check({ document, kind, report }) {
    if (!mayBeMisread(freeValues(kind, fields(document.value)))) return;
    for (const node of freeScalars(kind, document.root)) {
      if (node.style !== 'plain') continue;
      const source = document.text.slice(node.start, node.end);
      const misread = misreadings(source, node.value);
      if (!misread) continue;
      const data = { source, value: String(node.value), other: misread.other ?? '' };
      const quote = typeof node.value === 'string';
      const text = `"${source}"`;
      const fix = { title: `write ${text}`, edits: [{ span: spanOf(node), text }] };
      report(spanOf(node), { message: misread.kind, data, ...(quote && { fix }) });
    }
  },
});

function betaOnly(): string {
  return 'environments:\n  production: { enabled: true, rules: [{ name: beta, when: { segment: beta }, serve: on }], otherwise: off }\n';
}

/** The operators of a condition behind which any value may stand. */
const openOperators = new Set(['equals', 'in', 'contains']);

/** Whether it is worth looking at how the values are written, which takes longer. */
function mayBeMisread(roots: readonly unknown[]): boolean {
  const pending = [...roots];
  while (pending.length > 0) {
    const value = pending.pop();
    if (value === null || typeof value === 'number') return true;
    if (typeof value === 'string' && misreadings(value, value)) return true;
    if (typeof value === 'object') for (const child of Object.values(value)) pending.push(child);
  }
  return false;
}

/** The values behind `freeScalars`. */
function freeValues(kind: FileKind, file: Fields): unknown[] {
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

/** The scalars that stand where any value is allowed, so that no schema catches a misreading. */
function freeScalars(kind: FileKind, root: Node | undefined): ScalarNode[] {
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
