import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, parseDocument as parseWithYaml, stringify } from 'yaml';
import { parseDocument, spanAt } from './document.ts';
import type { Node } from './node.ts';
import { resolvePlain } from './scalar.ts';

const parse = (text: string) => parseDocument('a.flag.yaml', text);
const at = (text: string, path: (string | number)[], part?: 'key' | 'value'): string => {
  const { start, end } = spanAt(parse(text), path, part);
  return text.slice(start, end);
};
const messages = (text: string): string[] => parse(text).problems.map((problem) => problem.message);

describe('values', () => {
  it.each([
    ['a: 1\nb: [x, 2, {c: ~}]\n', { a: 1, b: ['x', 2, { c: null }] }],
    ['on: off\nyes: no\n', { on: 'off', yes: 'no' }],
    ['a: |\n  one\n  two\nb: >-\n  one\n  two\n', { a: 'one\ntwo\n', b: 'one two' }],
    ["a: 'it''s'\nb: \"x\\ty\"\n", { a: "it's", b: 'x\ty' }],
    [
      'a: 0x1F\nb: 0o17\nc: 1e3\nd: .5\ne: -.inf\nf: +12\ng: 012\n',
      { a: 31, b: 15, c: 1000, d: 0.5, e: -Infinity, f: 12, g: 12 },
    ],
    ['a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['a: !!str 1\nb: !!int 2\n', { a: '1', b: 2 }],
    ['\uFEFFa: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
    ['---\na: 1\n...\n', { a: 1 }],
    ['a:\nb:\n  - \n  - x\n', { a: null, b: [null, 'x'] }],
    ['1: x\ntrue: y\n', { 1: 'x', true: 'y' }],
  ])('%j', (text, value) => {
    expect(parse(text).problems).toEqual([]);
    expect(parse(text).value).toEqual(value);
  });

  it('keeps a field called __proto__ an ordinary field', () => {
    const value = parse('__proto__: { polluted: true }\na: 1\n').value as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('has no value for an empty file or one of comments', () => {
    for (const text of ['', '\n', '# nothing\n', '\uFEFF']) {
      expect(parse(text)).toMatchObject({ value: undefined, problems: [] });
    }
  });
});

describe('positions', () => {
  it('marks values and field names', () => {
    const good = 'a: one # c\nb:\n  - x: "two"\n    y: [3, { z: four }]\nt: |\n  some\n  text\n\nn:\n';
    expect(at(good, ['a'])).toBe('one');
    expect(at(good, ['a'], 'key')).toBe('a');
    expect(at(good, ['b', 0, 'x'])).toBe('"two"');
    expect(at(good, ['b', 0, 'y'])).toBe('[3, { z: four }]');
    expect(at(good, ['b', 0, 'y', 1])).toBe('{ z: four }');
    expect(at(good, ['b', 0, 'y', 1, 'z'])).toBe('four');
    expect(at(good, ['t'])).toBe('|\n  some\n  text');
  });

  it('falls back to the name of the nearest ancestor', () => {
    const good = 'a:\n  b:\n    c: 1\n';
    expect(at(good, ['a', 'b', 'missing'])).toBe('b');
    expect(at(good, ['a', 'x', 'y', 'z'])).toBe('a');
    expect(at(good, ['missing'])).toBe('a');
    expect(at('a:\n', ['a'])).toBe('a');
  });

  it('marks an alias where it is used', () => {
    expect(at('a: &x 1\nb: *x\n', ['b'])).toBe('*x');
  });
});

describe('what is refused, and where', () => {
  it.each([
    ['a: 1\na: 2\n', 'the field "a" appears twice'],
    ['a: *gone\n', 'there is no anchor &gone'],
    ['a: &x [*x]\n', 'the alias *x is inside the value it names'],
    ['a: !custom 1\n', 'the tag !custom is not supported'],
    ['a: !!binary aGk=\n', 'the tag !!binary is not supported'],
    ['a: !!set {x}\n', 'the tag !!set is not supported'],
    ['n: &x a: 1\n', 'a mapping cannot begin on the line of its field'],
    ['a: 1\n---\nb: 2\n', 'a second document begins here'],
    ['%YAML 1.2\n---\na: 1\n', 'YAML directives are not supported'],
    ['a: \uFEFFb\n', 'a byte order mark is inside of the text'],
    ['a: 1\rb: 2\r', 'a line ends with a lone carriage return'],
    ['? [a]\n: b\n', 'a field name must be plain text'],
    [': b\n', 'a field name must be plain text'],
    ['a:\n\tb: 1\n', 'a tab is used for indentation'],
    ['a: [1, 2\n', 'this [ is never closed'],
    ['a: {b: [1, 2}\n', 'a comma is missing between two entries'],
    ['a: { b: 1\nc: 2\n', 'this { is never closed'],
    ['a: "x\n', 'this quote is never closed'],
    ["a: 'x\nb: it''s # '", 'this quote is never closed'],
    ['a: b: c\n', 'this value holds ": ", which begins another field'],
    ['a: 1\n b: 2\n', 'this line does not fit the fields above it'],
    ['a: @x\n', 'a value cannot begin with @'],
    ['a: \u0000\n', 'the file holds a character that is not text'],
    [`a: ${'['.repeat(20_000)}`, 'the value is nested more than 64 levels deep'],
  ])('%j', (text, message) => {
    expect(messages(text)).toContain(message);
    for (const { at: place, help } of parse(text).problems) {
      expect(help).toBeTruthy();
      const span = 'span' in place ? place.span : { start: -1, end: -1 };
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
  });

  it('stops aliases that expand without bound', () => {
    const laughs = ['a: &a [1,1,1,1,1,1,1,1,1]'];
    for (let i = 1; i < 20; i++) {
      const [name, before] = [String.fromCharCode(97 + i), String.fromCharCode(96 + i)];
      laughs.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join()}]`);
    }
    expect(messages(laughs.join('\n'))).toEqual(['the aliases of this file expand to more than 10000 values']);
  });
});

/** Values as `yaml` reads them, or undefined where it finds an error or more than one document. */
function oracle(text: string): { value: unknown } | undefined {
  const all = parseAllDocuments(text, { version: '1.2', uniqueKeys: true, logLevel: 'silent', prettyErrors: false });
  if (!Array.isArray(all) || all.length > 1) return undefined;
  const document = all[0] ?? parseWithYaml('');
  if (document.errors.length > 0) return undefined;
  try {
    return { value: document.toJS({ maxAliasCount: -1 }) as unknown };
  } catch {
    return undefined;
  }
}

/** Every node's span lies inside the text and inside of its parent's. */
function checkSpans(text: string, root: Node | undefined): void {
  const pending: [Node, number, number][] = root ? [[root, 0, text.length]] : [];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, from, to] = next;
    expect(node.start).toBeGreaterThanOrEqual(from);
    expect(node.end).toBeLessThanOrEqual(to);
    expect(node.start).toBeLessThanOrEqual(node.end);
    if (node.alias) continue;
    if (node.kind === 'sequence') for (const item of node.items) pending.push([item, node.start, node.end]);
    if (node.kind === 'mapping') {
      for (const { keyStart, keyEnd, value } of node.pairs) {
        expect(keyStart).toBeGreaterThanOrEqual(node.start);
        expect(keyEnd).toBeLessThanOrEqual(value.start);
        pending.push([value, node.start, node.end]);
      }
    }
  }
}

function hasOtherNames(root: Node): boolean {
  if (root.kind === 'scalar') return false;
  if (root.kind === 'sequence') return root.items.some(hasOtherNames);
  return root.pairs.some(({ key, value }) => typeof resolvePlain(key) !== 'string' || hasOtherNames(value));
}

const piece = fc.constantFrom(
  'a', 'b', 'on', '12', ': ', ':', '- ', '\n', '\n  ', '\n    ', '[', ']', '{', '}', ', ', '#', ' # c', '"', "'", '|\n', '>-\n',
  '&x ', '*x', '!!str ', '!t ', '---\n', '...\n', '\r\n', '\t', '~', 'é', '😀', '\uFEFF', '? ', '%', '\\n', '0x1', '1.5',
); // prettier-ignore
const opening = fc.constantFrom('', 'k: ', 'k:\n  ', 'k:\n  - ', 'k: [a, ', 'k: { b: ', 'k: &x 1\nm: *x\nn: ');
const yamlish = fc.tuple(opening, fc.array(piece, { maxLength: 12 })).map(([first, rest]) => first + rest.join(''));

describe('a value made without its nodes', () => {
  it('is the one that the nodes have', () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        const document = parse(text);
        expect(document.value).toEqual(document.root?.value);
      }),
      { numRuns: 10_000, seed: 6 },
    );
  });
});

describe('any text at all', () => {
  it('never throws, and spans stay inside', () => {
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const document = parse(text);
        checkSpans(text, document.root);
        for (const { at: place } of document.problems) {
          if (!('span' in place)) throw new Error('a problem of a document has a span');
          expect(place.span.start).toBeGreaterThanOrEqual(0);
          expect(place.span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('accepts nothing that the yaml package rejects, and reads the same values', () => {
    let compared = 0;
    fc.assert(
      fc.property(yamlish, (text) => {
        // The two differ on tabs in blank lines and at the end, which are white space to us.
        if (text.includes('\t')) return;
        const document = parse(text);
        // Anything but a mapping is refused by every schema, so its value is of no interest.
        if (document.problems.length > 0 || document.root?.kind !== 'mapping') return;
        // A name that is not text (1.10, ~) is kept as written, where the yaml package makes text of its value.
        if (hasOtherNames(document.root)) return;
        compared++;
        expect(oracle(text)).toEqual({ value: document.value });
      }),
      { numRuns: 20_000, seed: 2 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  it('reads values written by the yaml package', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
          fc.jsonValue({ maxDepth: 4 }),
        ),
        (value) => {
          const document = parse(stringify(value));
          expect(document.problems).toEqual([]);
          expect(JSON.stringify(document.value)).toEqual(JSON.stringify(value));
        },
      ),
      { numRuns: 500, seed: 3 },
    );
  });
});
