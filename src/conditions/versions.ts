import { parseComparator, satisfies, type Comparator, type SemanticVersion } from '../evaluate/semver.ts';
import { spend, type Budget } from './budget.ts';
import type { TestLiteral } from './formula.ts';

interface VersionTest {
  readonly comparator: Comparator;
  readonly negated: boolean;
}

/** Longer numbers than this are not counted up. */
const maxDigits = 100;

const lowest: SemanticVersion = { major: '0', minor: '0', patch: '0', prerelease: ['0'] };

/**
 * The first version of each interval of versions that pass tests; none where no version does. The versions that pass a
 * comparator are intervals of the order of semver.org 2.0.0, section 11. Those around very long numbers are left out, and
 * `areAll` is false.
 * @param start the beginning of the text, which has to allow for the version
 */
export function versionsFor(
  tests: readonly TestLiteral[],
  start: string,
  budget: Budget,
): { readonly versions: readonly SemanticVersion[]; readonly areAll: boolean } {
  const asked: VersionTest[] = impliedBy(start);
  for (const { operator, operand, negated } of tests) {
    const comparator = operator === 'semver' ? parseComparator(operand as string) : undefined;
    if (comparator) asked.push({ comparator, negated });
  }
  const firsts: SemanticVersion[] = [lowest];
  for (const { comparator } of asked) {
    const { operator, version } = comparator;
    const { major, minor, patch } = version;
    if ([major, minor, patch].some((digits) => digits.length > maxDigits)) return { versions: [], areAll: false };
    if (operator === '^') firsts.push(first(major, '0'), first(next(major), '0'));
    else if (operator === '~') firsts.push(first(major, minor), first(major, next(minor)));
    else firsts.push(version, successor(version));
  }
  const versions = firsts.filter(
    (version) =>
      spend(budget, asked.length) && asked.every((test) => satisfies(version, test.comparator) !== test.negated),
  );
  return { versions, areAll: budget.left > 0 };
}

/** The first version of a major and minor: a prerelease. */
function first(major: string, minor: string): SemanticVersion {
  return { ...lowest, major, minor };
}

/** The version that comes right after, with none between: `1.2.3` → `1.2.4-0`, `1.2.3-rc` → `1.2.3-rc.0`. */
function successor(version: SemanticVersion): SemanticVersion {
  if (version.prerelease.length > 0) return { ...version, prerelease: [...version.prerelease, '0'] };
  return { ...version, patch: next(version.patch), prerelease: ['0'] };
}

/** The number that comes after another, both as digits. */
export const next = (digits: string): string => String(BigInt(digits) + 1n);

/** What the beginning of the text of a version says of it: `1.` that its major version is 1. */
function impliedBy(start: string): VersionTest[] {
  const [, major, minor, number, zero] = /^v?(\d+)\.(?:(\d+)\.(?:(\d+)[-+]|(0)$)?)?/.exec(start) ?? [];
  if (major === undefined) return [];
  const patch = number ?? zero;
  const text = patch === undefined ? (minor === undefined ? `^${major}` : `~${major}.${minor}`) : undefined;
  const comparators = text ? [text] : [`>=${major}.${minor}.${patch}-0`, `<=${major}.${minor}.${patch}`];
  return comparators.flatMap((one) => {
    const comparator = parseComparator(one);
    return comparator ? [{ comparator, negated: false }] : [];
  });
}
