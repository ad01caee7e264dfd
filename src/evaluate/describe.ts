import type { Condition, Weights } from './definition.ts';
import { operatorOf, symbolOf } from './operators.ts';

const MAX_ITEMS = 8;
const MAX_LENGTH = 60;
const PLAIN = /^[\p{L}\p{N}\p{P}\p{S} ]+$/u;

/** A value for people: plain text as it is, anything else as JSON or by its type, long ones cut. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string': {
      const cut = value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value;
      return PLAIN.test(cut) && cut.trim() === cut ? cut : JSON.stringify(cut);
    }
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** A condition in one short line: `country in DE, FR, NL`, `segment employees`, `not any of 3`. */
export function describeCondition(condition: Condition): string {
  let prefix = '';
  let inner = condition;
  for (let depth = 0; 'not' in inner; depth++) {
    if (depth === MAX_ITEMS) return `${prefix}…`;
    prefix += 'not ';
    inner = inner.not;
  }
  if ('all' in inner) return `${prefix}all of ${inner.all.length}`;
  if ('any' in inner) return `${prefix}any of ${inner.any.length}`;
  if ('segment' in inner) return `${prefix}segment ${inner.segment}`;
  const operator = operatorOf(inner);
  const operand = inner[operator];
  if (operator === 'exists') return `${prefix}${inner.attribute} ${operand === true ? 'exists' : 'is absent'}`;
  if (operator === 'semver') return `${prefix}${inner.attribute} ${String(operand).replace(/^([^0-9v ]+) */, '$1 ')}`;
  const text = `${prefix}${inner.attribute} ${symbolOf(operator)} ${describeOperand(operand)}`;
  return inner.ignoreCase === true ? `${text} in any case` : text;
}

function describeOperand(operand: unknown): string {
  if (!Array.isArray(operand)) return describeValue(operand);
  if (operand.length === 0) return 'nothing';
  const shown = operand.slice(0, MAX_ITEMS).map(describeValue).join(', ');
  return operand.length > MAX_ITEMS ? `${shown} and ${operand.length - MAX_ITEMS} more` : shown;
}

/** What is served in one short line: `on`, or `on 25, off 75`. */
export function describeServing(served: string | Weights): string {
  if (typeof served === 'string') return served;
  const parts = Object.entries(served);
  const shown = parts.slice(0, MAX_ITEMS).map(([variant, weight]) => `${variant} ${weight}`);
  if (parts.length > MAX_ITEMS) shown.push(`${parts.length - MAX_ITEMS} more`);
  return shown.join(', ');
}
