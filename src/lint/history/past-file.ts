import { murmur3 } from '../../evaluate/murmur3.ts';
import type { StoreFile } from '../../project/record-store.ts';
import type { FlagPast } from '../../lifecycle/flag-past.ts';

/** The pasts of flags as of a commit. */
export interface KnownPasts {
  /** Full id. */
  readonly head: string;
  /** By key; `null` for a flag that was not in that commit. */
  readonly pasts: ReadonlyMap<string, FlagPast | null>;
}

const FORMAT = 'flagwright-pasts 2';

/**
 * What was kept; undefined where nothing was, or it is damaged or was made otherwise.
 * @param context what pasts depend on beside commits
 */
export function readPasts(store: StoreFile, context: string): KnownPasts | undefined {
  const bytes = store.read();
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (text.slice(0, end) !== `${FORMAT} ${checksum(store, context, body)}`) return undefined;
  try {
    const { head, pasts } = JSON.parse(body) as { head: string; pasts: [string, FlagPast | null][] };
    return { head, pasts: new Map(pasts) };
  } catch {
    return undefined;
  }
}

/** @see readPasts */
export function writePasts(store: StoreFile, context: string, { head, pasts }: KnownPasts): void {
  const body = JSON.stringify({ head, pasts: [...pasts] });
  store.write(Buffer.from(`${FORMAT} ${checksum(store, context, body)}\n${body}`));
}

/** Up to this length a checksum is computed in less time than it takes to load what computes digests. */
const SHORT = 20_000;

/** Against damage. */
function checksum(store: StoreFile, context: string, body: string): string {
  if (body.length > SHORT) return store.digest(`${context}\n${body}`);
  return [body.length, murmur3(`${context}\n${body}`), murmur3(`${body}\n${context}`)].join('-');
}
