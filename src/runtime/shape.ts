/** Says what is wrong with a value and where in it, or nothing. */
export type Shape = (value: unknown) => string | undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts the name of a field before what is wrong in it. */
const inside = (name: string | number, problem: string): string => `${name}${problem.startsWith(' ') ? '' : '.'}${problem}`; // prettier-ignore

export const anything: Shape = () => undefined;

/** @param expected how the message names what it is */
const matching = (is: (value: unknown) => boolean, expected: string): Shape => {
  const problem = ` is not ${expected}`;
  return (value) => (is(value) ? undefined : problem);
};

export const aText = matching((value) => typeof value === 'string', 'a text');
export const aFlag = matching((value) => typeof value === 'boolean', 'true or false');

export const textLike = (pattern: RegExp, expected: string): Shape =>
  matching((value) => typeof value === 'string' && pattern.test(value), expected);

export const wholeNumber = (least: number): Shape =>
  matching((value) => Number.isInteger(value) && (value as number) >= least, `a whole number from ${least}`);

export const oneOf = (...values: readonly unknown[]): Shape =>
  matching((value) => values.includes(value), values.map((value) => JSON.stringify(value)).join(' or '));

export const either = (chosen: (value: unknown) => boolean, shape: Shape, other: Shape): Shape => {
  return (value) => (chosen(value) ? shape(value) : other(value));
};

/** An object with these fields and no others. */
export function fieldsOf(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const shapes = new Map(Object.entries({ ...required, ...optional }));
  const needed = Object.keys(required);
  return (value) => {
    if (!isObject(value)) return ' is not an object';
    for (const name of needed) if (!Object.hasOwn(value, name)) return `${name} is missing`;
    for (const name of Object.keys(value)) {
      const shape = shapes.get(name);
      if (shape === undefined) return `${name} is unknown`;
      const problem = shape(value[name]);
      if (problem !== undefined) return inside(name, problem);
    }
    return undefined;
  };
}

/** An object with any names. */
export function mapOf(item: Shape, least = 0): Shape {
  return (value) => {
    if (!isObject(value)) return ' is not an object';
    const names = Object.keys(value);
    if (names.length < least) return ' is empty';
    for (const name of names) {
      const problem = item(value[name]);
      if (problem !== undefined) return inside(name, problem);
    }
    return undefined;
  };
}

export function listOf(item: Shape, least = 0): Shape {
  return (value) => {
    if (!Array.isArray(value)) return ' is not a list';
    if (value.length < least) return ' is empty';
    for (let at = 0; at < value.length; at++) {
      const problem = item(value[at]);
      if (problem !== undefined) return inside(at, problem);
    }
    return undefined;
  };
}

/** A list of exactly these. */
export function tupleOf(...items: readonly Shape[]): Shape {
  return (value) => {
    if (!Array.isArray(value) || value.length !== items.length) return ` is not a list of ${items.length}`;
    for (let at = 0; at < items.length; at++) {
      const problem = items[at]!(value[at]);
      if (problem !== undefined) return inside(at, problem);
    }
    return undefined;
  };
}
