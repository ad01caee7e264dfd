import { createHash } from 'node:crypto';
import { compactJson } from '../export/canonical-json.ts';
import { servedSpan, type ServedProject } from './served.ts';

/** The entity tag of a snapshot: another commit is another document, even with the same flags. Weak, as it is sent zipped or not. */
export function snapshotTag({ version, commit, digest }: ServedProject): string {
  return `W/"${version}-${commit.slice(0, 12)}-${digest.slice(0, 16)}"`;
}

/**
 * The entity tag of what all flags give for a context: of the flags, of the context, and of the span of time in which no
 * schedule begins or ends.
 */
export function evaluationTag(served: ServedProject, context: unknown, now: number): string {
  const of = `${served.digest} ${servedSpan(served, now)} ${compactJson(context)}`;
  return `"${createHash('sha256').update(of).digest('base64url').slice(0, 27)}"`;
}

/** Whether a header `If-None-Match` names a tag. */
export function isNoneMatch(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return header.split(',').some((one) => opaque(one) === opaque(tag));
}
