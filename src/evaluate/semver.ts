/**
 * A version as flagd's `sem_ver` has it: a leading `v` and missing parts are allowed, build metadata is ignored.
 * The parts are kept as digits, so that no number is too large.
 */
export interface SemanticVersion {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  /** The identifiers after `-`; none for a release. */
  readonly prerelease: readonly string[];
}

type VersionOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '^';

export interface Comparator {
  readonly operator: VersionOperator;
  readonly version: SemanticVersion;
}

const COMPARATOR = /^(=|!=|<=|>=|<|>|~|\^) *([^ ]+)$/;
const IDENTIFIER = /^[0-9A-Za-z-]+$/;
const DIGITS = /^[0-9]+$/;
const NONE: readonly string[] = [];

/** Where the number that begins at `start` ends; -1 if there is none, or it has a leading zero. */
function endOfNumber(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code < 48 || code > 57) break;
    end++;
  }
  return end === start || (end > start + 1 && text.charCodeAt(start) === 48) ? -1 : end;
}

/** Reads `v1`, `1.2`, `1.2.3-rc.1+build`; nothing if the text is not a version. A shortened one has no suffix. */
export function parseVersion(text: string): SemanticVersion | undefined {
  const start = text.charCodeAt(0) === 118 ? 1 : 0; // v
  const majorEnd = endOfNumber(text, start);
  if (majorEnd < 0) return undefined;
  const major = text.slice(start, majorEnd);
  if (majorEnd === text.length) return { major, minor: '0', patch: '0', prerelease: NONE };
  if (text.charCodeAt(majorEnd) !== 46) return undefined; // .
  const minorEnd = endOfNumber(text, majorEnd + 1);
  if (minorEnd < 0) return undefined;
  const minor = text.slice(majorEnd + 1, minorEnd);
  if (minorEnd === text.length) return { major, minor, patch: '0', prerelease: NONE };
  if (text.charCodeAt(minorEnd) !== 46) return undefined;
  const patchEnd = endOfNumber(text, minorEnd + 1);
  if (patchEnd < 0) return undefined;
  const patch = text.slice(minorEnd + 1, patchEnd);
  if (patchEnd === text.length) return { major, minor, patch, prerelease: NONE };
  const prerelease = parseSuffix(text.slice(patchEnd));
  return prerelease && { major, minor, patch, prerelease };
}

/** The identifiers of `-rc.1+build`: those of the prerelease. */
function parseSuffix(suffix: string): readonly string[] | undefined {
  const plus = suffix.indexOf('+');
  if (
    plus >= 0 &&
    !suffix
      .slice(plus + 1)
      .split('.')
      .every(isIdentifier)
  )
    return undefined;
  const prerelease = plus < 0 ? suffix : suffix.slice(0, plus);
  if (prerelease === '') return NONE;
  if (prerelease.charCodeAt(0) !== 45) return undefined; // -
  const identifiers = prerelease.slice(1).split('.');
  return identifiers.every((id) => isIdentifier(id) && !(id.length > 1 && id.startsWith('0') && DIGITS.test(id)))
    ? identifiers
    : undefined;
}

const isIdentifier = (text: string): boolean => IDENTIFIER.test(text);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Numbers written without leading zeros. */
const compareNumbers = (a: string, b: string): number => a.length - b.length || compareText(a, b);

/** Negative, zero or positive, by precedence as in semver.org 2.0.0, section 11. */
export function compareVersions(a: SemanticVersion, b: SemanticVersion): number {
  return (
    compareNumbers(a.major, b.major) ||
    compareNumbers(a.minor, b.minor) ||
    compareNumbers(a.patch, b.patch) ||
    comparePrerelease(a.prerelease, b.prerelease)
  );
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length; // a release is above its prereleases
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x === y) continue;
    const xIsNumber = DIGITS.test(x);
    if (xIsNumber !== DIGITS.test(y)) return xIsNumber ? -1 : 1;
    return xIsNumber ? compareNumbers(x, y) : compareText(x, y);
  }
  return a.length - b.length;
}

/** Reads one comparator, such as `>=2.1.0` or `~ 1.4`; nothing if it is not one. The operator must be written. */
export function parseComparator(text: string): Comparator | undefined {
  const match = COMPARATOR.exec(text);
  const version = match === null ? undefined : parseVersion(match[2]!);
  return version && { operator: match![1] as VersionOperator, version };
}

/** Whether a version satisfies a comparator. `^` asks for the same major, `~` for the same major and minor: no npm ranges. */
export function satisfies(version: SemanticVersion, { operator, version: other }: Comparator): boolean {
  switch (operator) {
    case '^':
      return version.major === other.major;
    case '~':
      return version.major === other.major && version.minor === other.minor;
    case '=':
      return compareVersions(version, other) === 0;
    case '!=':
      return compareVersions(version, other) !== 0;
    case '<':
      return compareVersions(version, other) < 0;
    case '<=':
      return compareVersions(version, other) <= 0;
    case '>':
      return compareVersions(version, other) > 0;
    case '>=':
      return compareVersions(version, other) >= 0;
  }
}
