import type { Weights } from '../evaluate/definition.ts';
import { describeServing, describeValue } from '../evaluate/describe.ts';
import { fields } from '../model/read.ts';
import { canonicalText } from './canonical.ts';

const maxItems = 6;
const maxLength = 100;

/** Any value in a short line: lists and mappings by what is in them. */
export function describeAny(value: unknown): string {
  return shorten(describeDeep(value, 0));
}

function describeDeep(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return describeValue(value);
  const isList = Array.isArray(value);
  const entries: unknown[] = isList ? value : Object.entries(value);
  if (entries.length === 0) return isList ? 'none' : 'nothing';
  if (depth > 2) return isList ? 'a list' : 'a mapping';
  const shown = entries.slice(0, maxItems).map((entry) => {
    if (isList) return describeDeep(entry, depth + 1);
    const [name, item] = entry as [string, unknown];
    return `${describeValue(name)} ${describeDeep(item, depth + 1)}`;
  });
  if (entries.length > maxItems) shown.push(`${entries.length - maxItems} more`);
  return shown.join(', ');
}

/** A text, cut to `maxLength` UTF-16 units where it is longer. */
export function shorten(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** `old → new`, or what was added or removed. */
export function describeChange(
  before: unknown,
  after: unknown,
  describe: (value: unknown) => string = describeAny,
): string {
  if (before === undefined) return `added: ${describe(after)}`;
  if (after === undefined) return `removed (was ${describe(before)})`;
  const [old, now] = [describe(before), describe(after)];
  return old === now ? 'changed' : `${old} → ${now}`;
}

/** A list as a set: `+new -old`. */
export function describeSetChange(before: unknown, after: unknown): string {
  if (!Array.isArray(before) || !Array.isArray(after)) return describeChange(before, after);
  const [old, now] = [before, after].map((list) => new Map(list.map((item: unknown) => [canonicalText(item), item])));
  const added = [...(now ?? [])].filter(([text]) => !old?.has(text)).map(([, item]) => `+${describeAny(item)}`);
  const removed = [...(old ?? [])].filter(([text]) => !now?.has(text)).map(([, item]) => `-${describeAny(item)}`);
  const all = [...added, ...removed];
  if (all.length === 0) return before.length === after.length ? 'reordered' : 'repeated differently';
  const shown = all.slice(0, maxItems).join(' ');
  return all.length > maxItems ? `${shown} and ${all.length - maxItems} more` : shown;
}

/** The part of all that gets one variant, in percent, where only two are shared out and one is the off variant. */
function shareOf(serve: unknown, off: string): { percent: number; variant: string } | undefined {
  const weights = Object.entries(fields(serve));
  if (weights.length !== 2 || !weights.every(([, weight]) => typeof weight === 'number' && weight >= 0))
    return undefined;
  const total = weights.reduce((sum, [, weight]) => sum + Number(weight), 0);
  const other = weights.find(([variant]) => variant !== off);
  if (!(total > 0) || !other || !weights.some(([variant]) => variant === off)) return undefined;
  return { percent: Math.round((10_000 * Number(other[1])) / total) / 100, variant: describeValue(other[0]) };
}

/** Weights with all that is in them; anything else as any value. */
function describeWeights(serve: unknown): string {
  const weights = Object.entries(fields(serve));
  const isWellFormed =
    weights.length > 0 && weights.every(([name, weight]) => typeof weight === 'number' && describeValue(name) === name);
  return isWellFormed ? describeServing(serve as Weights) : describeAny(serve);
}

/** What is served: `on`, `25% on`, or all weights. */
export function describeServe(serve: unknown, off: string): string {
  const share = shareOf(serve, off);
  return share ? `${share.percent}% ${share.variant}` : describeWeights(serve);
}

/** `25% → 50% on`, `on → 25% on`; where the share is the same, the weights. */
export function describeServeChange(before: unknown, after: unknown, off: string): string {
  const [old, now] = [shareOf(before, off), shareOf(after, off)];
  if (old?.variant !== now?.variant || !old || !now) {
    return describeChange(before, after, (serve) => describeServe(serve, off));
  }
  if (old.percent === now.percent) return describeChange(before, after, describeWeights);
  return `${old.percent}% → ${now.percent}% ${now.variant}`;
}
