/**
 * The operators that flagd adds to JsonLogic, for an engine that evaluates their arguments first. As in flagd's
 * conformance suite they give null where the arguments make no sense, so that the flag falls back to its default.
 */
import { EMPTY_HASH } from './murmur3.ts';
import { parseComparator, parseVersion, satisfies } from './semver.ts';
import { bucketFor, choiceAt, createSplit } from './split.ts';

type Arguments = unknown;

/**
 * `fractional: [bucketing value?, [variant, weight?], …]`. Without a bucketing value it is the flag's key and the
 * targeting key. A weight left out is 1, a negative one 0; all weights 0 give null.
 */
function fractional(args: Arguments, data: unknown): string | number | boolean | null {
  if (!Array.isArray(args)) return null;
  const [first] = args as readonly unknown[];
  const text = typeof first === 'string' ? first : defaultBucketingText(data);
  const parts = typeof first === 'string' || first === null || first === undefined ? args.slice(1) : args;
  const weights: (readonly [string | number | boolean | null, number])[] = [];
  for (const part of parts as readonly unknown[]) {
    if (!Array.isArray(part) || part.length === 0 || part.length > 2) return null;
    const [variant = null, weight] = part as readonly unknown[];
    if (variant !== null && !isScalar(variant)) return null;
    if (weight !== undefined && weight !== null && typeof weight !== 'number') return null;
    weights.push([variant, Math.max(0, weight ?? 1)]);
  }
  const split = createSplit(weights);
  if (text === undefined || split === undefined) return null;
  return choiceAt(split, bucketFor(EMPTY_HASH, text, split.total));
}

function defaultBucketingText(data: unknown): string | undefined {
  const { $flagd, targetingKey } = (data ?? {}) as { $flagd?: { flagKey?: unknown } | null; targetingKey?: unknown };
  const flagKey = $flagd?.flagKey ?? '';
  return typeof targetingKey === 'string' && targetingKey !== '' && typeof flagKey === 'string'
    ? flagKey + targetingKey
    : undefined;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** `sem_ver: [version, operator, version]`. As in flagd a version may also be a number, or have a leading `V`. */
function semVer(args: Arguments): boolean | null {
  if (!Array.isArray(args) || args.length !== 3) return null;
  const [left, operator, right] = args as readonly unknown[];
  const version = parseVersion(versionText(left));
  const other = versionText(right);
  const comparator = typeof operator === 'string' && parseVersion(other) && parseComparator(operator + other);
  return version && comparator ? satisfies(version, comparator) : null;
}

const versionText = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.replace(/^V/, 'v') : '';
};

/** `starts_with: [text, prefix]`. */
function startsWith(args: Arguments): boolean | null {
  return isPairOfTexts(args) ? args[0].startsWith(args[1]) : null;
}

/** `ends_with: [text, suffix]`. */
function endsWith(args: Arguments): boolean | null {
  return isPairOfTexts(args) ? args[0].endsWith(args[1]) : null;
}

const isPairOfTexts = (args: Arguments): args is [string, string] =>
  Array.isArray(args) && args.length === 2 && typeof args[0] === 'string' && typeof args[1] === 'string';

/** The operators by the names that flagd gives them. */
export const flagdOperators = { fractional, sem_ver: semVer, starts_with: startsWith, ends_with: endsWith };
