import { UserError } from '../../diagnostic/user-error.ts';
import { fields, text } from '../../model/read.ts';
import { getJson, type JsonAnswer } from '../../platform/get-json.ts';

/** How a `flagwright serve` is. */
export interface ServerStatusReport {
  readonly command: 'status';
  /** Whether it serves everything, and the newest commit. */
  readonly ok: boolean;
  readonly server: string;
  readonly ready: boolean;
  /** It ends, and takes no more requests. */
  readonly draining: boolean;
  readonly environments: readonly ServedEnvironment[];
  /** Why the newest commit is not served. */
  readonly refused: RefusedCommit | undefined;
}

interface ServedEnvironment {
  readonly name: string;
  /** Undefined where nothing could be served yet. */
  readonly served: { readonly version: number; readonly commit: string; readonly digest: string } | undefined;
}

export interface RefusedCommit {
  /** Full id; undefined where the ref does not exist. */
  readonly commit: string | undefined;
  readonly why: string;
  readonly problems: readonly string[];
}

/**
 * Asks a server how it is.
 * @param get asks for JSON
 * @throws UserError if the address is not one, the server cannot be reached, or is not `flagwright serve`
 */
export async function serverStatus(
  address: string,
  get: (url: URL) => Promise<JsonAnswer> = getJson,
): Promise<ServerStatusReport> {
  const base = URL.canParse(address) ? new URL(address) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol)) {
    throw new UserError(`"${address}" is not the address of a server`, 'write --server http://127.0.0.1:8016');
  }
  if (base.username !== '' || base.password !== '') {
    throw new UserError('--server has a name or a password in it', 'leave them out: `flagwright status` needs none');
  }
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const { value } = await get(new URL('readyz', base));
  const { ready, draining, environments, refused } = fields(value);
  // Others have a /readyz too.
  if (
    typeof ready !== 'boolean' ||
    typeof environments !== 'object' ||
    environments === null ||
    Array.isArray(environments)
  ) {
    throw new UserError(`${base.host} is not \`flagwright serve\``, 'check the address');
  }
  const refusal = refused === null || refused === undefined ? undefined : refusedCommit(refused);
  return {
    command: 'status',
    ok: ready && refusal === undefined,
    server: base.origin,
    ready,
    draining: draining === true,
    environments: Object.entries(fields(environments)).map(([name, served]) => ({ name, served: servedOf(served) })),
    refused: refusal,
  };
}

function servedOf(value: unknown): ServedEnvironment['served'] {
  const { version, commit, digest } = fields(value);
  if (typeof version !== 'number') return undefined;
  return { version, commit: text(commit) ?? '', digest: text(digest) ?? '' };
}

function refusedCommit(value: unknown): RefusedCommit {
  const { commit, why, problems } = fields(value);
  const lines = Array.isArray(problems) ? problems.map(String) : [];
  return { commit: text(commit), why: text(why) ?? 'unknown', problems: lines };
}
