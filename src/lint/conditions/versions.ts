import { satisfies, type Comparator, type Version } from '../../evaluate/semver.ts';
import { spend, type Budget } from './budget.ts';

export interface VersionTest {
  readonly comparator: Comparator;
  readonly negated: boolean;
}

/** Longer numbers than this are not counted up. */
const maxDigits = 100;

const lowest: Version = { major: '0', minor: '0', patch: '0', prerelease: ['0'] };

/**
 * Whether some version passes all tests. The versions that pass a comparator are intervals of the order of
 * semver.org 2.0.0, section 11, so it is enough to try the first version of each interval.
 */
export function someVersion(tests: readonly VersionTest[], budget: Budget): boolean {
  const firsts: Version[] = [lowest];
  for (const { comparator } of tests) {
    const { operator, version } = comparator;
    if ([version.major, version.minor, version.patch].some((digits) => digits.length > maxDigits)) return true;
    const { major, minor } = version;
    if (operator === '^') firsts.push(first(major, '0'), first(next(major), '0'));
    else if (operator === '~') firsts.push(first(major, minor), first(major, next(minor)));
    else firsts.push(version, successor(version));
  }
  return firsts.some(
    (version) =>
      !spend(budget, tests.length) || tests.every((test) => satisfies(version, test.comparator) !== test.negated),
  );
}

/** The first version of a major and minor: a prerelease. */
function first(major: string, minor: string): Version {
  return { ...lowest, major, minor };
}

/** The version that comes right after, with none between: `1.2.3` → `1.2.4-0`, `1.2.3-rc` → `1.2.3-rc.0`. */
function successor(version: Version): Version {
  if (version.prerelease.length > 0) return { ...version, prerelease: [...version.prerelease, '0'] };
  return { ...version, patch: next(version.patch), prerelease: ['0'] };
}

const next = (digits: string): string => String(BigInt(digits) + 1n);
