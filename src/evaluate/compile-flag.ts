import type { Variant, Variants } from './answer.ts';
import { answer, failure, variantOf } from './answer.ts';
import type { AttributeReader } from './attribute.ts';
import { attributeReader } from './attribute.ts';
import type { CompiledSegment, ConditionDecision } from './condition.ts';
import { compileCondition } from './condition.ts';
import { parseInstant } from './dates.ts';
import type { EnvironmentBlock, FlagDefinition, PrerequisiteDefinition, TargetingRule, Weights } from './definition.ts';
import { DefinitionError } from './definition.ts';
import type { Evaluation, EvaluationContext, Reason } from './evaluation.ts';
import type { HashState } from './murmur3.ts';
import { absorb, EMPTY_HASH } from './murmur3.ts';
import type { Split } from './split.ts';
import { bucketingAttributes, bucketingText, createSplit } from './split.ts';

/**
 * Compiles JsonLogic in flagd's dialect. Handed in, because this folder depends on nothing. It may throw, and so may
 * what it gives.
 */
export type TargetingCompiler = (logic: unknown) => Targeting;

/** The data are the context's attributes and `$flagd`, as flagd has it: `{ flagKey, timestamp }`, in seconds. */
export type Targeting = (data: { readonly [name: string]: unknown }) => unknown;

export interface CompileOptions {
  readonly environment: string;
  /** Gives a segment; throws DefinitionError if it cannot be used. */
  readonly link: (key: string) => CompiledSegment;
  readonly jsonLogic: TargetingCompiler | undefined;
}

/** A flag in one environment. The answers it can give are made beforehand: to evaluate is to choose. */
export interface CompiledFlag {
  readonly key: string;
  readonly variants: Variants;
  readonly off: Variant | undefined;
  readonly onFailure: Variant | undefined;
  /** The answer for everybody: the flag is disabled here, or its definition cannot be used. */
  readonly fixed: Evaluation | undefined;
  readonly prerequisites: readonly CompiledPrerequisite[];
  readonly rules: readonly CompiledRule[];
  readonly targeting: Targeting | undefined;
  readonly otherwise: CompiledServing | undefined;
  /** What it gives where `otherwise` is a split and there is no bucketing value. */
  readonly unbucketed: Evaluation;
  readonly bucketing: Bucketing;
}

export interface CompiledPrerequisite {
  readonly definition: PrerequisiteDefinition;
  /** Undefined: any variant but its off variant. */
  readonly wanted: readonly string[] | undefined;
  /** The answer where it is not met. */
  readonly unmet: Evaluation;
}

export interface CompiledRule {
  readonly definition: TargetingRule;
  readonly when: ConditionDecision | undefined;
  /** The rule holds from `from` to before `until`, in milliseconds; `scheduled` if either is written. */
  readonly scheduled: boolean;
  readonly from: number;
  readonly until: number;
  readonly serving: CompiledServing;
}

/** What is served: one answer to all, or a split. */
export interface CompiledServing {
  readonly written: string | Weights;
  readonly answer: Evaluation | undefined;
  readonly split: Split<Evaluation> | undefined;
}

/** What decides in which part of a split a context is: the hash of the seed and an attribute's value. */
export interface Bucketing {
  /** The seed, hashed. */
  readonly seed: HashState;
  /** The attributes that are asked, in order. */
  readonly attributes: readonly string[];
  /** The first bucketing value that they have, as text; `undefined` if none has one. */
  readonly read: (context: EvaluationContext) => string | undefined;
}

const BOOLEAN_VARIANTS: Variants = { on: true, off: false };
const BY_TARGETING_KEY = bucketing(EMPTY_HASH, undefined);

/**
 * Compiles the flag of this key for an environment. Never throws: a definition that cannot be used gives a flag that
 * says so.
 */
export function compileFlag(key: string, definition: FlagDefinition, options: CompileOptions): CompiledFlag {
  let variants = BOOLEAN_VARIANTS;
  let off: Variant | undefined;
  let onFailure: Variant | undefined;
  let fixed: Evaluation;
  try {
    if (definition.variants !== undefined) variants = definition.variants;
    const { off: offName = 'off', onFailure: failureName = offName } = definition;
    off = variantOf(variants, offName);
    onFailure = failureName === offName ? off : (variantOf(variants, failureName) ?? off);
    if (off === undefined) throw new DefinitionError(`the off variant "${offName}" does not exist`);
    if (onFailure?.name !== failureName) throw new DefinitionError(`variant "${failureName}" does not exist`);
    const block = blockOf(definition, options.environment);
    if (block?.enabled === true) return compileBlock({ key, variants, off, onFailure }, definition, block, options);
    fixed = answer(key, off, 'DISABLED');
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the definition cannot be read';
    fixed = failure(key, onFailure, 'PARSE_ERROR', message);
  }
  return {
    key,
    variants,
    off,
    onFailure,
    fixed,
    prerequisites: [],
    rules: [],
    targeting: undefined,
    otherwise: undefined,
    unbucketed: fixed,
    bucketing: BY_TARGETING_KEY,
  };
}

