import { fields } from '../../model/read.ts';
import { spanOf } from '../../source/node.ts';
import { hasInvisible, invisibleIn } from '../../source/invisible.ts';
import { isOldDate, misreadings, type Misreading } from '../../source/misread.ts';
import { freeScalars, freeValues, plainScalars, weightScalars } from '../free-scalars.ts';
import { fileRule } from '../rule.ts';

const help = {
  number: 'write "{source}" if it is text, {value} if it is a number',
  boolean: 'write "{source}" if it is text, {other} if it is not',
  digits: 'write "{source}" if it is text, a plain number if it is one',
  date: 'write "{source}": here it is compared as text',
  nothing: 'write "{source}" if it is text, null if it is nothing',
} satisfies Record<Misreading['kind'] | 'date', string>;

export const ambiguousScalar = fileRule({
  id: 'ambiguous-scalar',
  group: 'yaml and schema',
  summary: 'A value that people, YAML 1.1 and YAML 1.2 read differently.',
  why: 'Version 2.10 becomes the number 2.1, Norway (NO) becomes false in another tool: a condition on such a value silently matches nobody, or the wrong ones.',
  severity: 'warning',
  messages: {
    number: { text: '{source} is read as the number {value}', label: 'not as it is written', help: help.number },
    boolean: { text: '{source} is text here, and {other} in YAML 1.1', label: 'not in quotes', help: help.boolean },
    digits: { text: '{source} is text here, and a number in YAML 1.1', label: 'not in quotes', help: help.digits },
    date: { text: '{source} is text here, and a date in YAML 1.1', label: 'not in quotes', help: help.date },
    nothing: { text: '{source} is read as null', label: 'not in quotes', help: help.nothing },
    invisible: {
      text: '"{cleaned}" is written with {name}, a character that is not seen',
      label: '{name} is in here',
      help: 'remove the character',
    },
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
      {
        segments: { beta: 'when: { attribute: since, equals: 2026-08-03 }\n' },
        flags: { 'fast-search': betaOnly() },
        message: 'date',
      },
      {
        flags: {
          'fast-search': 'environments:\n  production: { enabled: true, otherwise: { on: 010, off: 90 } }\n',
        },
        message: 'number',
      },
      {
        flags: { 'fast-search': 'tags: [search]\nowner: platform\u00a0\n' },
        message: 'invisible',
        also: ['unknown-owner'],
      },
      { flags: { 'fast-search': 'seed: fast\u200bsearch\n' }, message: 'invisible' },
    ],
    good: [
      {
        segments: {
          beta: 'when: { all: [{ attribute: country, in: [DE, "NO", SE] }, { attribute: since, after: 2026-08-03 }, { attribute: day, equals: "2026-08-03" }] }\n',
        },
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
  kinds: ['flag', 'segment', 'spec', 'manifest', 'owners', 'systems', 'policy'],
  check({ document, kind, report }) {
    if (hasInvisible(document.text)) {
      for (const { start, end } of plainScalars(document.root)) {
        const source = document.text.slice(start, end);
        const found = invisibleIn(source);
        if (!found) continue;
        const fix = { title: `write ${found.cleaned}`, edits: [{ span: { start, end }, text: found.cleaned }] };
        report({ start, end }, { message: 'invisible', data: { ...found }, fix });
      }
    }
    if (kind !== 'flag' && kind !== 'segment' && kind !== 'spec') return;
    for (const node of kind === 'flag' && document.mayHavePaddedNumber ? weightScalars(document.root) : []) {
      const source = document.text.slice(node.start, node.end);
      if (misreadings(source, node.value)?.kind !== 'number') continue;
      report(spanOf(node), { message: 'number', data: { source, value: String(node.value) }, help: 'write {value}' });
    }
    if (!mayBeMisread(freeValues(kind, fields(document.value)))) return;
    for (const node of freeScalars(kind, document.root)) {
      if (node.style !== 'plain') continue;
      const source = document.text.slice(node.start, node.end);
      // Dates in the context of a spec are natural, and mostly compared as dates.
      const isDate = kind !== 'spec' && isOldDate(source);
      const misread = isDate ? ({ kind: 'date', other: undefined } as const) : misreadings(source, node.value);
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

/** Whether it is worth looking at how the values are written, which takes longer. */
function mayBeMisread(roots: readonly unknown[]): boolean {
  const pending = [...roots];
  while (pending.length > 0) {
    const value = pending.pop();
    if (value === null || typeof value === 'number') return true;
    if (typeof value === 'string' && (misreadings(value, value) || isOldDate(value))) return true;
    if (typeof value === 'object') for (const child of Object.values(value)) pending.push(child);
  }
  return false;
}
