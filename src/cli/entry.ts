import module, { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Io } from './io.ts';
import { runCommandLine } from './main.ts';

declare const FLAGWRIGHT_BUILD: string;
declare const FLAGWRIGHT_LATER: readonly string[];

type Everything = typeof import('./run.ts');

/** What ends with it may be no command at all. */
const wrongUsage = 2;

/**
 * For what runs all day beside an editor: V8 waits until the heap is this much larger than what was in use, in percent, before it
 * looks for garbage. By default the reading of many files doubles it.
 */
const smallHeap = '--heap-growing-percent=40';

/** What `bin/flagwright.js` calls; the build bundles it with the path of everything else. */
export function main(argv: readonly string[], io: Io): Promise<number> {
  return runCommandLine(argv, io, async () => {
    // Wherever the word is: the bundle of all commands will do for one that only looks like a command, too.
    const isLater = argv.some((word) => FLAGWRIGHT_LATER.includes(word));
    const name = `${isLater ? 'all' : 'run'}-${FLAGWRIGHT_BUILD}`;
    const folder = codeFolder(io.env);
    // Each command has its own: what another one compiled would only have to be read.
    const [word = ''] = argv;
    // Before any code is loaded: V8 takes none that was compiled under other flags.
    if (word === 'lsp') (await import('node:v8')).setFlagsFromString(smallHeap);
    const of = /^[a-z-]+$/.test(word) ? word : 'other';
    if (folder !== undefined && enableCompileCache === undefined) return withKeptCode(name, folder, of);
    if (folder !== undefined) enableCompileCache?.(word === 'lsp' ? join(folder, word) : folder);
    return createRequire(__filename)(`./${name}.cjs`) as Everything;
  });
}

/** Of Node 22.1 and newer. */
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };

/**
 * Where compiled code is kept: in the user's own cache folder. In the shared temporary folder, which is where Node would keep it
 * otherwise, somebody else could put code of theirs. None is kept without a home.
 */
function codeFolder(env: Io['env']): string | undefined {
  const { XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: chosen, NODE_DISABLE_COMPILE_CACHE: isOff } = env;
  if (isOff) return undefined;
  const home = cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), '.cache');
  return chosen || (isAbsolute(home) ? join(home, 'flagwright') : undefined);
}

async function withKeptCode(name: string, folder: string, of: string): Promise<Pick<Everything, 'run'>> {
  const { loadKept } = await import('./kept-code.ts');
  const kept = loadKept(join(__dirname, `${name}.cjs`), `${name}-${of}`, folder);
  const { run, keepCode } = kept.exports as Everything;
  return {
    async run(argv, io) {
      const exitCode = await run(argv, io);
      const toKeep = exitCode === wrongUsage ? undefined : kept.toKeep();
      if (toKeep) keepCode(toKeep, FLAGWRIGHT_BUILD);
      return exitCode;
    },
  };
}
