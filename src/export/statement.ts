/**
 * What an engine makes of a flag. `exact`: everybody gets what our evaluation gives. `approximate`: as many people get
 * each variant, but not the same ones. `unsupported`: the engine cannot say it.
 */
export type Support = 'exact' | 'approximate' | 'unsupported';

/** What an exporter says of one flag. */
export interface Statement {
  readonly key: string;
  readonly support: Support;
  /** Why it is not exact; empty for exact ones. */
  readonly reasons: readonly string[];
}

/** Something that an engine cannot say. Thrown while a flag is translated, and caught there. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}
