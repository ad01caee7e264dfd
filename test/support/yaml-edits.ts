import fc from 'fast-check';
import { writeFlow } from '../../src/source/write-value.ts';
import { isPlain, writeScalar } from '../../src/source/write-scalar.ts';
import type { ValueEdit } from '../../src/source/value-edit.ts';

/** How much of a random document is written in which way; every number is drawn from `choices`. */
interface Pen {
  readonly choices: readonly number[];
  at: number;
  comments: number;
}

const draw = (pen: Pen, below: number): number => (pen.choices[pen.at++ % pen.choices.length] ?? 0) % below;

/** Names and texts that are hard on a writer of YAML. */
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    'on', 'off', 'true', '1.10', '2026-09-01T08:00:00Z', '>=2.1.0', 'a: b', 'a #b', '# c', '- x', '', ' ', "it's",
    'say "x"', 'two\nlines\n', 'three\n\nlines', 'x\n', ' lead\ntail\n', '[a]', '{a}', '*a', '&a', '!t', '@x', 'null', 'é😀', 'a,b',
    'C:\\x', 'tab\there', 'cr\r\nlf', '...', '---', '?', ':', 'a:', 'no', '12:30:00', '\u2028', '\uFEFFx',
  ), // prettier-ignore
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(0.5, -0, 1e21, Infinity),
  fc.string({ maxLength: 8 }),
);
const name = fc.oneof(
  { arbitrary: fc.constantFrom('a', 'b', 'cd', 'rules', 'on', 'serve'), weight: 6 },
  { arbitrary: fc.constantFrom('x y', '1', 'true', 'a: b', '__proto__', 'ä', '#', '', '{'), weight: 1 },
);

export const anyValue = fc.letrec<{ value: unknown; map: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

const choices = fc.array(fc.nat(1000), { minLength: 40, maxLength: 60 });

/** The text of a document whose value is a mapping, written in a random style with comments `# c0`, `# c1`, … */
export const anyText: fc.Arbitrary<string> = fc
  .tuple(anyValue.map, choices, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean(), fc.constantFrom(2, 4, 3))
  .map(([value, numbers, lineBreak, mark, open, step]) => {
    const pen: Pen = { choices: numbers, at: 0, comments: 0 };
    const lines = block(value, 0, step, pen);
    const text = lines.join(lineBreak) + (open ? '' : lineBreak);
    return (mark ? '\uFEFF' : '') + text;
  });

function comment(pen: Pen): string {
  return `# c${pen.comments++}`;
}

function blanks(pen: Pen, column: number): string[] {
  switch (draw(pen, 9)) {
    case 0:
      return [''];
    case 1:
      return [' '.repeat(column) + comment(pen)];
    case 2:
      return ['', ' '.repeat(column) + comment(pen), ' '.repeat(column) + comment(pen)];
    case 3:
      return [' '.repeat(column + draw(pen, 3)) + comment(pen)];
    default:
      return [];
  }
}

const tail = (pen: Pen): string => (draw(pen, 4) === 0 ? `  ${comment(pen)}` : '');
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** Lines of a collection, the first of them indented like the rest. */
function block(value: unknown, column: number, step: number, pen: Pen): string[] {
  const indent = ' '.repeat(column);
  if (typeof value !== 'object' || value === null || isEmpty(value)) return [`${indent}${writeFlow(value, pens(pen))}`];
  const lines: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    lines.push(...blanks(pen, column));
    const isList = Array.isArray(value);
    const start = isList ? '-' : isPlain(key, false) && draw(pen, 5) > 0 ? `${key}:` : `${JSON.stringify(key)}:`;
    lines.push(...entry(item, `${indent}${start}`, column, isList, step, pen));
  }
  if (draw(pen, 6) === 0) lines.push(`${indent}${comment(pen)}`);
  return lines;
}

