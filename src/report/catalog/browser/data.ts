/** What the script of the pages knows of all flags; written by `dataScript`. */
export interface CatalogData {
  readonly environments: readonly string[];
  /** Place in `environments` of the one that matters most; -1 where there is none. */
  readonly main: number;
  readonly flags: readonly FlagRow[];
}

/** One flag. Lists instead of names, since there may be ten thousand of them. */
export type FlagRow = readonly [
  key: string,
  /** Path of its page from the top. */
  page: string,
  description: string,
  owner: string,
  type: string,
  /** A letter for each environment: see `stateOf`. */
  states: string,
  /** In words, and the day as a number to sort by; the largest where there is none. */
  due: string,
  dueDay: number,
  /** `e`, `w` or nothing: the worst that lint says. */
  worst: string,
  tags: string,
];

const states: Readonly<Record<string, readonly [name: string, word: string]>> = {
  n: ['on', 'on'],
  p: ['partly', 'partly on'],
  x: ['expired', 'expired'],
  b: ['blocked', 'blocked'],
  o: ['off', 'off'],
};

/** A state by its letter: the class and the word for it. */
export function stateWords(letter: string): readonly [name: string, word: string] {
  return states[letter] ?? states.o!;
}
