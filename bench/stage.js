// What the benchmarks of commands share: where they work, how the tool is started, and the projects that they make.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, devNull, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TODAY } from './corpus-plan.js';
import { runOnce } from './measure.js';

/** A path from this folder. */
export const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const node = process.execPath;
export const flagwright = here('../bin/flagwright.js');
/** What the tool is started with beside our own environment: the day of the generated projects, and nobody's settings of git. */
export const env = { FLAGWRIGHT_NOW: TODAY, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' };

/** Milliseconds. A file changed within the last moments is read again by anything that goes by times: wait for that to pass. */
export const SETTLED = 2200;

export const print = (text = '') => process.stdout.write(`${text}\n`);
/** One line on a terminal that says what is being done; empty, it goes away. */
export const progress = (text) => process.stderr.isTTY && process.stderr.write(`\r\u001B[K${text}`);
export const machine = () => `Node ${process.version}, ${platform()}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`; // prettier-ignore

/** The number that an option gives. @throws TypeError if it is not a whole one, or too small */
export function countFrom(option, text, least = 1) {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least) throw new TypeError(`--${option} takes a number from ${least}`);
  return count;
}

/** A folder to work in, handed to `run`; afterwards it goes away, or is named if it is to be kept. */
export async function inFolder(run, keep = false) {
  const work = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
  try {
    await run(work);
  } finally {
    progress('');
    if (keep) print(`\nkept: ${work}`);
    else rmSync(work, { recursive: true, force: true });
  }
}

/** Runs a program of ours or git, and gives its output. */
export function output(dir, program, ...args) {
  return execFileSync(program, args, { cwd: dir, encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 1e9 });
}

/** A generated project. Made in a process of its own, so that this one stays small: a large process starts others slowly. */
export function makeProject(dir, flags) {
  execFileSync(node, [here('./corpus.js'), dir, '--flags', `${flags}`]);
}

/** A generated project with a long history, likewise. @param args further options of `history-corpus.js` */
export function makeHistory(dir, { flags, commits }, ...args) {
  execFileSync(node, [here('./history-corpus.js'), dir, '--flags', `${flags}`, '--commits', `${commits}`, ...args]);
}

/** Makes a repository of a folder, with all of it in one commit. */
export function commitAll(dir) {
  const when = `${TODAY}T08:00:00Z`;
  const who = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
  const dates = { GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when };
  const git = (...args) => execFileSync('git', args, { cwd: dir, env: { ...process.env, ...env, ...dates } });
  git('-c', 'init.defaultBranch=main', 'init', '--quiet');
  git('add', '--all');
  git(...who, '-c', 'gc.auto=0', 'commit', '--quiet', '--message', 'A project');
}

/** Lints once, so that what lint keeps is there. @throws Error if something is wrong with the project */
export async function lintOnce(dir) {
  const { code, said } = await runOnce({ argv: [node, flagwright, 'lint'], cwd: dir, env });
  if (code !== 0) throw new Error(`lint ended with ${code}: ${said}`);
  await sleep(SETTLED);
}
