import { murmur3 } from '../../evaluate/murmur3.ts';
import type { StoreFile } from '../../project/record-store.ts';
import type { FlagPast } from '../../lifecycle/flag-past.ts';

/** The pasts of flags as of a commit. */
export interface KnownPasts {
  /** Full id. */
  readonly head: string;
  /** `null` for a flag that was not in that commit, undefined for one of which nothing is known. */
  past(key: string): FlagPast | null | undefined;
}

const lineFeed = 10;

const FORMAT = 'flagwright-pasts 3';

/**
 * What was kept; undefined where nothing was, or it is damaged or was made otherwise.
 * @param context what pasts depend on beside commits
 */
export function readPasts(store: StoreFile, context: string): KnownPasts | undefined {
  const bytes = store.read();
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(lineFeed);
  const body = bytes.subarray(end + 1);
  const utf8 = new TextDecoder();
  if (utf8.decode(bytes.subarray(0, end)) !== `${FORMAT} ${checksum(store, context, body)}`) return undefined;
  const [head = '', ...lines] = utf8.decode(body).split('\n');
  // Few are asked for, mostly, so each is parsed on its own.
  const packed = new Map(
    lines.map((line) => {
      const tab = line.indexOf('\t');
      return [line.slice(0, tab), line.slice(tab + 1)];
    }),
  );
  return {
    head,
    past(key) {
      const past = packed.get(JSON.stringify(key));
      return past === undefined ? undefined : (JSON.parse(past) as FlagPast | null);
    },
  };
}

/**
 * @param head full id of the commit as of which they are
 * @param pasts by key
 * @see readPasts
 */
export function writePasts(
  store: StoreFile,
  context: string,
  head: string,
  pasts: ReadonlyMap<string, FlagPast | null>,
): void {
  // JSON has no raw tabs and line breaks.
  const lines = Array.from(pasts, ([key, past]) => `${JSON.stringify(key)}\t${JSON.stringify(past)}`);
  const body = Buffer.from([head, ...lines].join('\n'));
  store.write([Buffer.from(`${FORMAT} ${checksum(store, context, body)}\n`), body]);
}

/** In bytes. Up to this length a checksum is computed in less time than it takes to load what computes digests. */
const SHORT = 20_000;

/** Against damage. */
function checksum(store: StoreFile, context: string, body: Uint8Array): string {
  if (body.length > SHORT) return store.digest(`${context}\n${store.digest(body)}`);
  const text = new TextDecoder().decode(body);
  return [body.length, murmur3(`${context}\n${text}`), murmur3(`${text}\n${context}`)].join('-');
}
