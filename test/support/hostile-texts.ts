import { completeFlag } from './example-project.ts';

/** Texts that have made a reader of YAML, or what comes after it, slow; each of about as many bytes as asked for. */
export interface HostileText {
  readonly name: string;
  /** @param size in bytes */
  make(size: number): string;
}

const flag = completeFlag('');
const [before = '', after = ''] = flag.split('environments:');
const production = (rest: string): string => `${before}environments:\n  production:\n    enabled: true\n${rest}`;

/** A part of a text, as often as the size asks for. */
function fill(size: number, part: (index: number) => string): string {
  const parts: string[] = [];
  for (let length = 0, index = 0; length < size; index++) {
    const next = part(index);
    parts.push(next);
    length += next.length;
  }
  return parts.join('');
}

/** As deep as readers go, and again beside it until the size is reached. */
const nested = (size: number, open: string, close: string): string =>
  fill(size, () => `  - ${open.repeat(40)}${close.repeat(40)}\n`);

const rule = (index: number, when: string): string => `      - { name: r${index}, when: { ${when} }, serve: on }\n`;

export const hostileTexts: readonly HostileText[] = [
  { name: 'line breaks inside an unclosed list', make: (size) => `${flag}tags: [x\n${'\n'.repeat(size)}"y" z: w]\n` },
  { name: 'line breaks inside a quoted text', make: (size) => `${flag}tags: ["x${'\n'.repeat(size)}y"]\n` },
  { name: 'blank lines between fields', make: (size) => `${flag}${'\n'.repeat(size)}tags: [a]\n` },
  { name: 'spaces after a value', make: (size) => `${flag}tags: [a]${' '.repeat(size)}\n` },
  { name: 'one comment on each line', make: (size) => flag + fill(size, () => '# c\n') },
  { name: 'a comment of one line', make: (size) => `${flag}# ${'x'.repeat(size)}\n` },
  { name: 'comments inside a list', make: (size) => `${flag}tags:\n${fill(size, () => '  # c\n')}  - a\n` },
  {
    name: 'suppressions of unknown rules',
    make: (size) => flag + fill(size, (at) => `# flagwright-ignore r${at}: x\n`),
  },
  { name: 'one long plain text', make: (size) => `${flag}tags: [${'x'.repeat(size)}]\n` },
  { name: 'a plain text over many lines', make: (size) => `${flag}tags:\n  - a\n${fill(size, () => '    b\n')}` },
  { name: 'a quoted text of escapes', make: (size) => `${flag}tags: ["${'\\u0041'.repeat(size / 6)}"]\n` },
  { name: 'an unclosed quote', make: (size) => `${flag}tags: ["${fill(size, () => 'a: b\n')}` },
  { name: 'a folded block', make: (size) => `${flag}retire: >\n${fill(size, () => '  a\n\n')}` },
  { name: 'a literal block with blank ends', make: (size) => `${flag}retire: |+\n  a\n${'\n'.repeat(size)}` },
  { name: 'unclosed brackets', make: (size) => flag + 'tags: '.concat('['.repeat(size)) },
  { name: 'unclosed braces with names', make: (size) => `${flag}tags: ${'{a: '.repeat(size / 4)}` },
  { name: 'nested lists, side by side', make: (size) => `${flag}tags:\n${nested(size, '[', ']')}` },
  { name: 'nested indentation', make: (size) => flag + nest(size) },
  { name: 'question marks', make: (size) => flag + fill(size, () => '? a\n') },
  { name: 'colons', make: (size) => `${flag}tags: ${'a: '.repeat(size / 3)}\n` },
  { name: 'dashes', make: (size) => `${flag}tags:\n  ${'- '.repeat(size / 2)}a\n` },
  { name: 'unknown fields', make: (size) => flag + fill(size, (at) => `f${at}: 1\n`) },
  { name: 'unknown fields that are nearly right', make: (size) => flag + fill(size, (at) => `descriptio${at}: 1\n`) },
  { name: 'the same field again and again', make: (size) => flag + fill(size, () => 'tags: []\n') },
  { name: 'anchors', make: (size) => `${flag}tags:\n${fill(size, (at) => `  - &a${at} x\n`)}` },
  { name: 'aliases of one anchor', make: (size) => `${flag}tags:\n  - &a x\n${fill(size, () => '  - *a\n')}` },
  { name: 'aliases of nothing', make: (size) => `${flag}tags:\n${fill(size, (at) => `  - *a${at}\n`)}` },
  { name: 'tags of nobody', make: (size) => `${flag}tags:\n${fill(size, (at) => `  - !t${at} x\n`)}` },
  { name: 'directives', make: (size) => fill(size, (at) => `%TAG !t${at}! x\n`) + flag },
  { name: 'documents', make: (size) => flag + fill(size, () => '---\na: b\n') },
  { name: 'tabs for indentation', make: (size) => flag + fill(size, () => '\ta: b\n') },
  { name: 'markers of a merge', make: (size) => flag + fill(size, () => '<<<<<<< a\n=======\n>>>>>>> b\n') },
  { name: 'zero-width characters', make: (size) => `${flag}tags: ["${'\u200b'.repeat(size / 3)}"]\n` },
  { name: 'lone carriage returns', make: (size) => `${flag}tags: [${'a\r'.repeat(size / 2)}]\n` },
  { name: 'tags that are told twice', make: (size) => `${flag}tags: [${fill(size, () => 'a, ')}]\n` },
  {
    name: 'variants of one weight',
    make: (size) =>
      `${before.replace(/\n(variants|off): .*/g, '')}variants: { ${fill(size / 2, (at) => `v${at}: true, `)}on: true, off: false }\n` +
      `environments:\n  production:\n    enabled: true\n    otherwise: { ${fill(size / 2, (at) => `v${at}: 1, `)}on: 1 }\n`,
  },
  {
    name: 'rules of the same condition',
    make: (size) =>
      production(`    rules:\n${fill(size, (at) => rule(at, 'attribute: a, equals: b'))}    otherwise: off\n`),
  },
  {
    name: 'rules of the same name',
    make: (size) =>
      production(`    rules:\n${fill(size, () => rule(0, 'attribute: a, equals: b'))}    otherwise: off\n`),
  },
  {
    name: 'many rules that use a segment',
    make: (size) =>
      production(
        `    rules:\n${fill(size, (at) => rule(at, `all: [{ segment: staff }, { attribute: a${at}, equals: b }]`))}    otherwise: off\n`,
      ),
  },
  {
    name: 'two rules of many attributes beside a segment',
    make: (size) => {
      const any = (name: string): string => fill(size / 2, (at) => `{ attribute: ${name}${at}, equals: b }, `);
      const one = (name: string): string =>
        `      - { name: ${name}, serve: on, when: { any: [${any(name)}{ segment: staff }] } }\n`;
      return production(`    rules:\n${one('a')}${one('b')}    otherwise: off\n`);
    },
  },
  {
    name: 'a rule of lists of attributes beside a segment',
    make: (size) => {
      const list = (at: number): string =>
        `{ any: [${Array.from({ length: 90 }, (_, one) => `{ attribute: a${at}-${one}, equals: b }`).join(', ')}] }, `;
      return production(
        `    rules:\n      - { name: r, serve: on, when: { all: [${fill(size, list)}{ segment: staff }] } }\n    otherwise: off\n`,
      );
    },
  },
  {
    name: 'one rule of many attributes',
    make: (size) =>
      production(
        `    rules:\n      - name: r\n        serve: on\n        when:\n          any:\n${fill(size, (at) => `            - { attribute: a${at}, equals: b }\n`)}    otherwise: off\n`,
      ),
  },
  {
    name: 'one rule that asks for many values at once',
    make: (size) =>
      production(
        `    rules:\n      - name: r\n        serve: on\n        when:\n          all:\n${fill(size, (at) => `            - { not: { attribute: a, equals: b${at} } }\n`)}    otherwise: off\n`,
      ),
  },
  {
    name: 'a long list of values',
    make: (size) =>
      production(
        `    rules:\n      - { name: r, serve: on, when: { attribute: a, in: [${fill(size, (at) => `v${at}, `)}] } }\n    otherwise: off\n`,
      ),
  },
  {
    name: 'JsonLogic of many parts',
    make: (size) =>
      production(
        `    targeting: { if: [${fill(size, (at) => `{ "==": [{ var: a }, ${at}] }, on, `)}off] }\n    otherwise: off\n`,
      ),
  },
  {
    name: 'prerequisites that are not there',
    make: (size) =>
      `${before}prerequisites:\n${fill(size, (at) => `  - { flag: no-such-${at}, reason: It is needed for this. }\n`)}environments:${after}`,
  },
  {
    name: 'extensions',
    make: (size) =>
      `${flag}extensions:\n${fill(size, () => '  - { on: 2026-09-20, from: 2026-09-30, until: 2026-10-15, reason: It takes longer. }\n')}`,
  },
];

/** Mappings in mappings, each a step further in, which the size allows only so many of; then again from the left. */
function nest(size: number): string {
  const tower = fill(2000, (at) => `${' '.repeat(at)}a:\n`);
  return fill(size, (at) => tower.replace('a:', `n${at}:`));
}
