import type { Evaluation } from '../evaluate/evaluation.ts';

/** What OFREP says of one flag: the body, and the status of an answer about this flag alone. */
export interface FlagAnswer {
  readonly status: 200 | 400 | 404;
  readonly body: object;
}

/** An evaluation in the words of OFREP. One that failed has no value there: the caller's own default counts. */
export function flagAnswer({
  flagKey,
  value,
  variant,
  reason,
  errorCode,
  errorMessage,
  flagMetadata,
}: Evaluation): FlagAnswer {
  if (reason === 'ERROR') {
    const body = { key: flagKey, errorCode, errorDetails: errorMessage };
    return { status: errorCode === 'FLAG_NOT_FOUND' ? 404 : 400, body };
  }
  return { status: 200, body: { key: flagKey, value, reason, variant, metadata: flagMetadata } };
}
