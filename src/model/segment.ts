import type { Path } from '../diagnostic/diagnostic.ts';
import { fields, list, text } from './read.ts';

/** What the project needs to know of one segment. */
export interface Segment {
  readonly key: string;
  readonly file: string;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  /** The segments it uses itself. */
  readonly segments: readonly SegmentReference[];
}

/** A use of a segment, with the path of its key in the file that uses it. */
export interface SegmentReference {
  readonly key: string;
  readonly path: Path;
}

/** Takes from a segment file's value what the project needs; anything malformed is passed over. */
export function readSegment(key: string, file: string, value: unknown): Segment {
  const segment = fields(value);
  const segments: SegmentReference[] = [];
  segmentReferences(segment.when, ['when'], segments);
  return { key, file, description: text(segment.description), owner: text(segment.owner), segments };
}

/** Collects the segments that a condition names, in file order. The parser bounds how deep conditions go. */
export function segmentReferences(condition: unknown, path: Path, found: SegmentReference[]): void {
  const { all, any, not, segment } = fields(condition);
  if (typeof segment === 'string') found.push({ key: segment, path: [...path, 'segment'] });
  list(all).forEach((part, index) => segmentReferences(part, [...path, 'all', index], found));
  list(any).forEach((part, index) => segmentReferences(part, [...path, 'any', index], found));
  if (not !== undefined) segmentReferences(not, [...path, 'not'], found);
}
