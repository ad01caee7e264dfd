import type { Condition, Scalar } from '../../evaluate/definition.ts';
import { parseVersion } from '../../evaluate/semver.ts';
import { scalarNumber } from '../scalars.ts';

/** A query that cannot be expressed as a condition. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

/** What a literal of a query is. */
type Literal =
  | { readonly kind: 'text' | 'boolean' | 'number'; readonly value: Scalar; readonly whole: boolean }
  | { readonly kind: 'version'; readonly value: string; readonly whole: boolean };

export interface ReadQuery {
  readonly condition: Condition;
  /** Whether it compares with whole numbers: fractions are then cut off before. */
  readonly cutsFractions: boolean;
}

/**
 * A query of GO Feature Flag as a condition: comparisons joined by `and` and `or`, from the left, `not (…)`.
 * @throws QueryError if it is not one, or uses what has no counterpart
 */
export function readQuery(query: string): ReadQuery {
  const parser = new QueryParser(query);
  const condition = parser.whole();
  return { condition, cutsFractions: parser.cutsFractions };
}

const token = /\s*("(?:[^"\\]|\\.)*"|[()[\],]|==|!=|<=|>=|<|>|&&|\|\||[^\s()[\],"<>=!&|]+)/y;

const spelled: Readonly<Record<string, string>> = { '==': 'eq', '!=': 'ne', '<': 'lt', '>': 'gt', '<=': 'le', '>=': 'ge', '&&': 'and', '||': 'or' }; // prettier-ignore

const mostLevels = 50;

class QueryParser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;
  cutsFractions = false;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  whole(): Condition {
    const condition = this.#expression();
    if (this.#at !== this.#tokens.length) throw new QueryError(`"${this.#tokens[this.#at]}" was not expected in its query`); // prettier-ignore
    return condition;
  }

  #next(): string {
    const next = this.#tokens[this.#at++];
    if (next === undefined) throw new QueryError('its query ends too early');
    return next;
  }

  #word(): string {
    const next = this.#next();
    return spelled[next] ?? next.toLowerCase();
  }

  #expression(): Condition {
    if (++this.#depth > mostLevels) throw new QueryError(`its query is nested more than ${mostLevels} levels deep`);
    let left = this.#operand();
    for (;;) {
      const word = this.#tokens[this.#at] === undefined ? '' : this.#word();
      if (word !== 'and' && word !== 'or') {
        if (word !== '') this.#at--;
        this.#depth--;
        return left;
      }
      const right = this.#operand();
      const name = word === 'and' ? 'all' : 'any';
      const parts = (left as Readonly<Record<string, readonly Condition[] | undefined>>)[name] ?? [left];
      left = { [name]: [...parts, right] } as unknown as Condition;
    }
  }

  #operand(): Condition {
    const first = this.#next();
    if (first === '(') return this.#group();
    if (first.toLowerCase() !== 'not') return this.#comparison(first);
    const negated = this.#next() === '(' ? this.#group() : undefined;
    if (negated === undefined) throw new QueryError('"not" is not before a bracket in its query');
    return { not: negated };
  }

  #group(): Condition {
    const inner = this.#expression();
    if (this.#next() !== ')') throw new QueryError('a bracket is not closed in its query');
    return inner;
  }

  #comparison(name: string): Condition {
    if (!/^[A-Za-z][A-Za-z0-9_.:-]*$/.test(name)) throw new QueryError(`"${name}" is not an attribute in its query`);
    const attribute = name === 'key' || name.toLowerCase() === 'targetingkey' ? 'targetingKey' : name;
    const operator = this.#word();
    if (operator === 'pr') return { attribute, exists: true };
    if (operator === 'in') return { attribute, in: this.#list() };
    return this.#test(attribute, operator, this.#literal(this.#next()));
  }

  #list(): readonly Scalar[] {
    if (this.#next() !== '[') throw new QueryError('"in" is not before a list in its query');
    const list: Scalar[] = [];
    for (let next = this.#next(); next !== ']'; next = this.#next()) {
      if (next !== ',') list.push(this.#literal(next).value);
    }
    return list;
  }

  #literal(text: string): Literal {
    if (text.startsWith('"')) return { kind: 'text', value: text.slice(1, -1).replace(/\\(.)/g, '$1'), whole: false };
    if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', whole: false };
    if (/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text))) {
      return { kind: 'number', value: scalarNumber(text), whole: /^-?\d+$/.test(text) };
    }
    if (/^\d+\.\d+\.\d+/.test(text) && parseVersion(text)) return { kind: 'version', value: text, whole: false };
    throw new QueryError(`"${text}" is not a value in its query`);
  }

  #test(attribute: string, operator: string, { kind, value, whole }: Literal): Condition {
    if (kind === 'version') return versionTest(attribute, operator, value);
    if (kind === 'number') this.cutsFractions ||= whole;
    // Texts are compared in lower case; what is absent or of another type is false, also for `ne`.
    const isText: Condition = { attribute, startsWith: '' };
    if (kind === 'text') {
      const text = value as string;
      switch (operator) {
        case 'eq':
          return { attribute, equals: text, ignoreCase: true };
        case 'ne':
          return { all: [isText, { not: { attribute, equals: text, ignoreCase: true } }] };
        case 'sw':
          return { attribute, startsWith: text, ignoreCase: true };
        case 'ew':
          return { attribute, endsWith: text, ignoreCase: true };
        case 'co':
          return { all: [isText, { attribute, contains: text, ignoreCase: true }] };
      }
    } else if (operator === 'eq') {
      return { attribute, equals: value };
    } else if (kind === 'boolean') {
      if (operator === 'ne') return { attribute, equals: value !== true };
    } else {
      const number = value as number;
      if (operator === 'ne')
        return {
          any: [
            { attribute, lt: number },
            { attribute, gt: number },
          ],
        };
      const name = ({ gt: 'gt', lt: 'lt', ge: 'gte', le: 'lte' } as const)[operator as 'gt'];
      if (name !== undefined) return { attribute, [name]: number } as Condition;
    }
    throw new QueryError(`"${operator}" has no counterpart for a ${kind}`);
  }
}

const versionOperators: Readonly<Record<string, string>> = { eq: '=', ne: '!=', lt: '<', gt: '>', le: '<=', ge: '>=' };

function versionTest(attribute: string, operator: string, version: string): Condition {
  const comparator = versionOperators[operator];
  if (comparator === undefined) throw new QueryError(`"${operator}" has no counterpart for a version`);
  return { attribute, semver: comparator + version };
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const from = token.lastIndex;
    const found = token.exec(text)?.[1];
    if (found === undefined) throw new QueryError(`its query cannot be read at "${text.slice(from, from + 20).trim()}"`); // prettier-ignore
    tokens.push(found);
    if (tokens.length > 10_000) throw new QueryError('its query is too long');
  }
  return tokens;
}
