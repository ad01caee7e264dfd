import type { Carrier, CarrierSystem } from '../../rollback/carriers/carrier.ts';
import type { Quantity } from '../../rollback/carriers/quantity.ts';
import { percentOfShare } from './exposure.ts';

/** What a flag falls back to: `payment-api-v1 (on)`. */
export function fallbackText({ fallback, lost }: Carrier): string {
  const share = lost < 1 ? `, for ${percentOfShare(lost)} of the keys` : '';
  if (!fallback) return `no fallback is named${share}`;
  const { kind, key, problem } = fallback;
  if (problem !== undefined) return `${key} ${problem}${share}`;
  return `${kind === 'flag' ? `${key} (on)` : key}${share}`;
}

export function isTrouble({ status, verdict }: CarrierSystem): boolean {
  return verdict === 'too-little' || (status !== 'active' && status !== 'legacy');
}

/** Loud where it is not what it should be. */
export function systemStatusText({ status }: CarrierSystem): string {
  if (status === 'unknown') return 'NOT IN systems.yaml';
  return status === 'active' ? status : status.toUpperCase();
}

export function capacityText({ capacity }: CarrierSystem): string {
  return capacity ? quantityText(capacity) : '';
}

/** Whether it can carry the load. */
export function loadText({ verdict, load, capacity }: CarrierSystem): string {
  if (!load) return 'no flag says what it carries';
  switch (verdict) {
    case 'enough':
      return `ok for ${quantityText(load)}`;
    case 'too-little':
      return `load is ${quantityText(load)}`;
    default:
      return `load is ${quantityText(load)}, its capacity is ${capacity ? 'in another unit' : 'unknown'}`;
  }
}

function quantityText({ peak, unit }: Quantity): string {
  return `${Math.round(peak * 100) / 100} ${unit}`.trimEnd();
}
