import { inDays } from '../../diagnostic/relative-time.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { fields } from '../../model/read.ts';
import { describeServe } from '../../meaning/describe-value.ts';
import type { FlagState } from '../../workspace/flag-state.ts';
import type { CatalogFlag, CatalogServing } from '../../commands/catalog/catalog-report.ts';
import { stateNames } from '../graph/states.ts';
import { markup, type Markup, type MarkupPart } from './html.ts';

/** A state in a word; the style puts a mark of its own before each, so that nobody needs the colours. */
export function stateBadge(state: FlagState): Markup {
  return markup`<span class="state ${state}">${stateNames[state]}</span>`;
}

/** A sentence that says that there is nothing to say. */
export function quiet(text: string): Markup {
  return markup`<p class="quiet">${text}
`;
}

/** A day of the calendar (UTC). */
export function dateText(instant: number): Markup {
  return markup`<time>${isoDate(instant)}</time>`;
}

/** `1 flag`, `2 flags`. */
export function countedInPage(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

export function servedInPage(serve: CatalogServing | undefined, off: string): string {
  return serve === undefined ? 'nothing that can be read' : describeServe(serve, off);
}

/** When a flag ends, or is reviewed next. */
export function dueText({ expires, daysLeft, reviewIn }: CatalogFlag): string {
  if (daysLeft !== undefined) return daysLeft < 0 ? `expired ${inDays(daysLeft)}` : `expires ${inDays(daysLeft)}`;
  if (reviewIn !== undefined) return reviewIn < 0 ? `review overdue by ${inDays(-reviewIn).slice(3)}` : `review ${inDays(reviewIn)}`; // prettier-ignore
  return expires ?? '';
}

/** A list with no bullets of words between commas, the last after "and". */
export function listedInWords(parts: readonly MarkupPart[]): MarkupPart[] {
  return parts.flatMap((part, at) => (at === 0 ? [part] : [at === parts.length - 1 ? ' and ' : ', ', part]));
}

/** A value on one line, as JSON. */
export function valueInPage(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** Whether the variants are those of a flag that names none. */
export function isPlainBoolean({ variants, off }: CatalogFlag): boolean {
  const { on, off: no } = fields(variants);
  return on === true && no === false && off === 'off' && Object.keys(variants).length === 2;
}
