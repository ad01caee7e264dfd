import type { Io } from './io.ts';
import { alikeTo, loadCompiled } from './load-compiled.ts';
import { main as mainOf } from './main.ts';

declare const FLAGWRIGHT_BUILD: string;

/** What `bin/flagwright.js` calls; the build bundles it with the path of everything else. */
export function main(argv: readonly string[], io: Io): Promise<number> {
  return mainOf(argv, io, async () => {
    const { exports } = loadCompiled(__dirname, `run-${FLAGWRIGHT_BUILD}`, alikeTo(argv));
    return exports as typeof import('./run.ts');
  });
}
