import { UserError } from '../diagnostic/user-error.ts';
import type { Git } from '../git/git.ts';
import type { Host } from '../workspace/host.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { isLoopback } from './listen.ts';
import { repositorySource } from './repository-source.ts';
import { start, type Running, type StartOptions, type World } from './start.ts';
import { TokenFiles, type TokenFile } from './token-files.ts';

export interface ServeOptions extends Omit<StartOptions, 'tokens' | 'limits'> {
  readonly tokenFiles: readonly TokenFile[];
  /** What is followed; by default what HEAD names. */
  readonly ref: string | undefined;
  /** The folder given with `--project`. */
  readonly project: string | undefined;
  readonly limits?: Partial<Limits>;
}

/**
 * Serves the flags of a repository over HTTP until it is closed.
 * @throws UserError for wrong options, an address that cannot be used, or a repository that cannot be read
 */
export async function serve(host: Host, git: Git, options: ServeOptions, world: World): Promise<Running> {
  const { environments, tokenFiles, ref, project } = options;
  refuseOpenDoor(options);
  const tokens = new TokenFiles(tokenFiles);
  if (await git.isShallow()) {
    throw new UserError(
      'this clone is shallow, so versions cannot be counted',
      'fetch all of its history: git fetch --unshallow',
    );
  }
  const source = await repositorySource(host, git, { ref, project, environments, now: world.now });
  return start(source, { ...options, tokens, limits: { ...defaultLimits, ...options.limits } }, world);
}

/** @throws UserError if whoever reaches the address could read flags without a token */
function refuseOpenDoor({ host, environments, tokenFiles }: ServeOptions): void {
  const open = environments.filter((name) => !tokenFiles.some(({ environment }) => environment === name));
  if (isLoopback(host) || open.length === 0) return;
  throw new UserError(
    `--host ${host} is reachable from other machines, and ${open.join(', ')} needs no token`,
    `name a token file: --env ${open[0]}=FILE; or leave out --host to serve this machine alone`,
  );
}
