import { resolve } from 'node:path';

/**
 * The names that options may have.
 * @throws TypeError if there is another: it would be passed over, and nobody would know
 */
export function checkNames(options: object, known: readonly string[], within = ''): void {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`${within}${name}: there is no such option; there are ${known.join(', ')}`); // prettier-ignore
  }
}

/** @throws TypeError if it is not one of these */
export function choiceOf<Value extends string>(given: Value, values: readonly Value[], name: string): Value {
  if (values.includes(given)) return given;
  throw new TypeError(`${name}: ${shownOption(given)} is none of ${values.join(', ')}`);
}

/** @throws TypeError if it is not a whole number from there on */
export function countFrom(given: number, least: number, name: string): number {
  if (Number.isSafeInteger(given) && given >= least) return given;
  throw new TypeError(`${name}: ${shownOption(given)} is not a whole number from ${least} on`);
}

/** @throws TypeError if it does not have these functions */
export function withFunctions<Value>(given: Value, functions: readonly string[], help: string): Value {
  const members = typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  if (functions.every((name) => typeof members[name] === 'function')) return given;
  throw new TypeError(help);
}

/** A value for a message: JSON where there is such. */
export function shownOption(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : typeof value === 'number' || value === null ? String(value) : `a ${typeof value}`; // prettier-ignore
}

/**
 * A path from the root.
 * @throws TypeError if it is none
 */
export function pathFrom(path: string, of: string): string {
  if (typeof path === 'string' && path !== '') return resolve(path);
  throw new TypeError(`${of}: give a path`);
}
