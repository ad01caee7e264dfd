import type { Weights } from '../../evaluate/definition.ts';
import { createSplit } from '../../evaluate/split.ts';
import { InexactError } from './condition.ts';
import { isBucketingGuard } from './guards.ts';
import { attributeOf, isSameLogic, operationOf, type ImportedLogic } from './logic.ts';

/** A split with what decides it. */
export interface LogicSplit {
  readonly weights: Weights;
  /** Undefined for the flag's key. */
  readonly seed: string | undefined;
  readonly bucketBy: readonly string[];
  /** flagd serves the default where nothing decides; without it, that is asked before. */
  readonly isShort: boolean;
}

/**
 * Reads a `fractional`; undefined for other logic.
 * @throws InexactError if it is not one that a flag file can have
 */
export function splitOf(logic: ImportedLogic): LogicSplit | undefined {
  const operation = operationOf(logic);
  if (operation?.name !== 'fractional') return undefined;
  const [first, ...rest] = operation.args;
  const isShort = Array.isArray(first);
  const weights = weightsOf(isShort ? operation.args : rest);
  return isShort ? { weights, seed: undefined, bucketBy: ['targetingKey'], isShort } : { weights, isShort, ...bucketingOf(first) }; // prettier-ignore
}

function weightsOf(parts: readonly ImportedLogic[]): Weights {
  const entries = parts.map((part): [string, number] => {
    const [name, weight = 1, more] = Array.isArray(part) ? (part as readonly unknown[]) : [];
    if (typeof name !== 'string' || typeof weight !== 'number' || more !== undefined) {
      throw new InexactError('a split computes its variants or weights');
    }
    return [name, Math.max(0, weight)];
  });
  const names = new Set(entries.map(([name]) => name));
  const isOurs = names.size === entries.length && createSplit(entries) !== undefined && entries.every(([name]) => !/^\d/.test(name)); // prettier-ignore
  if (!isOurs) throw new InexactError('the weights of a split are not whole numbers of variants, each once');
  return Object.fromEntries(entries);
}

function bucketingOf(logic: ImportedLogic): Pick<LogicSplit, 'seed' | 'bucketBy'> {
  const operation = operationOf(logic);
  const [seed, value, more] = operation?.args ?? [];
  const isKey = isSameLogic(seed, { var: '$flagd.flagKey' }) || isSameLogic(seed, { var: ['$flagd.flagKey'] });
  const bucketBy = attributesOf(value);
  const isSeed = isKey || (typeof seed === 'string' && seed !== '');
  if (operation?.name !== 'cat' || more !== undefined || !isSeed || bucketBy === undefined) {
    throw new InexactError('what a split is decided by is not a seed and an attribute');
  }
  return { seed: isKey ? undefined : (seed as string), bucketBy };
}

/** The attributes of which the first that can decide a split is made a text. */
function attributesOf(logic: ImportedLogic): readonly string[] | undefined {
  const own = textOf(logic);
  if (own !== undefined) return [own];
  const { name, args = [] } = operationOf(logic) ?? {};
  const [exists, text, otherwise] = args;
  const first = textOf(text);
  if (name !== 'if' || first === undefined || !isBucketingGuard(exists, first)) return undefined;
  const others = attributesOf(otherwise);
  return others && [first, ...others];
}

/** The attribute of which logic makes a text. */
function textOf(logic: ImportedLogic): string | undefined {
  const whole = attributeOf(logic);
  if (whole !== undefined) return whole === 'targetingKey' ? whole : undefined;
  const no = operationOf(operationOf(logic)?.args[2]);
  const name = attributeOf(no?.args[2]);
  if (name === undefined) return undefined;
  const value = { var: name };
  const text = { if: [{ '===': [value, true] }, 'true', { if: [{ '===': [value, false] }, 'false', value] }] };
  return isSameLogic(logic, text) ? name : undefined;
}
