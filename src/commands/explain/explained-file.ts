import { completeFlag, completeSegment } from '../../lint/complete-example.ts';
import { fileName } from '../../model/file-kind.ts';

/** A file that an example shows, whole. */
export interface ExplainedFile {
  readonly path: string;
  readonly text: string;
}

/** Flag key → the part that an example gives, as whole files. */
export function flagFiles(flags: Readonly<Record<string, string>>): ExplainedFile[] {
  return Object.entries(flags).map(([key, part]) => ({ path: fileName('flag', key), text: completeFlag(part) }));
}

/** Segment key → the part that an example gives, as whole files. */
export function segmentFiles(segments: Readonly<Record<string, string>>): ExplainedFile[] {
  return Object.entries(segments).map(([key, part]) => ({
    path: fileName('segment', key),
    text: completeSegment(part),
  }));
}
