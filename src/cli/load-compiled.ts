import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/**
 * Commands that run much of the same code. The code of all of them would take longer to load than a command of each needs to
 * run, so it is kept by these; what is not named here runs with the code of the first.
 */
export const commandsAlike = {
  lint: ['lint', 'status', 'list'],
  graph: ['graph', 'impact'],
  history: ['history', 'blame', 'show', 'diff'],
  rollback: ['rollback'],
} as const;

/** Which of these a command line belongs to. */
export function alikeTo([command = '']: readonly string[]): string {
  const found = Object.entries(commandsAlike).find(([, commands]) => commands.some((one) => one === command));
  return found?.[0] ?? 'lint';
}

/**
 * Loads a CommonJS bundle together with the code that V8 made of it when it was built. Compiling a bundle takes longer
 * than most commands; V8 refuses code of another version, and then compiles as ever.
 * @param folder absolute path of the folder with `NAME.cjs` and, if there is one, `NAME.ALIKE.code`
 */
export function loadCompiled(
  folder: string,
  name: string,
  alike: string,
): { readonly exports: unknown; readonly script: Script } {
  const filename = join(folder, `${name}.cjs`);
  // The build writes nothing but ASCII.
  const source = readFileSync(filename, 'latin1');
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const cachedData = compiledCode(join(folder, `${name}.${alike}.code`));
  const script = new Script(wrapped, { filename, ...(cachedData && { cachedData }) });
  const loaded = { exports: {} };
  const define = script.runInThisContext() as (...parts: unknown[]) => void;
  define.call(loaded.exports, loaded.exports, createRequire(filename), loaded, filename, folder);
  return { exports: loaded.exports, script };
}

function compiledCode(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
