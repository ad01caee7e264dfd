import type { Condition } from '../evaluate/definition.ts';
import { describeCondition } from '../evaluate/describe.ts';
import { symbolOf, type OperatorName } from '../evaluate/operators.ts';
import { fields } from '../model/read.ts';
import { canonicalText } from './canonical.ts';
import { describeAny, describeChange, shorten } from './describe-value.ts';

const maxItems = 6;

const operators: ReadonlySet<string> = new Set<OperatorName>([
  'equals', 'in', 'contains', 'startsWith', 'endsWith', 'gt', 'gte', 'lt', 'lte', 'before', 'after', 'semver', 'exists',
]); // prettier-ignore

/** A condition in a line: its parts joined by "and" or "or" where they are few. */
export function describeWhen(when: unknown): string {
  return shorten(describeNested(when, 0));
}

function describeNested(when: unknown, depth: number): string {
  const { all, any, not } = fields(when);
  if (depth > 3) return '…';
  if (not !== undefined) return `not ${describeNested(not, depth + 1)}`;
  const parts = Array.isArray(all) ? all : Array.isArray(any) ? any : undefined;
  if (parts && parts.length > 0) {
    const shown = parts.slice(0, maxItems).map((part) => describeNested(part, depth + 1));
    if (parts.length > maxItems) shown.push(`${parts.length - maxItems} more`);
    const text = shown.join(Array.isArray(all) ? ' and ' : ' or ');
    return depth > 0 && parts.length > 1 ? `(${text})` : text;
  }
  return isTest(when) ? describeCondition(when) : describeAny(when);
}

/** Whether a condition is a segment or a well-formed attribute test, of a name that can be shown as it is. */
function isTest(when: unknown): when is Condition {
  const { segment, attribute } = fields(when);
  if (operatorIn(when) !== undefined) return describeAny(attribute) === attribute;
  return typeof segment === 'string' && Object.keys(fields(when)).length === 1 && describeAny(segment) === segment;
}

/** The one operator of an attribute test. */
function operatorIn(when: unknown): OperatorName | undefined {
  const { attribute, ignoreCase, ...rest } = fields(when);
  if (ignoreCase !== undefined && typeof ignoreCase !== 'boolean') return undefined;
  const [name, second] = Object.keys(rest);
  if (typeof attribute !== 'string' || name === undefined || second !== undefined) return undefined;
  return operators.has(name) ? (name as OperatorName) : undefined;
}

/** `country in DE, FR → DE, FR, NL`; of lists of conditions only the parts that differ. */
export function describeWhenChange(before: unknown, after: unknown): string {
  if (before === undefined) return `added: ${describeWhen(after)}`;
  if (after === undefined) return `removed (was ${describeWhen(before)})`;
  let [old, now]: unknown[] = [before, after];
  for (let depth = 0; depth < 4; depth++) {
    const parts = partsOf(old, now);
    if (!parts) break;
    const { added, removed } = parts;
    if (added.length !== 1 || removed.length !== 1) {
      const texts = [
        ...added.map((part) => `+${describeWhen(part)}`),
        ...removed.map((part) => `-${describeWhen(part)}`),
      ];
      return texts.length === 0 ? 'reordered' : texts.slice(0, maxItems).join(' ');
    }
    [old, now] = [removed[0], added[0]];
  }
  return describeTestChange(old, now) ?? describeChange(old, now, describeWhen);
}

function partsOf(before: unknown, after: unknown): { added: unknown[]; removed: unknown[] } | undefined {
  for (const name of ['all', 'any']) {
    const [old, now] = [fields(before)[name], fields(after)[name]];
    if (!Array.isArray(old) || !Array.isArray(now)) continue;
    const [oldTexts, nowTexts] = [new Set(old.map(canonicalText)), new Set(now.map(canonicalText))];
    return {
      added: now.filter((part) => !oldTexts.has(canonicalText(part))),
      removed: old.filter((part) => !nowTexts.has(canonicalText(part))),
    };
  }
  return undefined;
}

/** Two tests of the same attribute by the same operator: what they compare with. */
function describeTestChange(before: unknown, after: unknown): string | undefined {
  const [old, now] = [fields(before), fields(after)];
  const operator = operatorIn(before);
  if (!operator || operator !== operatorIn(after) || old.attribute !== now.attribute || operator === 'exists') {
    return undefined;
  }
  const symbol = operator === 'semver' ? 'version' : symbolOf(operator);
  if ((old.ignoreCase === true) !== (now.ignoreCase === true)) return undefined;
  const text = `${describeAny(old.attribute)} ${symbol} ${describeChange(old[operator], now[operator])}`;
  return now.ignoreCase === true ? `${text} in any case` : text;
}
