import { field, fields } from '../../model/read.ts';
import type { OwnExport } from '../imported.ts';
import { isSameLogic, operationOf, type ImportedLogic } from './logic.ts';
import { References } from './references.ts';

/** A flag of a set, with its targeting written out. */
export type FlagdFlag = Readonly<Record<string, unknown>>;

/** The flags of the project as it exports them, to tell what somebody has edited since. */
export class OwnFlags {
  readonly #flags: Readonly<Record<string, unknown>>;
  readonly #references: References;
  readonly #dependent: ReadonlySet<string>;

  constructor(own: OwnExport | undefined) {
    const set = fields(own?.value);
    this.#flags = fields(set['flags']);
    this.#references = new References(set['$evaluators']);
    this.#dependent = own?.dependent ?? new Set();
  }

  /** Whether a flag decides as the project's. */
  isSame(key: string, flag: FlagdFlag): boolean {
    const own = this.#flag(key);
    return own !== undefined && ['state', 'variants', 'defaultVariant', 'targeting'].every((name) => isSameLogic(own[name] ?? null, flag[name] ?? null)); // prettier-ignore
  }

  /**
   * A flag without the part of its targeting that stands for prerequisites, where that is still as it was exported;
   * undefined if it has none, or was edited there.
   */
  withoutPrerequisites(key: string, flag: FlagdFlag): FlagdFlag | undefined {
    const own = this.#dependent.has(key) ? this.#flag(key) : undefined;
    const [before, after] = [own?.['targeting'], flag['targeting']].map(branchesOf);
    const isKept = before && after && isSameLogic(before[0], after[0]) && isSameLogic(before[2], after[2]);
    return isKept ? { ...flag, targeting: after[1] } : undefined;
  }

  #flag(key: string): FlagdFlag | undefined {
    const own = field(this.#flags, key);
    if (own === undefined) return undefined;
    const { targeting, ...rest } = fields(own);
    return { ...rest, targeting: targeting === undefined ? undefined : this.#references.writeOut(targeting, []) };
  }
}

/** Condition, then and else. */
function branchesOf(logic: ImportedLogic): readonly ImportedLogic[] | undefined {
  const operation = operationOf(logic);
  return operation?.name === 'if' && operation.args.length === 3 ? operation.args : undefined;
}
