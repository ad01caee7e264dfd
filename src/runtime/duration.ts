import { shownOption } from './option-checks.ts';

/** Milliseconds, or a number with a unit: `200ms`, `2s`, `5m`, `1h`, `14d`. */
export type Duration = number | string;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A duration in milliseconds.
 * @param name of the option, for the message
 * @throws TypeError if it is not a duration, or longer than 24 days, which timers cannot count
 */
export function milliseconds(duration: Duration, name: string): number {
  const match = typeof duration === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) : null;
  const result = typeof duration === 'number' ? duration : match === null ? NaN : Number(match[1]) * units[match[2]!]!;
  if (result >= 0 && result <= 0x7fffffff) return result;
  throw new TypeError(`${name}: ${shownOption(duration)} is not a duration; write 200ms, 2s, 5m, or milliseconds`);
}
