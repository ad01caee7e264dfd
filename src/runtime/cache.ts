import { SnapshotError } from './snapshot-error.ts';

/** Where snapshots are kept for when the source cannot be reached. `disk` and `redis` make one. */
export interface Cache {
  /** For people; it holds no secret. */
  readonly name: string;
  readonly level: 'shared' | 'disk';
  /** What was written last, or nothing. @throws Error if it cannot be reached; SnapshotError if it holds something else */
  read(environment: string): Promise<CacheEntry | undefined>;
  /** Keeps an entry. A shared cache leaves a newer one where it is. @throws Error if it cannot be reached */
  write(environment: string, entry: CacheEntry): Promise<void>;
  close?(): void | Promise<void>;
}

export interface CacheEntry {
  readonly version: number;
  /** When the source last showed that the snapshot is current, in milliseconds since 1970. */
  readonly confirmedAt: number;
  /** The snapshot. It was not checked. */
  readonly text: string;
}

/** One line that says what follows, then the snapshot as it came. */
export function formatEntry({ version, confirmedAt, text }: CacheEntry): string {
  return `flagwright-cache 1 ${version} ${Math.round(confirmedAt)}\n${text}`;
}

/** @throws SnapshotError if it is not what `formatEntry` gives */
export function parseEntry(stored: string): CacheEntry {
  const match = /^flagwright-cache 1 (\d{1,15}) (\d{1,15})\n/.exec(stored.slice(0, 60));
  if (match === null) throw new SnapshotError('what is stored is not a snapshot');
  return { version: Number(match[1]), confirmedAt: Number(match[2]), text: stored.slice(match[0].length) };
}