function entry(item: unknown, start: string, column: number, isList: boolean, step: number, pen: Pen): string[] {
  if (typeof item === 'object' && item !== null) {
    if (isEmpty(item) || draw(pen, 3) === 0) return bracketed(item, start, column, step, pen);
    if (isList && draw(pen, 4) > 0) {
      const inner = block(item, column + 2, step, { ...pen, choices: [8], comments: pen.comments + 100 });
      pen.comments += 200;
      return [`${start} ${(inner[0] ?? '').slice(column + 2)}`, ...inner.slice(1)];
    }
    const dashes = Array.isArray(item) && !isList && draw(pen, 2) === 0 ? 0 : step;
    return [start + tail(pen), ...block(item, column + dashes, step, pen)];
  }
  if (item === null && draw(pen, 2) === 0) return [start + tail(pen)];
  const literal = typeof item === 'string' && /^[a-z]+(\n[a-z]+)*\n?$/.test(item) && draw(pen, 2) === 0;
  if (literal) {
    const head = item.endsWith('\n') ? (draw(pen, 2) === 0 ? '|' : '|+') : '|-';
    return [
      `${start} ${head}`,
      ...item
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${' '.repeat(column + step)}${line}`),
    ];
  }
  const style = (['plain', 'single', 'double'] as const)[draw(pen, 3)] ?? 'plain';
  const gap = draw(pen, 5) === 0 ? `\n${' '.repeat(column + step)}` : ' '.repeat(1 + (draw(pen, 6) === 0 ? 2 : 0));
  return `${start}${gap}${writeScalar(item, false, style)}${tail(pen)}`.split('\n');
}

/** Brackets on one line, or with an entry a line. */
function bracketed(item: object, start: string, column: number, step: number, pen: Pen): string[] {
  const entries = Array.isArray(item)
    ? item.map((one) => writeFlow(one, pens(pen)))
    : Object.entries(item).map(([key, one]) => `${JSON.stringify(key)}: ${writeFlow(one, pens(pen))}`);
  const [open, close] = Array.isArray(item) ? '[]' : '{}';
  if (draw(pen, 2) === 0 && entries.length > 0) {
    const lines = entries.map(
      (one, index) =>
        `${' '.repeat(column + step)}${one}${index < entries.length - 1 || draw(pen, 2) === 0 ? ',' : ''}${tail(pen)}`,
    );
    return [
      `${start} ${open}${tail(pen)}`,
      ...lines.flatMap((line) => [...blanks(pen, column + step), line]),
      `${' '.repeat(column + 1)}${close}${tail(pen)}`,
    ];
  }
  const comma = entries.length > 0 && draw(pen, 8) === 0 ? ',' : '';
  const pad = draw(pen, 2) === 0 ? ' ' : '';
  return [`${start} ${open}${pad}${entries.join(draw(pen, 3) === 0 ? ',' : ', ')}${comma}${pad}${close}${tail(pen)}`];
}

const pens = (pen: Pen) => ({ step: 2, dashStep: 2, padded: draw(pen, 2) === 0, literals: false });

/** A random edit that fits a value: its place is found by the numbers. */
export const anyEdit = fc.record({ numbers: choices, value: anyValue.value, name });

export function editFor(
  root: unknown,
  { numbers, value, name }: { numbers: number[]; value: unknown; name: string },
): ValueEdit {
  const pen: Pen = { choices: numbers, at: 0, comments: 0 };
  const path: (string | number)[] = [];
  let node = root;
  for (;;) {
    const keys: (string | number)[] = Array.isArray(node) ? [...node.keys()] : isObject(node) ? Object.keys(node) : [];
    const inside = isObject(node);
    if (inside && draw(pen, 4) === 0) {
      if (keys.length > 1 && draw(pen, 3) === 0) {
        const order = keys.map((_, index) => index);
        const from = draw(pen, keys.length);
        order.splice(draw(pen, keys.length), 0, ...order.splice(from, 1));
        return { op: 'reorder', path, order };
      }
      if (Array.isArray(node)) return { op: 'insert', path, index: draw(pen, node.length + 1), value };
      const after = draw(pen, 2) === 0 ? String(keys[draw(pen, keys.length || 1)]) : undefined;
      return { op: 'set', path: draw(pen, 4) === 0 ? [...path, name, 'new'] : [...path, name], value, after };
    }
    const next = keys[draw(pen, keys.length || 1)];
    if (next === undefined) break;
    path.push(next);
    node = (node as Record<string | number, unknown>)[next];
    if (draw(pen, 3) === 0) break;
  }
  if (path.length === 0) return { op: 'set', path: [name], value };
  switch (draw(pen, 5)) {
    case 0:
      return { op: 'rename', path, to: name };
    case 1:
    case 2:
      return { op: 'remove', path };
    default:
      return { op: 'set', path, value };
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
