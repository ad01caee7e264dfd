import { normalNumber, uniformNumbers } from './random-numbers.ts';

export interface Measurements {
  /** CSV: who was given a variant. */
  readonly exposures: string;
  /** CSV: what they did. */
  readonly outcomes: string;
}

/** A fortnight in November 2026. */
const from = Date.parse('2026-11-01T00:00:00Z');
const length = 14 * 24 * 60 * 60 * 1000;

/**
 * Measurements of so many users, the same every time: two in five are given `on`. Of those 15% place an order, of the others 12%; one in a
 * hundred payments fails either way, and pages take a little longer with `on`.
 */
export function measurementsOf(users: number): Measurements {
  const random = uniformNumbers(5);
  const exposures = ['key,variant,at'];
  const outcomes = ['key,metric,value,at'];
  for (let user = 0; user < users; user++) {
    const isOn = random() < 0.4;
    const at = from + Math.floor((user / users) * length);
    const iso = (instant: number): string => new Date(instant).toISOString();
    exposures.push(`u-${user},${isOn ? 'on' : 'off'},${iso(at)}`);
    const happened = (metric: string, value: number): void =>
      void outcomes.push(`u-${user},${metric},${value},${iso(at + 60_000)}`);
    if (random() < (isOn ? 0.15 : 0.12)) happened('order-placed', 1);
    if (random() < 0.01) happened('payment-failed', 1);
    happened('page-latency-ms', Math.round(300 * (isOn ? 1.01 : 1) * Math.exp(0.3 * normalNumber(random))));
  }
  return { exposures: `${exposures.join('\n')}\n`, outcomes: `${outcomes.join('\n')}\n` };
}
