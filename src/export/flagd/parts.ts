import { escapeUnseen } from '../escape-unseen.ts';
import { SharedPart, type Logic } from './logic.ts';

/** Logic as it is in a file. */
export type WrittenParts =
  | string
  | number
  | boolean
  | null
  | readonly WrittenParts[]
  | { readonly [operator: string]: WrittenParts };

/** What was found out about some logic. */
interface Measured {
  /** Operators, arguments and items of lists with everything written out; up to infinity. */
  readonly size: number;
  /** Names of the parts that it could refer to, as often as it could. */
  readonly references: readonly string[];
}

interface Part extends Measured {
  readonly part: SharedPart;
  /** Made when needed, and not for parts that are too large. */
  whole: WrittenParts | undefined;
  safe: boolean | undefined;
}

/**
 * What a replacement of text takes for more than itself, in one or another of flagd's languages: `$1`, `$name` and `\`.
 * Such a part cannot be an evaluator; those within it still can.
 */
const unsafe = /[$\\]/;

/** Mostly what a text consists of: JSON has it as it is, without a backslash. */
const plain = /^[ !#%-[\]-~]*$/;

const isSafeText = (text: string): boolean => plain.test(text) || !unsafe.test(escapeUnseen(JSON.stringify(text)).slice(1, -1)); // prettier-ignore

/** The shared parts of the logic of many flags, each looked at once. */
export class Parts {
  readonly #known = new Map<string, Part>();

  /** @param most parts within parts are no longer looked into once there is more than this */
  measure(logic: Logic, most: number): Measured {
    const references: string[] = [];
    return { size: this.#measure(logic, most, references), references };
  }

  /** The part of a name with everything in it written out. */
  whole(name: string): WrittenParts {
    const known = this.#known.get(name)!;
    return (known.whole ??= this.#write(known.part.body));
  }

  /** Whether a part can be an evaluator. */
  isSafe(name: string): boolean {
    const known = this.#known.get(name)!;
    return (known.safe ??= this.#isSafeLogic(known.part.body));
  }

  #isSafeLogic(logic: Logic): boolean {
    if (typeof logic === 'string') return isSafeText(logic);
    if (typeof logic !== 'object' || logic === null) return true;
    if (logic instanceof SharedPart) return this.isSafe(logic.name);
    if (Array.isArray(logic)) return (logic as readonly Logic[]).every((item) => this.#isSafeLogic(item));
    for (const operator in logic) {
      const argument = (logic as { readonly [operator: string]: Logic })[operator]!;
      if (!isSafeText(operator) || !this.#isSafeLogic(argument)) return false;
    }
    return true;
  }

  sizeOf(name: string): number {
    return this.#known.get(name)!.size;
  }

  #measure(logic: Logic, most: number, references: string[]): number {
    if (typeof logic !== 'object' || logic === null) return 1;
    if (logic instanceof SharedPart) {
      const known = this.#open(logic, most);
      if (known.size <= most)
        for (const name of this.isSafe(logic.name) ? [logic.name] : known.references) references.push(name);
      return known.size;
    }
    let size = 1;
    if (Array.isArray(logic)) {
      for (const item of logic as readonly Logic[]) size += this.#measure(item, most, references);
      return size;
    }
    for (const name in logic)
      size += this.#measure((logic as { readonly [name: string]: Logic })[name]!, most, references);
    return size;
  }

  #open(part: SharedPart, most: number): Part {
    let known = this.#known.get(part.name);
    if (known === undefined) {
      known = { part, ...this.measure(part.body, most), whole: undefined, safe: undefined };
      this.#known.set(part.name, known);
    }
    return known;
  }

  #write(logic: Logic): WrittenParts {
    if (typeof logic !== 'object' || logic === null) return logic;
    return logic instanceof SharedPart ? this.whole(logic.name) : mapped(logic, (inner) => this.#write(inner));
  }
}

/** The same operation or list with other arguments; itself where none is another. */
export function mapped(
  logic: Exclude<Logic, string | number | boolean | null | SharedPart>,
  write: (logic: Logic) => WrittenParts,
): WrittenParts {
  if (Array.isArray(logic)) {
    const items = logic as readonly Logic[];
    const written = items.map(write);
    return written.every((item, index) => item === items[index]) ? (items as readonly WrittenParts[]) : written;
  }
  const fields = logic as { readonly [operator: string]: Logic };
  const written: Record<string, WrittenParts> = {};
  let isSame = true;
  for (const operator in fields) {
    written[operator] = write(fields[operator]!);
    isSame &&= written[operator] === fields[operator];
  }
  return isSame ? (fields as { readonly [operator: string]: WrittenParts }) : written;
}
