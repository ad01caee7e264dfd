import { instantOf } from '../evaluate/operators.ts';
import type { Budget } from './budget.ts';
import type { TestLiteral } from './formula.ts';
import { anyText } from './free-texts.ts';
import { passesAll } from './passes.ts';

const day = 86_400_000;
/** Of a year that has four digits, in milliseconds. */
const maxInstant = 1e14;

/**
 * A value that passes tests, and others of its kind that pass them too, each once: of a text that stands for any other
 * the numbers from 0, as text.
 * @param most how many are tried, for each way in which a value is changed
 */
export function* otherValues(
  value: unknown,
  tests: readonly TestLiteral[],
  most: number,
  budget: Budget,
): Generator<unknown> {
  const seen = new Set<unknown>();
  if (value !== anyText) {
    seen.add(value);
    yield value;
  }
  for (let at = 0; at < most && budget.left > 0; at++) {
    for (const other of variations(value, at)) {
      if (seen.has(other) || !passesAll(tests, other, budget)) continue;
      seen.add(other);
      yield other;
      break;
    }
  }
}

function variations(value: unknown, at: number): readonly unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + at, value - at, value + at / 1024, value - at / 1024];
  if (typeof value !== 'string') return [];
  const instant = instantOf(value);
  if (instant !== undefined && Math.abs(instant) < maxInstant) {
    return [instant + at * day, instant - at * day, instant + at, instant - at].map((one) =>
      new Date(one).toISOString(),
    );
  }
  if (value === anyText) return [String(at)];
  const middle = Math.ceil(value.length / 2);
  return [`${value}${at}`, `${at}${value}`, `${value.slice(0, middle)}${at}${value.slice(middle)}`, `${value}+${at}`];
}
