import { isoDate } from '../diagnostic/relative-time.ts';
import type { VersionLabel } from './target/restoration.ts';
import type { VariantShares } from './effects/effect.ts';
import type { Quantity } from './carriers/quantity.ts';

/** More than this many facts of a kind are counted, not listed. */
const maxListed = 20;

/** A text that somebody wrote, on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** `1200 rps`. */
export function quantityText({ peak, unit }: Quantity): string {
  return `${rounded(peak)} ${oneLine(unit)}`.trim();
}

/** Without what multiplying by a share leaves behind the fourth digit. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** `25%` of a share from 0 to 1. Shares are of 10,000 keys, so two digits lose nothing. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

/** `on 25%, off 75%`; the largest share first. */
export function exposureText(exposure: VariantShares): string {
  const shares = Object.entries(exposure).toSorted(([, a], [, b]) => b - a);
  return listed(shares.map(([variant, share]) => `${variant} ${percent(share)}`)).join(', ') || 'nothing';
}

/** `version 7 (a41be02) by lin on 2026-11-19: v2 on for everyone`. */
export function versionText({ number, commit, author, committedAt, subject }: VersionLabel): string {
  const what = oneLine(subject);
  const when = `version ${number} (${commit.slice(0, 7)}) by ${oneLine(author.name)} on ${isoDate(committedAt)}`;
  return what === '' ? when : `${when}: ${what}`;
}

/** `payment-api-v2 → new-checkout-ui`. */
export function pathText(path: readonly string[]): string {
  if (path.length <= 8) return path.join(' → ');
  return [...path.slice(0, 4), `${path.length - 7} more`, ...path.slice(-3)].join(' → ');
}

/** The first of many lines, and how many there are besides. */
export function listed(lines: readonly string[]): readonly string[] {
  return lines.length <= maxListed ? lines : [...lines.slice(0, maxListed), `${lines.length - maxListed} more`];
}

/** `1 commit`, `2 commits`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
