import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mostBytes } from './file-source.ts';
import { pathFrom } from './option-checks.ts';
import type { Source } from './source.ts';

export interface GitSourceOptions {
  /** The commit, branch or tag to read; default `HEAD`. */
  readonly at?: string | undefined;
  /** The folder of the project in the repository; default: found by its `flagwright.yaml`. */
  readonly project?: string | undefined;
  /** Program and first arguments of `flagwright`; default: the one of this package. */
  readonly program?: readonly string[] | undefined;
}

/**
 * A repository on this machine, bare or not, read by git and by `flagwright export snapshot`. Nothing is fetched: keep it up
 * to date by a `git fetch` of your own. A change is seen by the next poll.
 * @param path of the repository
 * @throws TypeError if it is not a path
 */
export function git(path: string, options: GitSourceOptions = {}): Source {
  const place = pathFrom(path, 'git');
  const { at = 'HEAD', project } = options;
  const name = `git ${basename(place)} at ${at}`;
  return {
    name,
    identity: `git ${place} ${at} ${project ?? ''}`,
    async read({ environment, tag, signal }) {
      const commit = (await run('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${at}^{commit}`], place, signal, name)).trim(); // prettier-ignore
      if (commit === tag) return { unchanged: true };
      const [program = process.execPath, ...first] = options.program ?? ownProgram();
      const own = ['export', 'snapshot', '--env', environment, '--at', commit, ...(project === undefined ? [] : ['--project', project])]; // prettier-ignore
      return { text: await run(program, [...first, ...own], place, signal, name), tag: commit };
    },
  };
}

/** The command line of this package, beside the folder that this code is bundled into. */
const ownProgram = (): readonly string[] => [process.execPath, fileURLToPath(new URL('../bin/flagwright.js', import.meta.url))]; // prettier-ignore

/** What a program writes. No shell is involved. @throws Error if it fails, with the first line of what it says */
function run(
  program: string,
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
  name: string,
): Promise<string> {
  return new Promise((done, failed) => {
    execFile(
      program,
      args,
      { cwd, signal, env: environmentOf(process.env, cwd), maxBuffer: mostBytes },
      (error, stdout, stderr) => {
        // prettier-ignore
        if (error === null) return done(stdout);
        const [line = ''] = stderr.trim().split('\n');
        return failed(new Error(`${name}: ${line || 'there is no such commit or repository'}`));
      },
    );
  });
}

/** Git's own variables would point it elsewhere; nothing asks, and nothing takes the index's lock. */
function environmentOf(env: NodeJS.ProcessEnv, place: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('GIT_'));
  // A bare repository is used as one only where this names it.
  const isBare = existsSync(join(place, 'HEAD')) && existsSync(join(place, 'objects'));
  return {
    ...Object.fromEntries(kept),
    ...(isBare && { GIT_DIR: place }),
    LC_ALL: 'C',
    NO_COLOR: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
}
