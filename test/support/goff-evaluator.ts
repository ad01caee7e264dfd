import { parse } from 'yaml';

/**
 * GO Feature Flag's evaluation as its documentation and its sources describe it, for what our exporter writes: rules in
 * order, queries, and `fnv1a32(flag + key) % (sum of percentages × 1000)` over the variations in reverse order.
 */
export interface Goff {
  /** The name of the variation; undefined where callers get their own default. */
  evaluate(flag: string, context: Readonly<Record<string, unknown>>): string | undefined;
}

interface Serving {
  readonly variation?: string;
  readonly percentage?: Readonly<Record<string, number>>;
}

interface Flag {
  readonly bucketingKey?: string;
  readonly targeting?: readonly (Serving & { readonly query: string })[];
  readonly defaultRule: Serving;
}

type Query = (context: Readonly<Record<string, unknown>>) => boolean;

export function goff(document: string): Goff {
  const flags = parse(document, { version: '1.1', merge: false, maxAliasCount: 0 }) as Readonly<Record<string, Flag>>;
  const queries = new Map<string, Query>();
  return {
    evaluate(name, context) {
      const flag = flags[name]!;
      const key = context[flag.bucketingKey ?? 'targetingKey'] ?? '';
      if (typeof key !== 'string') return undefined;
      const serve = ({ variation, percentage }: Serving): string | undefined =>
        percentage === undefined ? variation : key === '' ? undefined : dealt(percentage, name + key);
      for (const rule of flag.targeting ?? []) {
        const query = queries.get(rule.query) ?? parseQuery(rule.query);
        queries.set(rule.query, query);
        if (query(context)) return serve(rule);
      }
      return serve(flag.defaultRule);
    },
  };
}

function dealt(percentage: Readonly<Record<string, number>>, text: string): string | undefined {
  const sum = Object.values(percentage).reduce((total, one) => total + one, 0);
  const hash = fnv1a(text) % Math.trunc(sum * 1000);
  let start = 0;
  for (const name of Object.keys(percentage).sort().reverse()) {
    const end = start + percentage[name]! * 1000;
    if (Math.trunc(start) <= hash && Math.trunc(end) > hash) return name;
    start = end;
  }
  return undefined;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** `not (…)`, `(…) and (…)`, `(…) or (…)`, `name pr` and `name operator value`. */
function parseQuery(text: string): Query {
  const tokens = text.match(/"[^"]*"|[()[\],]|[^\s()[\],"]+/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const expect = (token: string): void => {
    if (next() !== token) throw new Error(`no "${token}" in ${text}`);
  };
  const group = (): Query => {
    expect('(');
    const query = expression();
    expect(')');
    return query;
  };
  const value = (token = next()): unknown => {
    if (token.startsWith('"')) return token.slice(1, -1);
    if (token === 'true' || token === 'false') return token === 'true';
    if (!/^-?\d+\.\d+$/.test(token)) throw new Error(`"${token}" is not a value in ${text}`);
    return Number(token);
  };
  const comparison = (): Query => {
    const name = next();
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) throw new Error(`"${name}" is not an attribute in ${text}`);
    const operator = next();
    if (operator === 'pr') return (context) => context[name] !== undefined && context[name] !== null;
    if (operator !== 'in') {
      const wanted = value();
      return (context) => compare(operator, context[name], wanted);
    }
    expect('[');
    const list: unknown[] = [];
    for (let token = next(); token !== ']'; token = next()) if (token !== ',') list.push(value(token));
    return (context) => list.includes(context[name]);
  };
  const operand = (): Query => {
    if (tokens[at] === '(') return group();
    if (tokens[at] !== 'not') return comparison();
    next();
    const query = group();
    return (context) => !query(context);
  };
  const expression = (): Query => {
    let query = operand();
    for (; tokens[at] === 'and' || tokens[at] === 'or';) {
      const [left, isAnd, right] = [query, next() === 'and', operand()];
      query = (context) => (isAnd ? left(context) && right(context) : left(context) || right(context));
    }
    return query;
  };
  const query = expression();
  if (at !== tokens.length) throw new Error(`more than a query: ${text}`);
  return query;
}

/** Another type than that of the operand is false, as is what is absent. Texts are compared in lower case. */
function compare(operator: string, left: unknown, right: unknown): boolean {
  if (typeof left !== typeof right) return false;
  const fold = (text: unknown): string => String(text).replaceAll('\u0130', 'i').replaceAll('Σ', 'σ').toLowerCase();
  switch (operator) {
    case 'eq':
      return typeof left === 'string' ? fold(left) === fold(right) : left === right;
    case 'sw':
      return fold(left).startsWith(fold(right));
    case 'ew':
      return fold(left).endsWith(fold(right));
    case 'gt':
      return (left as number) > (right as number);
    case 'ge':
      return (left as number) >= (right as number);
    case 'lt':
      return (left as number) < (right as number);
    case 'le':
      return (left as number) <= (right as number);
    default:
      throw new Error(`there is no operator "${operator}"`);
  }
}
