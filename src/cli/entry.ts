import module, { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Io } from './io.ts';
import { runCommandLine } from './main.ts';

declare const FLAGWRIGHT_BUILD: string;

/** What `bin/flagwright.js` calls; the build bundles it with the path of everything else. */
export function main(argv: readonly string[], io: Io): Promise<number> {
  return runCommandLine(argv, io, async () => {
    keepCompiledCode(io.env);
    return createRequire(__filename)(`./run-${FLAGWRIGHT_BUILD}.cjs`) as typeof import('./run.ts');
  });
}

/** Of Node 22.1 and newer. */
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };

/**
 * Lets Node keep what it compiles, in the user's own cache folder: in the shared temporary folder, where it would be kept
 * otherwise, somebody else could put code of theirs. None is kept without a home.
 */
function keepCompiledCode({ XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: chosen }: Io['env']): void {
  const home = cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), '.cache');
  if (isAbsolute(home)) enableCompileCache?.(chosen ?? join(home, 'flagwright'));
}
