import type { Path } from '../diagnostic/diagnostic.ts';
import { eachPart, pathOfSteps } from './condition-parts.ts';
import { fields, ownText, text } from './read.ts';

/** What the project needs to know of one segment. */
export interface Segment {
  readonly key: string;
  readonly file: string;
  readonly owner?: string | undefined;
  /** The segments it uses itself. */
  readonly segments: readonly SegmentReference[];
  /** Its condition as it is written, which need not be a valid one. */
  readonly when?: unknown;
}

/** A use of a segment. */
export interface SegmentReference {
  readonly key: string;
  /** Where its key is in the file that uses it: the steps of the path, each after a slash. */
  readonly pointer: string;
}

/** The path of a reference, for a place in a file. */
export function referencePath({ pointer }: SegmentReference): Path {
  return pointer.split('/').slice(1);
}

/** Takes from a segment file's value what the project needs; anything malformed is passed over. */
export function readSegment(key: string, file: string, value: unknown): Segment {
  const segment = fields(value);
  const segments: SegmentReference[] = [];
  segmentReferences(segment.when, () => '/when', segments);
  return { key, file, owner: text(segment.owner), segments, when: segment.when };
}

/**
 * Collects the segments that a condition names, in file order.
 * @param pointer to the condition; asked for only where there is one
 */
export function segmentReferences(condition: unknown, pointer: () => string, found: SegmentReference[]): void {
  eachPart(condition, ({ segment }, steps) => {
    if (typeof segment !== 'string') return;
    found.push({ key: ownText(segment), pointer: [pointer(), ...pathOfSteps([], steps), 'segment'].join('/') });
  });
}
