import fc from 'fast-check';

/** What texts of users, and of those who mean no good, hold now and then. */
const pieces = [
  '',
  ' ',
  '\0',
  '\n',
  '\r',
  '\t',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  '\uFEFF',
  '🎉',
  '__proto__',
  'constructor',
  'toString',
  'null',
  '~',
  '-',
  '--',
  '- ',
  ': ',
  ', ',
  '{',
  '}',
  '[',
  ']',
  '&a',
  '*a',
  '!!js/function',
  '<<: *a',
  '|',
  '>',
  '%YAML 9',
  '---\n',
  '...\n',
  '"',
  "'",
  '0',
  '-1',
  '1e999',
  '010',
  '0x1F',
  '9007199254740993',
  '2147483648',
  'NaN',
  '.inf',
  'true',
  'off',
  '2026-02-30',
  '2026-11-22',
  '9999999999d',
  '../..',
  '/',
  'C:\\',
  'HEAD~1',
  '@',
  '@{-1}',
  ':(top)',
  '*',
  '$(id)',
  '`id`',
  '; id',
  '#',
  '::error::',
  'on=50',
  'owner',
  'production',
] as const;

export const piece: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...pieces)).map((two) => two.join('')) },
);

type Edit = (bytes: Buffer) => Buffer;

const at = (bytes: Buffer, part: number): number => Math.floor(part * bytes.length);
const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(part, piece).map(
    ([where, text]): Edit =>
      (bytes) =>
        splice(bytes, at(bytes, where), 0, Buffer.from(text)),
  ),
  fc.tuple(part, fc.integer({ min: 1, max: 40 })).map(
    ([where, n]): Edit =>
      (bytes) =>
        splice(bytes, at(bytes, where), n, Buffer.alloc(0)),
  ),
  fc.tuple(part, fc.integer({ min: 0, max: 255 })).map(
    ([where, byte]): Edit =>
      (bytes) =>
        splice(bytes, at(bytes, where), 1, Buffer.of(byte)),
  ),
  fc.tuple(part, part, part).map(([from, to, where]): Edit => (bytes) => {
    const [start, end] = [at(bytes, from), at(bytes, to)].toSorted((a, b) => a - b);
    return splice(bytes, at(bytes, where), 0, bytes.subarray(start, end));
  }),
  fc.tuple(part).map(
    ([where]): Edit =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  ),
  fc.tuple(part, fc.integer({ min: 1, max: 8 })).map(
    ([where, by]): Edit =>
      (bytes) =>
        indent(bytes, at(bytes, where), by),
  ),
);

/** Some changes of a text by bytes. */
export const edits: fc.Arbitrary<Edit> = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((some) => (bytes) => some.reduce((now, one) => one(now), bytes));

function splice(bytes: Buffer, where: number, removed: number, added: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, where), added, bytes.subarray(where + removed)]);
}

/** Moves the line at an offset to the right. */
function indent(bytes: Buffer, where: number, by: number): Buffer {
  const start = bytes.lastIndexOf(10, where) + 1;
  return splice(bytes, start, 0, Buffer.from(' '.repeat(by)));
}

/** Any value of JSON, also one that JSON cannot name: names are of the pieces above, or of the format. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(piece, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(piece, fc.constantFrom('when', 'all', 'not', 'attribute', 'equals', 'serve', 'flag', 'name')),
      tie('value'),
      {
        maxKeys: 4,
      },
    ),
  ),
})).value;

/** Puts a value, or nothing, in the place of some part of another. Which part is told by a number below 1. */
export function replacePart(whole: unknown, where: number, value: unknown, rename: string | undefined): unknown {
  const places: { holder: Record<string, unknown>; name: string }[] = [];
  const copy = structuredClone({ whole });
  const visit = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const name of Object.keys(holder)) {
      places.push({ holder: holder as Record<string, unknown>, name });
      visit((holder as Record<string, unknown>)[name]);
    }
  };
  visit(copy);
  const { holder, name } = places[Math.floor(where * places.length)] ?? {
    holder: copy as Record<string, unknown>,
    name: 'whole',
  };
  if (rename !== undefined && !Array.isArray(holder)) {
    Object.defineProperty(holder, rename, {
      value: holder[name],
      enumerable: true,
      configurable: true,
      writable: true,
    });
    if (holder !== (copy as unknown)) delete holder[name];
  } else {
    holder[name] = value;
  }
  return copy.whole;
}
