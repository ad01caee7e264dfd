import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { makeFolders, removeFolder } from '../platform/disk-writer.ts';
import type { ProcessEnvironment } from '../platform/environment.ts';
import { runGit, startGit } from './git-process.ts';
import { systemErrorText } from '../platform/system-error.ts';

/** A commit to be made, with what it changes against its first parent. */
export interface NewCommit {
  /** For `{NAME}` in later messages, which stands for the id of this commit. */
  readonly name: string | undefined;
  /** Committer as well. */
  readonly author: { readonly name: string; readonly email: string };
  /** Seconds since 1970. */
  readonly date: number;
  readonly message: string;
  /** Places of the parents in the list, the first parent first; none for a root. */
  readonly parents: readonly number[];
  /** Content by path; `null` removes. */
  readonly files: ReadonlyMap<string, string | null>;
}

export interface GitImportOptions {
  readonly env: ProcessEnvironment;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a repository whose branch `main` is the last of some commits, and checks it out. One `git fast-import` makes all
 * of them. Nothing that is configured on this machine has a say, so the ids are the same everywhere.
 *
 * @param folder absolute path; made if it is not there
 * @returns the ids, in the order of the commits
 * @throws UserError if the folder holds anything, or cannot be made
 */
export async function importRepository(
  folder: string,
  commits: readonly NewCommit[],
  options: GitImportOptions,
): Promise<readonly string[]> {
  const made = makeEmpty(folder);
  const at = { cwd: folder, env: isolated(options.env), signal: options.signal };
  try {
    await runGit(['init', '--quiet', '--template=', '--initial-branch=main', '--object-format=sha1'], at);
    const ids = await fastImport(commits, at);
    await runGit(['reset', '--quiet', '--hard', 'refs/heads/main', '--'], at);
    return ids;
  } catch (error) {
    // It was empty, so all that is in it now came from here.
    for (const name of readdirSync(folder)) removeFolder(join(folder, name));
    if (made !== undefined) removeFolder(made);
    throw error;
  }
}

/** Gives the topmost folder that had to be made. */
function makeEmpty(folder: string): string | undefined {
  const help = 'name a folder that is empty, or one that is not there yet';
  try {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats && !stats.isDirectory()) throw new UserError(`${folder} is not a folder`, help);
    if (stats && readdirSync(folder).length > 0) throw new UserError(`${folder} is not empty`, help);
    return makeFolders(folder);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot write to ${dirname(folder)}: ${systemErrorText(error)}`, help);
  }
}

/** Without anything that points git elsewhere, and without the configuration of user and system. */
function isolated(env: ProcessEnvironment): ProcessEnvironment {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || name === 'GIT_EXEC_PATH');
  return { ...Object.fromEntries(own), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
}

/** Ids are asked for on the way, because messages may name the commits before them. */
async function fastImport(
  commits: readonly NewCommit[],
  at: { readonly cwd: string; readonly env: ProcessEnvironment; readonly signal: AbortSignal | undefined },
): Promise<string[]> {
  const { child, ended } = startGit(['fast-import', '--quiet'], { ...at, keepOpen: true });
  // Heard below; until then a failure only ends the answers.
  ended.catch(() => {});
  const answers = linesOf(child.stdout);
  const ids: string[] = [];
  const byName = new Map<string, string>();
  for (const [index, commit] of commits.entries()) {
    child.stdin.write(`${commitCommand(commit, index, byName)}get-mark :${index + 1}\n`);
    const { value: id, done } = await answers.next();
    if (done) break;
    ids.push(id);
    if (commit.name !== undefined) byName.set(commit.name, id);
  }
  child.stdin.end();
  await ended;
  return ids;
}

function commitCommand(commit: NewCommit, index: number, ids: ReadonlyMap<string, string>): string {
  const { author, date, parents, files } = commit;
  const message = commit.message.replace(/\{([\w-]+)\}/g, (text, name: string) => ids.get(name) ?? text);
  const person = `${author.name} <${author.email}> ${date} +0000`;
  const lines = ['reset refs/heads/main', 'commit refs/heads/main', `mark :${index + 1}`];
  lines.push(`author ${person}`, `committer ${person}`, `data ${Buffer.byteLength(message)}`, message);
  parents.forEach((parent, n) => lines.push(`${n === 0 ? 'from' : 'merge'} :${parent + 1}`));
  for (const [path, text] of files) {
    if (text === null) lines.push(`D ${JSON.stringify(path)}`);
    else lines.push(`M 100644 inline ${JSON.stringify(path)}`, `data ${Buffer.byteLength(text)}`, text);
  }
  return `${lines.join('\n')}\n\n`;
}

async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
