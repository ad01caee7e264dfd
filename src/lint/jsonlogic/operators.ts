/** How many arguments an operator takes. */
export interface Arity {
  readonly least: number;
  readonly most: number;
}

const exactly = (count: number): Arity => ({ least: count, most: count });
const between = (least: number, most: number): Arity => ({ least, most });
const anyFrom = (least: number): Arity => ({ least, most: Infinity });

/** The operators of JsonLogic (https://jsonlogic.com/operations.html), but for `log`, which flagd lacks, and those that it adds. */
export const operators: ReadonlyMap<string, Arity> = new Map([
  ['var', between(0, 2)],
  ['missing', anyFrom(0)],
  ['missing_some', exactly(2)],
  ['if', anyFrom(1)],
  ['?:', exactly(3)],
  ['==', exactly(2)],
  ['===', exactly(2)],
  ['!=', exactly(2)],
  ['!==', exactly(2)],
  ['!', exactly(1)],
  ['!!', exactly(1)],
  ['or', anyFrom(1)],
  ['and', anyFrom(1)],
  ['>', exactly(2)],
  ['>=', exactly(2)],
  ['<', between(2, 3)],
  ['<=', between(2, 3)],
  ['max', anyFrom(1)],
  ['min', anyFrom(1)],
  ['+', anyFrom(1)],
  ['-', between(1, 2)],
  ['*', anyFrom(1)],
  ['/', exactly(2)],
  ['%', exactly(2)],
  ['map', exactly(2)],
  ['filter', exactly(2)],
  ['reduce', exactly(3)],
  ['all', exactly(2)],
  ['none', exactly(2)],
  ['some', exactly(2)],
  ['merge', anyFrom(0)],
  ['in', exactly(2)],
  ['cat', anyFrom(0)],
  ['substr', between(2, 3)],
  ['fractional', anyFrom(1)],
  ['sem_ver', exactly(3)],
  ['starts_with', exactly(2)],
  ['ends_with', exactly(2)],
]);

/** `one argument`, `2 or 3 arguments`, `at least one argument`. */
export function describeArity({ least, most }: Arity): string {
  const count = (n: number): string => (n === 1 ? 'one argument' : `${n} arguments`);
  if (most === Infinity) return `at least ${count(least)}`;
  return least === most ? count(least) : `${least} or ${count(most)}`;
}
