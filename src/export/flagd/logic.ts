/**
 * JsonLogic as a graph: parts that several flags need are made once. Operators have the number of arguments that
 * flagd's schema asks for.
 */
export type Logic =
  | string
  | number
  | boolean
  | null
  | readonly Logic[]
  | SharedPart
  | { readonly [operator: string]: Logic };

/** A part that may become one of flagd's `$evaluators`. Parts with one name are the same. */
export class SharedPart {
  /** What it is about, for its name in the file. */
  readonly name: string;
  readonly #make: () => Logic;
  #body: Logic | undefined;

  /** @param make is called when the part is first looked into: most parts are known by their names already */
  constructor(name: string, make: () => Logic) {
    this.name = name;
    this.#make = make;
  }

  get body(): Logic {
    return (this.#body ??= this.#make());
  }
}

/** The part under a name, unless it is too small for a name to make anything shorter. */
export function shared(name: string, body: Logic): Logic {
  return isVerdict(body) || body instanceof SharedPart ? body : new SharedPart(name, () => body);
}

const isVerdict = (logic: Logic): logic is boolean => typeof logic === 'boolean';

export function not(logic: Logic): Logic {
  if (isVerdict(logic)) return !logic;
  return isOperation(logic, '!') ? logic['!'][0]! : { '!': [logic] };
}

export const all = (parts: readonly Logic[]): Logic => combined('and', parts, true);

export const any = (parts: readonly Logic[]): Logic => combined('or', parts, false);

/** @param neutral what a part that changes nothing is, and a list without parts */
function combined(operator: 'and' | 'or', parts: readonly Logic[], neutral: boolean): Logic {
  const left: Logic[] = [];
  const names = new Set<string>();
  for (const part of parts) {
    for (const one of isOperation(part, operator) ? part[operator] : [part]) {
      if (one === !neutral) return !neutral;
      if (one === neutral || (one instanceof SharedPart && names.has(one.name))) continue;
      if (one instanceof SharedPart) names.add(one.name);
      left.push(one);
    }
  }
  if (left.length === 0) return neutral;
  return left.length === 1 ? left[0]! : { [operator]: left };
}

/** One or the other. Where both are verdicts, no `if` is needed. */
export function choose(condition: Logic, yes: Logic, no: Logic): Logic {
  if (condition === true || yes === no) return yes;
  if (condition === false) return no;
  if (yes === true) return any([condition, no]);
  if (yes === false) return all([not(condition), no]);
  if (no === false) return all([condition, yes]);
  if (no === true) return any([not(condition), yes]);
  return { if: [condition, yes, no] };
}

function isOperation<Name extends string>(
  logic: Logic,
  operator: Name,
): logic is { readonly [name in Name]: readonly Logic[] } {
  return (
    typeof logic === 'object' &&
    logic !== null &&
    !(logic instanceof SharedPart) &&
    operator in logic &&
    !Array.isArray(logic)
  );
}
