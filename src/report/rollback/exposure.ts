import type { Effect, VariantShares } from '../../rollback/effects/effect.ts';

/** More variants than this are counted. */
const mostVariants = 6;
const mostRules = 4;

/** What the share of each variant becomes, as far as it changes: `on 100% → 0%`. In the order of the shares before. */
export function exposureChanges({ exposureBefore, exposureAfter }: Effect, to = '→'): string[] {
  const names = new Set([...Object.keys(exposureBefore), ...Object.keys(exposureAfter)]);
  const changed = [...names].flatMap((name) => {
    const [before, after] = [shareOf(exposureBefore, name), shareOf(exposureAfter, name)];
    return before === after ? [] : [`${name} ${sharesText(before, after, to)}`];
  });
  if (changed.length <= mostVariants + 1) return changed;
  return [...changed.slice(0, mostVariants), `and ${changed.length - mostVariants} more variants`];
}

/** What to say where no key's variant changes, though the definition does. */
export function sameExposureText(effect: Effect): string {
  const { activeBefore, activeAfter, byAttributes } = effect;
  if (!activeBefore && !activeAfter) return 'nobody gets another variant: it is not active before or after';
  const rest = notCountedText(effect);
  const same = byAttributes.length > 0 ? 'the same by key alone' : 'the same for all that are counted';
  return rest === '' ? same : `${same}; ${rest}`;
}

/** What keys alone cannot tell, and how many were asked where not all were; empty where all is counted. */
export function notCountedText(effect: Effect): string {
  const { askedFirst } = effect;
  const cut = askedFirst === undefined ? '' : `counted over the first ${askedFirst} only: its targeting takes long`;
  return [attributeRulesText(effect), cut].filter((text) => text !== '').join('; ');
}

function attributeRulesText({ byAttributes }: Effect): string {
  if (byAttributes.length === 0) return '';
  const shown = byAttributes.slice(0, mostRules).join(', ');
  const more = byAttributes.length > mostRules ? ` and ${byAttributes.length - mostRules} more` : '';
  return `by attributes, not counted: ${shown}${more}`;
}

/** A share (0 to 1): never `0%` for somebody, nor `100%` for not quite all. */
export function percentOfShare(share: number, digits = 1): string {
  const value = Number((share * 100).toFixed(digits));
  if (share > 0 && value === 0) return '<0.1%';
  return share < 1 && value === 100 ? '>99.9%' : `${value}%`;
}

function sharesText(before: number, after: number, to: string): string {
  const [old, now] = [percentOfShare(before), percentOfShare(after)];
  return old === now ? `${percentOfShare(before, 2)} ${to} ${percentOfShare(after, 2)}` : `${old} ${to} ${now}`;
}

function shareOf(exposure: VariantShares, variant: string): number {
  return Object.hasOwn(exposure, variant) ? (exposure[variant] as number) : 0;
}
