import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mostBytes } from './file-source.ts';
import type { ReadRequest, SourceAnswer } from './source.ts';

// Few services read a repository: this is loaded by those that do.

export interface GitSourceOptions {
  /** The commit, branch or tag to read; default `HEAD`. */
  readonly at?: string | undefined;
  /** The folder of the project in the repository; default: found by its `flagwright.yaml`. */
  readonly project?: string | undefined;
  /** Program and first arguments of `flagwright`; default: the one of this package. */
  readonly program?: readonly string[] | undefined;
}

export interface GitPlace extends GitSourceOptions {
  /** Absolute path of the repository. */
  readonly place: string;
  readonly at: string;
  /** Of the source, for messages. */
  readonly name: string;
}

/**
 * The snapshot of the commit that is there now.
 * @throws Error if there is no such commit or repository, or the snapshot cannot be made
 */
export async function readFromGit(from: GitPlace, { environment, tag, signal }: ReadRequest): Promise<SourceAnswer> {
  const { place, at, name, project } = from;
  const commit = (await run('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${at}^{commit}`], place, signal, name)).trim(); // prettier-ignore
  if (commit === tag) return { unchanged: true };
  const [program = process.execPath, ...first] = from.program ?? ownProgram();
  const own = ['export', 'snapshot', '--env', environment, '--at', commit, ...(project === undefined ? [] : ['--project', project])]; // prettier-ignore
  return { text: await run(program, [...first, ...own], place, signal, name), tag: commit };
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
