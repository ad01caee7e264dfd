import type { AttributeTest } from '../evaluate/definition.ts';
import { compileValueTest } from '../evaluate/operators.ts';
import { parseComparator } from '../evaluate/semver.ts';

const maxCandidates = 5_000;
const maxMembers = 5;

/** Values of one attribute, of which no two pass the same of some tests. */
export interface ValueClasses {
  /** `undefined` where the attribute is absent. */
  readonly values: readonly unknown[];
  /** A text among them that no test asks for, and that many others could stand for. */
  readonly other: string;
  /** Whether every value there is passes the same tests as one of these. */
  readonly complete: boolean;
}

/** Tries what tests ask for, what lies between, and what none asks for. Malformed tests are passed over. */
export function valueClasses(tests: readonly AttributeTest[]): ValueClasses {
  const sound = tests.flatMap((test) => {
    try {
      return [{ test, passes: compileValueTest(test) }];
    } catch {
      return [];
    }
  });
  const { values, other, complete } = candidatesOf(sound.map(({ test }) => test));
  const classes = new Map<string, unknown>();
  for (const value of values) {
    const passed = sound.map(({ passes }) => (passes(value) ? '1' : '0')).join('');
    if (!classes.has(passed)) classes.set(passed, value);
  }
  return { values: [...classes.values()], other, complete };
}

function candidatesOf(tests: readonly AttributeTest[]): ValueClasses {
  const equal = new Set(tests.flatMap((test) => [...(test.in ?? []), ...of(test.equals)]));
  const prefixes = distinct(tests, 'startsWith');
  const suffixes = distinct(tests, 'endsWith');
  const members = [...new Set(tests.flatMap((test) => of(test.contains)))];
  const parts = members.filter((member) => typeof member === 'string');
  const other = otherThan([...equal, ...prefixes, ...suffixes, ...parts].filter((one) => typeof one === 'string'));
  const texts: string[] = [];
  for (const start of ['', ...prefixes]) {
    for (const middle of subsets(parts)) {
      for (const end of ['', ...suffixes]) {
        if (texts.length < maxCandidates) texts.push([start, ...middle, end].join(other));
      }
    }
  }
  const values = [
    undefined,
    other,
    ...equal,
    ...numbersAround(tests),
    ...versionsAround(tests),
    ...texts,
    ...subsets(members),
  ].slice(0, maxCandidates);
  const isWhole = texts.length < maxCandidates && values.length < maxCandidates && members.length <= maxMembers;
  return { values, other, complete: isWhole };
}

function of<Value>(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}

function distinct(tests: readonly AttributeTest[], field: 'startsWith' | 'endsWith'): string[] {
  return [...new Set(tests.flatMap((test) => of(test[field])))];
}

/** A text that none of the others has in it, nor it any of them. */
function otherThan(texts: readonly string[]): string {
  const isFree = (one: string): boolean =>
    texts.every((text) => text === '' || (!text.includes(one) && !one.includes(text)));
  return ['other', 'else', '~', '#', '%', '|', '^', '`', '§', '¶'].find(isFree) ?? '\u{10FFFD}';
}

/** All ways to take some of a few; of many only each by itself, and all. */
function subsets<Item>(items: readonly Item[]): Item[][] {
  if (items.length > maxMembers) return [[], ...items.map((item) => [item]), [...items]];
  return Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_item, at) => (bits >> at) % 2 === 1));
}

/** The bounds, what lies between them, and beyond. */
function numbersAround(tests: readonly AttributeTest[]): number[] {
  const bounds = tests
    .flatMap(({ gt, gte, lt, lte }) => [gt, gte, lt, lte])
    .filter((bound) => typeof bound === 'number');
  const sorted = [...new Set(bounds)].sort((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return sorted.length === 0
    ? []
    : [...sorted.flatMap((bound, at) => [bound, (bound + (sorted[at + 1] ?? bound)) / 2]), first - 1, last + 1];
}

/** What comparators name, and the versions right before and behind it and where its minor and major version end. */
function versionsAround(tests: readonly AttributeTest[]): string[] {
  const found = tests.flatMap(({ semver }) => {
    const version = semver === undefined ? undefined : parseComparator(semver)?.version;
    if (!version) return [];
    const { prerelease } = version;
    const [major, minor, patch] = [Number(version.major), Number(version.minor), Number(version.patch)];
    const release = `${major}.${minor}.${patch}`;
    const before =
      patch > 0 ? [major, minor, patch - 1] : minor > 0 ? [major, minor - 1, 9999] : [major - 1, 9999, 9999];
    return [
      ...(prerelease.length > 0 ? [`${release}-${prerelease.join('.')}`, `${release}-${prerelease.join('.')}.0`] : []),
      release,
      `${release}-0`,
      `${major}.${minor}.${patch + 1}`,
      `${major}.${minor + 1}.0`,
      `${major + 1}.0.0`,
      before.join('.'),
    ];
  });
  return found.length === 0 ? [] : [...found, '0.0.0', '999999.0.0'];
}
