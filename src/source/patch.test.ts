import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, type Document } from './document.ts';
import { entriesOf, ownedEnd, ownedStart } from './entries.ts';
import { lineStart, nextLine } from './lines.ts';
import type { Node } from './node.ts';
import { patch } from './patch.ts';
import { anyEdit, anyText, anyValue, editFor } from '../../test/support/yaml-edits.ts';
import { PatchError } from './patch-error.ts';
import { placeOf } from './place.ts';
import { editValue, isSameValue, type ValueEdit } from './value-edit.ts';
import { writeKey, writeScalar } from './write-scalar.ts';

const parse = (text: string): Document => parseDocument('a.flag.yaml', text);
const edited = (text: string, ...edits: ValueEdit[]): string => patch(parse(text), edits).text;
const comments = (text: string): string[] => (text.match(/# c\d+/g) ?? []).sort();

/** The blank lines that follow `|+` are text: what is put beside them, or taken away, may have to be refused. */
const keepsBlankLines = (text: string): boolean => /[|>]\+/.test(text);

/** Runs a check on random documents and edits that fit them. */
function forEdits(seed: number, check: (document: Document, edit: ValueEdit, expected: unknown) => void): void {
  let made = 0;
  fc.assert(
    fc.property(anyText, anyEdit, (text, drawn) => {
      const document = parse(text);
      if (document.problems.length > 0 || !document.root) return;
      const edit = editFor(document.value, drawn);
      let expected: unknown;
      try {
        expected = editValue(document.value, edit);
      } catch (error) {
        expect(error).toBeInstanceOf(PatchError);
        return;
      }
      try {
        patch(document, [edit]);
      } catch (error) {
        expect(error).toMatchObject({ code: 'unsafe' });
        expect(keepsBlankLines(text)).toBe(true);
        return;
      }
      made++;
      check(document, edit, expected);
    }),
    { numRuns: 3000, seed },
  );
  expect(made).toBeGreaterThan(2000);
}

describe('any edit of any document', () => {
  it('gives exactly the edited value', () => {
    forEdits(1, (document, edit, expected) => {
      const result = patch(document, [edit]);
      expect(result.problems).toEqual([]);
      expect(isSameValue(result.value, expected)).toBe(true);
    });
  });

  it('makes many edits as it makes them one by one', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyEdit, { minLength: 2, maxLength: 5 }), (text, drawn) => {
        const document = parse(text);
        if (document.problems.length > 0 || !document.root || keepsBlankLines(text)) return;
        const edits = drawn.map((one): ValueEdit => {
          const edit = editFor(document.value, one);
          return edit.op === 'remove' ? { op: 'set', path: edit.path, value: one.value } : edit;
        });
        let value = document.value;
        try {
          for (const edit of edits) value = editValue(value, edit);
        } catch {
          return;
        }
        expect(isSameValue(patch(document, edits).value, value)).toBe(true);
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  it('leaves every line alone that is not part of what it edits', () => {
    forEdits(2, (document, edit) => {
      const { text } = document;
      const { start, end } = linesOf(document, edit);
      const result = patch(document, [edit]).text;
      // A last line without a line break goes together with the one before it.
      expect(result.startsWith(text.slice(0, start).trimEnd())).toBe(true);
      // The field after the first of `- a: 1` takes its place beside the dash.
      expect(result.endsWith(text.slice(end).trimStart())).toBe(true);
      expect(result.includes('\r\n') || !text.includes('\r\n') || result.split('\n').length < 3).toBe(true);
    });
  });

  it('keeps every comment when it takes nothing away', () => {
    forEdits(3, (document, edit) => {
      const isFirstInline = edit.op === 'reorder' && !hasOwnLines(document, edit.path);
      if (edit.op === 'remove' || edit.op === 'set' || isFirstInline) return;
      expect(comments(patch(document, [edit]).text)).toEqual(comments(document.text));
    });
  });
});

/** The lines that an edit may touch: those of the entry it replaces or removes, else of the collection it is in. */
function linesOf({ text, root }: Document, edit: ValueEdit): { start: number; end: number } {
  const own = edit.op === 'set' || edit.op === 'remove' ? edit.path : [];
  for (const path of [own, edit.path.slice(0, -1)]) {
    const parent = placeOf(text, root as Node, path.slice(0, -1));
    const place = placeOf(text, root as Node, path);
    const isOnly = parent.node.kind === 'mapping' ? parent.node.pairs.length < 2 : true;
    if (!place.entry || place.depth < path.length || (edit.op === 'remove' && path === own && isOnly)) continue;
    const entries = parent.node.kind === 'scalar' ? [] : entriesOf(text, parent.node);
    const index = entries.findIndex((entry) => entry.start === place.entry?.start);
    if (index < 0) continue;
    return {
      start: ownedStart(text, entries, index, parent.entry),
      end: nextLine(text, ownedEnd(text, place.entry)),
    };
  }
  return { start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length };
}

function hasOwnLines({ text, root }: Document, path: ValueEdit['path']): boolean {
  const { node } = placeOf(text, root as Node, path);
  return text.slice(lineStart(text, node.start), node.start).trim() === '';
}

describe('scalars', () => {
  it('reads back what it writes, in all quotes, in and out of brackets', () => {
    fc.assert(
      fc.property(anyValue.value, fc.constantFrom('plain', 'single', 'double'), (value, style) => {
        if (typeof value === 'object' && value !== null) return;
        for (const text of [`a: ${writeScalar(value, false, style)}\n`, `a: [${writeScalar(value, true, style)}]\n`]) {
          const { a } = parse(text).value as { a: unknown };
          expect(Array.isArray(a) ? a[0] : a).toEqual(Object.is(value, undefined) ? null : value);
        }
        const name = String(value);
        expect(Object.keys(parse(`${writeKey(name, false)}: 1\n`).value as object)).toEqual([name]);
        expect(Object.keys((parse(`a: {${writeKey(name, true)}: 1}\n`).value as { a: object }).a)).toEqual([name]);
      }),
      { numRuns: 2000, seed: 4 },
    );
  });
});

const flag = `# yaml-language-server: $schema=../flag.schema.json
description: One-click checkout.
expires: 2026-10-15 # with the bank

tags: [checkout, web]
prerequisites:
  # the button posts there
  - flag: payment-api-v2
    variant: on
  - flag: new-ui # one page
environments:
  development: true
  staging: { enabled: true }
  production:
    enabled: false # since the incident
    rules:
      - name: internal
        serve: on

      # the first countries
      - name: eu
        serve: { on: 25, off: 75 }
    otherwise: off
    # nothing else

  # last
`;

describe('the edits of a flag', () => {
  it('changes one word, and keeps the comment beside it', () => {
    const path = ['environments', 'production', 'enabled'];
    expect(edited(flag, { op: 'set', path, value: true })).toBe(flag.replace('false #', 'true #'));
  });

  it('changes weights in their brackets', () => {
    const path = ['environments', 'production', 'rules', 1, 'serve'];
    expect(edited(flag, { op: 'set', path, value: { on: 50, off: 50 } })).toBe(
      flag.replace('25, off: 75', '50, off: 50'),
    );
  });

  it('adds a field behind another, and a list with its first entry', () => {
    const entry = {
      on: '2026-09-20',
      from: '2026-10-15',
      until: '2026-10-30',
      reason: 'The bank certifies cards only in October.',
    };
    expect(edited(flag, { op: 'set', path: ['extensions'], value: [entry], after: 'expires' })).toBe(
      flag.replace(
        'with the bank\n',
        'with the bank\nextensions:\n  - on: 2026-09-20\n    from: 2026-10-15\n    until: 2026-10-30\n    reason: The bank certifies cards only in October.\n',
      ),
    );
  });

  it('writes out the short form of an environment', () => {
    const value = { enabled: true, rules: [{ name: 'all', serve: 'on' }], otherwise: 'off' };
    expect(edited(flag, { op: 'set', path: ['environments', 'development'], value })).toBe(
      flag.replace(
        'development: true\n',
        'development:\n    enabled: true\n    rules:\n      - { name: all, serve: on }\n    otherwise: off\n',
      ),
    );
  });

  it('adds to brackets, and opens them where they would grow too long', () => {
    const staging = ['environments', 'staging'];
    expect(edited(flag, { op: 'set', path: [...staging, 'otherwise'], value: 'off' })).toBe(
      flag.replace('{ enabled: true }', '{ enabled: true, otherwise: off }'),
    );
    const rules = [{ name: 'internal', when: { segment: 'employees' }, serve: 'on' }];
    expect(edited(flag, { op: 'set', path: [...staging, 'rules'], value: rules })).toBe(
      flag.replace(
        'staging: { enabled: true }\n',
        'staging:\n    enabled: true\n    rules:\n      - name: internal\n        when: { segment: employees }\n        serve: on\n',
      ),
    );
  });

  it('adds a rule as those beside it are written', () => {
    const path = ['environments', 'production', 'rules'];
    expect(edited(flag, { op: 'insert', path, index: 1, value: { name: 'beta', serve: 'on' } })).toBe(
      flag.replace('serve: on\n', 'serve: on\n      - name: beta\n        serve: on\n'),
    );
  });

  it('adds the last field of a block before comments that are further out', () => {
    expect(edited(flag, { op: 'set', path: ['environments', 'canary'], value: true })).toBe(
      flag.replace('    # nothing else\n', '    # nothing else\n  canary: true\n'),
    );
  });

  it('removes an entry with the comment that belongs to it, and leaves the blank line', () => {
    expect(edited(flag, { op: 'remove', path: ['environments', 'production', 'rules', 1] })).toBe(
      flag.replace('      # the first countries\n      - name: eu\n        serve: { on: 25, off: 75 }\n', ''),
    );
    expect(edited(flag, { op: 'remove', path: ['description'] })).toBe(flag.replace(/description.*\n/, ''));
    expect(edited(flag, { op: 'remove', path: ['prerequisites', 0, 'flag'] })).toBe(
      flag.replace('flag: payment-api-v2\n    variant', 'variant'),
    );
  });

  it('moves a rule with its comment', () => {
    expect(edited(flag, { op: 'reorder', path: ['environments', 'production', 'rules'], order: [1, 0] })).toContain(
      'rules:\n      # the first countries\n      - name: eu\n        serve: { on: 25, off: 75 }\n\n      - name: internal\n        serve: on\n    otherwise',
    );
  });

  it('makes several edits in their order', () => {
    const text = 'a:\n  - x\n  - y\nb: {}\n';
    expect(
      edited(
        text,
        { op: 'remove', path: ['a', 0] },
        { op: 'remove', path: ['a', 0] },
        { op: 'set', path: ['b', 'c'], value: 1 },
      ),
    ).toBe('a: []\nb: { c: 1 }\n');
  });

  it('gives a field without a value one', () => {
    expect(edited('a: # c\nb: 1\n', { op: 'set', path: ['a', 'x', 'z'], value: 1 })).toBe(
      'a: # c\n  x: { z: 1 }\nb: 1\n',
    );
    expect(edited('# c\n', { op: 'set', path: ['a'], value: 'x' })).toBe('# c\na: x\n');
  });

  it('writes several lines as a block, and not where a comment below would become text', () => {
    expect(edited('a: x # c\n', { op: 'set', path: ['a'], value: 'one\ntwo\n' })).toBe('a: | # c\n  one\n  two\n');
    expect(edited('a: x\n    # c\n', { op: 'set', path: ['a'], value: 'one\ntwo\n' })).toBe(
      'a: "one\\ntwo\\n"\n    # c\n',
    );
  });
});

describe('what is refused', () => {
  it.each<[string, string, ValueEdit]>([
    ['broken', 'a: [\n', { op: 'set', path: ['a'], value: 1 }],
    ['broken', 'a: 1\na: 2\n', { op: 'set', path: ['a'], value: 1 }],
    ['missing', 'a: 1\n', { op: 'remove', path: ['b'] }],
    ['missing', 'a: [1]\n', { op: 'set', path: ['a', 2], value: 1 }],
    ['missing', 'a: [1]\n', { op: 'insert', path: ['a'], index: -1, value: 1 }],
    ['missing', 'a: [1, 2]\n', { op: 'reorder', path: ['a'], order: [0, 0] }],
    ['not-a-collection', 'a: 1\n', { op: 'set', path: ['a', 'b'], value: 1 }],
    ['exists', 'a: 1\nb: 2\n', { op: 'rename', path: ['a'], to: 'b' }],
    ['anchor', 'a: &x { b: 1 }\nc: *x\n', { op: 'set', path: ['c', 'b'], value: 2 }],
    ['anchor', 'a: &x { b: 1 }\nc: *x\n', { op: 'set', path: ['a', 'b'], value: 2 }],
    ['anchor', 'a: &x { b: 1 }\nc: *x\n', { op: 'remove', path: ['a'] }],
  ])('%s: %j %j', (code, text, edit) => {
    expect(() => patch(parse(text), [edit])).toThrow(expect.objectContaining({ code }));
  });

  it('edits what is beside an anchor, and replaces an alias', () => {
    expect(edited('a: &x { b: 1 }\nc: *x\n', { op: 'set', path: ['c'], value: 2 })).toBe('a: &x { b: 1 }\nc: 2\n');
    expect(edited('a: &x { b: 1 }\nc: *x\nd: 1\n', { op: 'set', path: ['d'], value: 2 })).toContain('d: 2\n');
  });
});
