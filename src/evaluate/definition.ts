/**
 * Flags and segments as they are written, after validation: plain data, the shapes of `flag.schema.json` and
 * `segment.schema.json` reduced to what decides a value. Evaluation needs nothing else of a flag.
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What an attribute can be compared with. */
export type Scalar = string | number | boolean;

/** Weights by variant. Their order is meaning: it decides who is in which part. Variant names never look like
 * integers, so the order of an object's fields is the order of the file. */
export type Weights = { readonly [variant: string]: number };

export interface FlagDefinition {
  readonly key: string;
  /** Default `{ on: true, off: false }`. */
  readonly variants?: { readonly [variant: string]: Json } | undefined;
  /** Variant served when disabled or unmet; default `off`. */
  readonly off?: string | undefined;
  /** Variant served when evaluation fails; default the off variant. */
  readonly onFailure?: string | undefined;
  readonly prerequisites?: readonly PrerequisiteDefinition[] | undefined;
  /** Attribute that decides a split, or several: the first with a bucketing value; default `targetingKey`. */
  readonly bucketBy?: string | readonly string[] | undefined;
  /** Put before the bucketing value when it is hashed; default the flag's key. */
  readonly seed?: string | undefined;
  readonly environments: { readonly [environment: string]: boolean | EnvironmentBlock };
}

export interface PrerequisiteDefinition {
  readonly flag: string;
  /** Default: any variant but the prerequisite's off variant. */
  readonly variant?: string | readonly string[] | undefined;
}

export interface EnvironmentBlock {
  readonly enabled?: boolean | undefined;
  readonly rules?: readonly TargetingRule[] | undefined;
  readonly otherwise?: string | Weights | undefined;
  /** JsonLogic in flagd's dialect, instead of `rules`. */
  readonly targeting?: unknown;
}

export interface TargetingRule {
  readonly name: string;
  /** Default: always. */
  readonly when?: Condition | undefined;
  /** First instant at which the rule holds. */
  readonly from?: string | undefined;
  /** First instant at which it no longer holds, or the last day on which it does. */
  readonly until?: string | undefined;
  readonly serve: string | Weights;
}

export interface SegmentDefinition {
  readonly when: Condition;
}

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly segment: string }
  | AttributeTest;

/** A test of one attribute: exactly one of the operators is written, all but `ignoreCase` being operators. */
export interface AttributeTest {
  readonly attribute: string;
  readonly equals?: Scalar | undefined;
  readonly in?: readonly Scalar[] | undefined;
  readonly contains?: Scalar | undefined;
  readonly startsWith?: string | undefined;
  readonly endsWith?: string | undefined;
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
  /** A date, or a date with time and zone; so is `after`. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly semver?: string | undefined;
  readonly exists?: boolean | undefined;
  /** Whether `equals`, `in`, `contains`, `startsWith` and `endsWith` compare texts in lower case; default false. */
  readonly ignoreCase?: boolean | undefined;
}

/** A definition that cannot be evaluated, whatever the context. Thrown while compiling, caught there. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}