function blockOf(definition: FlagDefinition, environment: string): EnvironmentBlock | undefined {
  if (!Object.hasOwn(definition.environments, environment)) return undefined;
  const block = definition.environments[environment];
  return typeof block === 'boolean' ? { enabled: block } : block;
}

type NamedVariants = Pick<CompiledFlag, 'key' | 'variants' | 'off' | 'onFailure'>;

function compileBlock(
  { key, variants, off, onFailure }: NamedVariants,
  { prerequisites = [], seed = key, bucketBy }: FlagDefinition,
  { rules = [], targeting, otherwise: written }: EnvironmentBlock,
  { link, jsonLogic }: CompileOptions,
): CompiledFlag {
  const isStatic = rules.length === 0 && targeting === undefined;
  const isBoolean = typeof variants['on'] === 'boolean';
  const otherwise = written === undefined && isStatic && isBoolean ? 'on' : written;
  if (otherwise === undefined) throw new DefinitionError('"otherwise" is missing');
  if (targeting !== undefined && rules.length > 0) throw new DefinitionError('there are both rules and targeting');
  if (targeting !== undefined && jsonLogic === undefined) throw new DefinitionError('JsonLogic is not supported here');

  return {
    key,
    variants,
    off,
    onFailure,
    fixed: undefined,
    prerequisites: prerequisites.map((prerequisite) => ({
      definition: prerequisite,
      wanted: typeof prerequisite.variant === 'string' ? [prerequisite.variant] : prerequisite.variant,
      unmet: answer(key, off, 'PREREQUISITE_FAILED', Object.freeze({ prerequisite: prerequisite.flag })),
    })),
    rules: rules.map((rule) => ({
      definition: rule,
      when: rule.when === undefined ? undefined : compileCondition(rule.when, link),
      scheduled: rule.from !== undefined || rule.until !== undefined,
      from: rule.from === undefined ? -Infinity : instant(rule.from, 'start'),
      until: rule.until === undefined ? Infinity : instant(rule.until, 'end'),
      serving: compileServing(key, variants, rule.serve, 'TARGETING_MATCH', rule.name),
    })),
    targeting: targeting === undefined ? undefined : jsonLogic!(targeting),
    otherwise: compileServing(key, variants, otherwise, isStatic ? 'STATIC' : 'DEFAULT'),
    unbucketed: answer(key, off, 'DEFAULT'),
    bucketing: bucketing(absorb(EMPTY_HASH, seed), bucketBy),
  };
}

function bucketing(seed: HashState, bucketBy: FlagDefinition['bucketBy']): Bucketing {
  const attributes = bucketingAttributes(bucketBy);
  const [first = attributeReader(''), ...others] = attributes.map(attributeReader);
  if (others.length === 0) return { seed, attributes, read: (context) => bucketingText(first(context)) };
  const readers: readonly AttributeReader[] = [first, ...others];
  return {
    seed,
    attributes,
    read(context) {
      for (const read of readers) {
        const text = bucketingText(read(context));
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

/** `reason` is that of a single variant; weights have their own. */
function compileServing(
  key: string,
  variants: Variants,
  written: string | Weights,
  reason: Reason,
  rule?: string,
): CompiledServing {
  const metadata = rule === undefined ? undefined : Object.freeze({ rule });
  const give = (name: string, why: Reason): Evaluation => {
    const variant = variantOf(variants, name);
    if (variant === undefined) throw new DefinitionError(`variant "${name}" does not exist`);
    return answer(key, variant, why, metadata, rule);
  };
  if (typeof written === 'string') return { written, answer: give(written, reason), split: undefined };
  const split = createSplit(Object.entries(written).map(([name, weight]) => [give(name, 'SPLIT'), weight]));
  if (split === undefined) throw new DefinitionError('weights are whole numbers from 0, their sum 1 to 2147483647');
  return { written, answer: undefined, split };
}

function instant(text: string, edge: 'start' | 'end'): number {
  const result = parseInstant(text, edge);
  if (result === undefined) throw new DefinitionError(`"${text}" is not a date`);
  return result;
}
