import { parseComparator } from '../../evaluate/semver.ts';
import { spend, type Budget } from './budget.ts';
import type { TestLiteral } from './formula.ts';
import { passesAll } from './passes.ts';
import { someVersion, type VersionTest } from './versions.ts';

/** The operators that strings pass, `contains` only with a text. */
const ofStrings: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith', 'semver', 'bucketable']);

/**
 * Whether some string may pass tests among which no list of values is given. There are so many strings that
 * the values a test forbids never matter, only beginnings, ends, parts and versions do. False is certain.
 */
export function someString(tests: readonly TestLiteral[], budget: Budget): boolean {
  let prefix = '';
  let suffix = '';
  const parts: string[] = [];
  const versions: VersionTest[] = [];
  for (const { operator, operand, negated } of tests) {
    if (operator === 'bucketable' && negated) return passesAll(tests, '', budget);
    if (operator === 'exists' && (operand === false) !== negated) return false;
    if (operator === 'semver') {
      const comparator = parseComparator(operand as string);
      if (comparator) versions.push({ comparator, negated });
    }
    if (negated || operator === 'exists') continue;
    if (!ofStrings.has(operator) || (operator === 'contains' && typeof operand !== 'string')) return false;
    if (operator === 'bucketable') continue;
    const text = operand as string;
    if (!spend(budget, 1 + (text.length >> 6))) return true;
    if (operator === 'contains') parts.push(text);
    if (operator === 'startsWith') {
      if (!text.startsWith(prefix) && !prefix.startsWith(text)) return false;
      if (text.length > prefix.length) prefix = text;
    }
    if (operator === 'endsWith') {
      if (!text.endsWith(suffix) && !suffix.endsWith(text)) return false;
      if (text.length > suffix.length) suffix = text;
    }
  }
  const known = [prefix, suffix, ...parts];
  const isForbidden = ({ operator, operand, negated }: TestLiteral): boolean => {
    if (!negated || typeof operand !== 'string') return false;
    if (operator === 'startsWith') return prefix.startsWith(operand);
    if (operator === 'endsWith') return suffix.endsWith(operand);
    if (operator !== 'contains') return false;
    return known.some((text) => spend(budget, 1 + (text.length >> 6)) && text.includes(operand));
  };
  if (tests.some(isForbidden)) return false;
  return !versions.some(({ negated }) => !negated) || someVersion(versions, budget);
}
