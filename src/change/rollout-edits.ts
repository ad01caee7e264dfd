import type { Path } from '../diagnostic/diagnostic.ts';
import { field, fields, list, text } from '../model/read.ts';
import type { ValueEdit } from '../source/value-edit.ts';
import { environmentBefore } from './state-edit.ts';

/** Weights by variant, in the order in which they were given. */
type Weights = readonly (readonly [variant: string, weight: number])[];

/** What `rollout` is told: a variant for all, or weights. */
export type ServedBlock = string | Weights;

/** The largest sum of weights (format.md). */
const maxTotal = 2_147_483_647;

/**
 * Reads `on=25,off=75`, `on`, or a percentage, which stands for the variant that is not off.
 * @param variants of the flag
 * @param off its off variant
 * @returns what is wrong, as a message and a help, where it cannot be read; unknown variants are let through
 */
export function parseServed(
  words: string,
  variants: readonly string[],
  off: string,
): ServedBlock | { readonly message: string; readonly help: string } {
  const example = `write weights as ${variants
    .slice(0, 2)
    .map((name, index) => `${name}=${index === 0 ? 25 : 75}`)
    .join(',')}`;
  const percent = /^(\d{1,9}(?:\.\d{1,9})?)%?$/.exec(words)?.[1];
  if (percent !== undefined) {
    const others = variants.filter((name) => name !== off);
    if (variants.length !== 2 || others[0] === undefined || others.length !== 1) {
      return {
        message: `"${words}" gives a share but no variant`,
        help: `the variants are ${variants.join(', ')}; ${example}`,
      };
    }
    if (Number(percent) > 100) return { message: `"${words}" is more than 100 percent`, help: example };
    const scale = 10 ** (percent.split('.')[1]?.length ?? 0);
    const share = Math.round(Number(percent) * scale);
    return [
      [others[0], share],
      [off, 100 * scale - share],
    ];
  }
  if (/^[^=,\s]+$/.test(words)) return words;
  const weights = new Map<string, number>();
  for (const part of words.split(',')) {
    const [, variant = '', weight = ''] = /^\s*([^=\s]+)\s*=\s*(\d{1,10})\s*$/.exec(part) ?? [];
    if (variant === '') {
      return {
        message: `"${part.trim()}" is not a weight`,
        help: `${example}; weights are whole numbers, of any total`,
      };
    }
    if (weights.has(variant)) return { message: `"${variant}" has two weights`, help: example };
    weights.set(variant, Number(weight));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return { message: 'all weights are 0, so no variant could be served', help: example };
  if (total > maxTotal) return { message: `the weights add up to more than ${maxTotal}`, help: example };
  return [...weights];
}

/** What decides who gets what in an environment, as far as `rollout` looks at it. */
export interface Splits {
  /** Raw JsonLogic decides. */
  readonly jsonLogic: boolean;
  readonly rules: readonly string[];
  /** The rules that serve weights. */
  readonly splitting: readonly string[];
  /** Whether `otherwise` does. */
  readonly otherwise: boolean;
}

/** Reads what splits in one environment of a flag's value. */
export function splitsIn(value: unknown, environment: string): Splits {
  const block = blockOf(value, environment);
  const rules = list(fields(block).rules).map(fields);
  const isSplit = (serve: unknown): boolean => typeof serve === 'object' && serve !== null;
  const named = (some: typeof rules): string[] => some.flatMap(({ name }) => text(name) ?? []);
  return {
    jsonLogic: 'targeting' in fields(block),
    rules: named(rules),
    splitting: named(rules.filter(({ serve }) => isSplit(serve))),
    otherwise: isSplit(fields(block).otherwise),
  };
}

/**
 * The edits after which a rule (else: `otherwise`) of an environment serves what is asked for. The order of weights
 * that are there stays, since it decides who gets what; only numbers that differ are touched.
 */
export function rolloutEdits(
  value: unknown,
  environment: string,
  rule: string | undefined,
  served: ServedBlock,
  order: readonly string[],
): ValueEdit[] {
  const block = blockOf(value, environment);
  const path = ['environments', environment];
  if (rule !== undefined) {
    const rules = list(fields(block).rules);
    const index = rules.findIndex((one) => fields(one).name === rule);
    return serveEdits([...path, 'rules', index, 'serve'], fields(rules[index]).serve, served);
  }
  if (typeof block === 'object' && block !== null) {
    return serveEdits([...path, 'otherwise'], fields(block).otherwise, served);
  }
  const otherwise = typeof served === 'string' ? served : Object.fromEntries(served);
  const blocks = fields(fields(value).environments);
  const after = environmentBefore(blocks, environment, order);
  return [{ op: 'set', path, value: { enabled: block === true, otherwise }, after }];
}

function serveEdits(path: Path, before: unknown, served: ServedBlock): ValueEdit[] {
  if (typeof served === 'string') return before === served ? [] : [{ op: 'set', path, value: served }];
  const old = fields(before);
  const names = Object.keys(old);
  const wanted = new Map(served);
  if (names.length > 0 && names.length === wanted.size && names.every((name) => wanted.has(name))) {
    return names
      .filter((name) => old[name] !== wanted.get(name))
      .map((name) => ({ op: 'set', path: [...path, name], value: wanted.get(name) }));
  }
  const kept = names.filter((name) => wanted.has(name));
  const added = [...wanted.keys()].filter((name) => !Object.hasOwn(old, name));
  const weights = [...kept, ...added].map((name) => [name, wanted.get(name)] as const);
  return [{ op: 'set', path, value: Object.fromEntries(weights) }];
}

function blockOf(value: unknown, environment: string): unknown {
  return field(fields(fields(value).environments), environment);
}
