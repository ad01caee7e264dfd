import type { Quantity } from './quantity.ts';
import { fields, text, texts } from '../../model/read.ts';

/** What a flag's definition says about switching it off. */
export interface FlagFacts {
  readonly reversible:
    | {
        readonly never: boolean;
        /** As written. */
        readonly until: string | undefined;
        readonly reason: string;
      }
    | undefined;
  /** What a person must confirm before a rollback. */
  readonly rollbackChecks: readonly string[];
  /** What it carries when it is on for everybody. */
  readonly load: Quantity | undefined;
}

/**
 * Reads what a flag says about switching it off. Never throws.
 * @param value of the flag's file; what is malformed is passed over
 */
export function readFlagFacts(value: unknown): FlagFacts {
  const { reversible, rollbackChecks, load } = fields(value);
  const { never, until, reason } = fields(reversible);
  const { peak, unit } = fields(load);
  return {
    reversible:
      never === true || text(until) !== undefined
        ? { never: never === true, until: text(until), reason: text(reason) ?? '' }
        : undefined,
    rollbackChecks: texts(rollbackChecks),
    load: typeof peak === 'number' ? { peak, unit: text(unit) ?? '' } : undefined,
  };
}
