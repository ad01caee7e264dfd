import type { Json } from './definition.ts';
import type { ErrorCode, Evaluation, Reason } from './evaluation.ts';

export type Variants = { readonly [variant: string]: Json };

export interface Variant {
  readonly name: string;
  readonly value: Json;
}

/** The variant of this name, if the flag has it. */
export function variantOf(variants: Variants, name: string): Variant | undefined {
  return Object.hasOwn(variants, name) ? { name, value: variants[name]! } : undefined;
}

const NO_METADATA: Evaluation['flagMetadata'] = Object.freeze({});

/** An answer of a flag: frozen, so that it can be given out again and again. */
export function answer(
  flagKey: string,
  variant: Variant | undefined,
  reason: Reason,
  flagMetadata: Evaluation['flagMetadata'] = NO_METADATA,
  rule?: string,
): Evaluation {
  return Object.freeze({
    flagKey,
    value: variant?.value,
    variant: variant?.name,
    reason,
    errorCode: undefined,
    errorMessage: undefined,
    rule,
    flagMetadata,
  });
}

/** The answer when something went wrong. */
export function failure(
  flagKey: string,
  variant: Variant | undefined,
  errorCode: ErrorCode,
  errorMessage: string,
): Evaluation {
  return Object.freeze({
    flagKey,
    value: variant?.value,
    variant: variant?.name,
    reason: 'ERROR',
    errorCode,
    errorMessage,
    rule: undefined,
    flagMetadata: NO_METADATA,
  });
}
