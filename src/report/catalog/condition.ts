import type { Condition } from '../../evaluate/definition.ts';
import { describeWhen } from '../../meaning/describe-when.ts';
import { fields, list } from '../../model/read.ts';
import type { PageOf } from './names.ts';
import { markup, type Markup } from './html.ts';

/** Deeper than this a condition is told on one line. */
const deepest = 6;
/** Of a list of conditions so many are told; the rest is counted. */
const mostParts = 40;

/** A condition in words; the segments in it lead to their pages. @param root the way to the top of the catalogue */
export function conditionWords(when: unknown, pageOf: PageOf, root: string, depth = 0): Markup {
  const { all, any, not, segment } = fields(when) as Partial<Record<keyof Condition | string, unknown>>;
  const parts = Array.isArray(all) ? all : Array.isArray(any) ? any : undefined;
  if (depth < deepest && parts !== undefined && parts.length > 0) {
    const items = list(parts).slice(0, mostParts).map((part) => markup`<li>${conditionWords(part, pageOf, root, depth + 1)}`); // prettier-ignore
    const left = parts.length - items.length;
    if (parts.length === 1) return conditionWords(parts[0], pageOf, root, depth + 1);
    return markup`${Array.isArray(all) ? 'all of these hold' : 'any of these holds'}<ul>${items}${left > 0 && markup`<li>and ${left} more`}</ul>`;
  }
  if (depth < deepest && not !== undefined) return markup`not: ${conditionWords(not, pageOf, root, depth + 1)}`;
  if (typeof segment === 'string') {
    const page = pageOf('segments', segment);
    return markup`in segment ${page === undefined ? segment : markup`<a href="${root}${page}">${segment}</a>`}`;
  }
  return markup`${describeWhen(when)}`;
}
