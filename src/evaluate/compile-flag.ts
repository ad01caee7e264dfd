import type { AttributeReader } from './attribute.ts';
import { attributeReader } from './attribute.ts';
import type { CompiledSegment, Decision } from './condition.ts';
import { compileCondition } from './condition.ts';
import { parseInstant } from './dates.ts';
import type {
  EnvironmentBlock,
  FlagDefinition,
  Json,
  PrerequisiteDefinition,
  TargetingRule,
  Weights,
} from './definition.ts';
import { DefinitionError } from './definition.ts';
import type { ErrorCode, Evaluation, Reason } from './evaluation.ts';
import type { Split } from './split.ts';
import { createSplit } from './split.ts';

/**
 * Compiles JsonLogic in flagd's dialect; the data are the context's attributes and `$flagd`. Handed in, because this
 * folder depends on nothing. May throw, now or when called.
 */
export type TargetingCompiler = (logic: unknown) => Targeting;
export type Targeting = (data: { readonly [name: string]: unknown }) => unknown;

export interface CompileOptions {
  readonly environment: string;
  /** Gives a segment; throws DefinitionError if it cannot be used. */
  readonly link: (key: string) => CompiledSegment;
  readonly jsonLogic: TargetingCompiler | undefined;
}

/** A flag in one environment. Every answer it can give is made beforehand: to evaluate is to choose. */
export interface CompiledFlag {
  readonly key: string;
  readonly off: Variant | undefined;
  readonly onFailure: Variant | undefined;
  readonly variants: Variants;
  /** The answer for everybody: the flag is disabled here, or its definition cannot be used. */
  readonly fixed?: Evaluation | undefined;
  readonly prerequisites: readonly CompiledPrerequisite[];
  readonly rules: readonly CompiledRule[];
  readonly targeting?: Targeting | undefined;
  readonly otherwise: Serving;
  /** What it gives where `otherwise` is a split and there is no bucketing value. */
  readonly unbucketed: Evaluation;
}

export type Variants = { readonly [variant: string]: Json };

export interface Variant {
  readonly name: string;
  readonly value: Json;
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
  readonly when: Decision | undefined;
  /** The rule holds from `from` to before `until`, in milliseconds; `scheduled` if either is written. */
  readonly scheduled: boolean;
  readonly from: number;
  readonly until: number;
  readonly serving: Serving;
}

/** One answer for all, or a split. */
export interface Serving {
  readonly written: string | Weights;
  readonly answer: Evaluation | undefined;
  readonly split: Split<Evaluation> | undefined;
  readonly bucketBy: string;
  readonly bucketingValue: AttributeReader;
  readonly seed: string;
}

const BOOLEAN_VARIANTS: Variants = { on: true, off: false };
const EMPTY = Object.freeze({});

/** An answer of the flag: frozen, so that it can be given out again and again. */
export function answer(
  flagKey: string,
  variant: Variant | undefined,
  reason: Reason,
  metadata?: { readonly rule?: string; readonly prerequisite?: string },
): Evaluation {
  return Object.freeze({
    flagKey,
    value: variant?.value,
    variant: variant?.name,
    reason,
    errorCode: undefined,
    errorMessage: undefined,
    rule: metadata?.rule,
    flagMetadata: metadata === undefined ? EMPTY : Object.freeze(metadata),
  });
}

/** The answer when something went wrong. */
export function failure(
  flagKey: string,
  variant: Variant | undefined,
  errorCode: ErrorCode,
  errorMessage: string,
): Evaluation {
  return Object.freeze({ ...answer(flagKey, variant, 'ERROR'), errorCode, errorMessage });
}

/** The variant of this name, if the flag has it. */
export function variantOf(variants: Variants, name: string): Variant | undefined {
  return Object.hasOwn(variants, name) ? { name, value: variants[name]! } : undefined;
}

/**
 * Compiles the flag of this key for an environment. Never throws: a definition that cannot be used gives a flag that
 * says so.
 */
export function compileFlag(key: string, definition: FlagDefinition, options: CompileOptions): CompiledFlag {
  let variants = BOOLEAN_VARIANTS;
  let off: Variant | undefined;
  let onFailure: Variant | undefined;
  try {
    const { variants: written = BOOLEAN_VARIANTS, off: offName = 'off', onFailure: failureName = offName } = definition;
    variants = written;
    off = variantOf(variants, offName);
    onFailure = variantOf(variants, failureName) ?? off;
    if (off === undefined) throw new DefinitionError(`the off variant "${offName}" does not exist`);
    if (onFailure?.name !== failureName) throw new DefinitionError(`variant "${failureName}" does not exist`);
    const block = blockOf(definition, options.environment);
    if (block?.enabled !== true) return constant(key, variants, off, onFailure, answer(key, off, 'DISABLED'));
    return compileBlock(key, definition, { variants, off, onFailure }, block, options);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the definition cannot be read';
    return constant(key, variants, off, onFailure, failure(key, onFailure, 'PARSE_ERROR', message));
  }
}

