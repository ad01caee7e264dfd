import type { Fix, Location, Path, Severity } from './diagnostic.ts';

/** A place named by the path of a value; it becomes a span when the file's text is at hand. */
export interface ValuePlace {
  readonly file: string;
  readonly path: Path;
  /** `key` marks the field's name instead of its value. */
  readonly part?: 'key' | 'value' | undefined;
}

/** Where a problem is: an exact span, or the path of a value in the file. */
export type Place = Location | ValuePlace;

/**
 * What a check found, before the project's settings give it a severity and its places become spans.
 * It is data without functions, so that it can be kept between runs.
 */
export interface Problem {
  readonly rule: string;
  readonly message: string;
  readonly label?: string | undefined;
  readonly help?: string | undefined;
  /** Only where the severity depends on the case; the rule's own otherwise. */
  readonly severity?: Severity | undefined;
  readonly at: Place;
  readonly related?: readonly RelatedPlace[] | undefined;
  readonly fix?: Fix | undefined;
  /** A hash of what its file has to mean for the problem to be one; absent where that makes no difference. */
  readonly meaning?: number | undefined;
}

export interface RelatedPlace {
  readonly message: string;
  readonly at: Place;
}
