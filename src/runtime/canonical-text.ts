import { createHash } from 'node:crypto';
import type { SnapshotDocument } from './snapshot-document.ts';

/**
 * Whether a snapshot has the digest that it names: SHA-256 over its flags and segments as JSON on one line, the names of
 * all objects in the order of their code units.
 */
export function hasItsDigest({ flags, segments, digest }: SnapshotDocument): boolean {
  // Snapshots are written in that order, so sorting is rarely needed.
  const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return sha256({ flags, segments }) === digest || sha256(sorted({ flags, segments })) === digest;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