/** A flag that gives everybody the same, whatever its rules. */
function constant(
  key: string,
  variants: Variants,
  off: Variant | undefined,
  onFailure: Variant | undefined,
  fixed: Evaluation,
): CompiledFlag {
  const otherwise = { ...bucketing(key, undefined, undefined), written: '', answer: fixed, split: undefined };
  return { key, variants, off, onFailure, fixed, prerequisites: [], rules: [], otherwise, unbucketed: fixed };
}

function blockOf(definition: FlagDefinition, environment: string): EnvironmentBlock | undefined {
  if (!Object.hasOwn(definition.environments, environment)) return undefined;
  const block = definition.environments[environment];
  return typeof block === 'boolean' ? { enabled: block } : block;
}

function compileBlock(
  key: string,
  { prerequisites = [], seed, bucketBy }: FlagDefinition,
  { variants, off, onFailure }: { variants: Variants; off: Variant; onFailure: Variant },
  block: EnvironmentBlock,
  { link, jsonLogic }: CompileOptions,
): CompiledFlag {
  const { rules = [], targeting } = block;
  const isStatic = rules.length === 0 && targeting === undefined;
  const otherwise = block.otherwise ?? (isStatic && typeof variants['on'] === 'boolean' ? 'on' : undefined);
  if (otherwise === undefined) throw new DefinitionError('"otherwise" is missing');
  if (targeting !== undefined && rules.length > 0) throw new DefinitionError('there are both rules and targeting');
  if (targeting !== undefined && jsonLogic === undefined) throw new DefinitionError('JsonLogic is not supported here');

  const bucketingValue = attributeReader(bucketBy);
  const serve = (written: string | Weights, reason: Reason, rule?: string): Serving => {
    const metadata = rule === undefined ? NO_METADATA : Object.freeze({ rule });
    const give = (name: string, why: Reason): Evaluation => {
      const variant = variantOf(variants, name);
      if (variant === undefined) throw new DefinitionError(`variant "${name}" does not exist`);
      return answer(key, variant, why, metadata, rule);
    };
    const serving = { written, answer: undefined, split: undefined, seed, bucketBy, bucketingValue };
    if (typeof written === 'string') return { ...serving, answer: give(written, reason) };
    const split = createSplit(Object.entries(written).map(([name, weight]) => [give(name, 'SPLIT'), weight] as const));
    if (split === undefined) throw new DefinitionError('weights are whole numbers from 0, their sum 1 to 2147483647');
    return { ...serving, split };
  };

  return {
    key,
    variants,
    off,
    onFailure,
    prerequisites: prerequisites.map((prerequisite) => ({
      definition: prerequisite,
      wanted: typeof prerequisite.variant === 'string' ? [prerequisite.variant] : prerequisite.variant,
      unmet: answer(key, off, 'PREREQUISITE_FAILED', { prerequisite: prerequisite.flag }),
    })),
    rules: rules.map((rule) => ({
      definition: rule,
      when: rule.when === undefined ? undefined : compileCondition(rule.when, link),
      scheduled: rule.from !== undefined || rule.until !== undefined,
      from: instant(rule.from, 'start') ?? -Infinity,
      until: instant(rule.until, 'end') ?? Infinity,
      serving: serve(rule.serve, 'TARGETING_MATCH', rule.name),
    })),
    targeting: targeting === undefined ? undefined : jsonLogic!(targeting),
    otherwise: serve(otherwise, isStatic ? 'STATIC' : 'DEFAULT'),
    unbucketed: answer(key, off, 'DEFAULT'),
  };
}

function bucketing(key: string, seed = key, bucketBy = 'targetingKey') {
  return { seed, bucketBy, bucketingValue: attributeReader(bucketBy) };
}

function instant(text: string | undefined, edge: 'start' | 'end'): number | undefined {
  if (text === undefined) return undefined;
  const result = parseInstant(text, edge);
  if (result === undefined) throw new DefinitionError(`"${text}" is no date`);
  return result;
}
