import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommandLine } from '../../src/cli/main.ts';
import { measurementsOf } from './measurements.ts';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';

/**
 * Replays a document: fenced blocks `yaml file=PATH` (any language) write files, fenced `console` blocks hold
 * commands after `$ ` and what they print. Lines of stderr follow stdout, each after `2> `; an exit code that is
 * not 0 closes the output as `[exit 1]`.
 *
 * A comment `<!-- $ COMMAND -->` runs a command that the reader need not see.
 *
 * Commands, none of which reaches a shell: `flagwright …` (or `npx flagwright …`) with an optional `< FILE`,
 * `git …`, `commit MESSAGE` (all changes, at the next fixed minute), `rm PATH`, `mv FROM TO`, `example [DIR]`
 * (copies flags.example), `edit FILE FROM TO` (replaces a text once), `cd DIR`, `measured N`
 * (exposures.csv and outcomes.csv of so many users). Other commands are left as they stand.
 * @returns the document as it should be
 */
export async function replay(document: string): Promise<string> {
  const repository = temporaryRepository();
  try {
    const lines = document.split('\n');
    const result: string[] = [];
    const place = { cwd: repository.path };
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as string;
      result.push(line);
      const hidden = /^<!-- \$ (.*) -->$/.exec(line)?.[1];
      if (hidden !== undefined) await runCommand(splitWords(hidden), repository, place);
      const [, info = ''] = /^```(\S.*)$/.exec(line) ?? [];
      if (info === '') continue;
      const end = lines.indexOf('```', at + 1);
      const body = lines.slice(at + 1, end);
      const file = /\bfile=(\S+)/.exec(info)?.[1];
      if (file !== undefined) {
        writeFile(join(place.cwd, file), `${body.join('\n')}\n`);
        result.push(...body);
      } else if (info.startsWith('console')) {
        result.push(...(await replayCommands(body, repository, place)));
      } else {
        result.push(...body);
      }
      result.push('```');
      at = end;
    }
    return result.join('\n');
  } finally {
    repository.remove();
  }
}

interface Place {
  cwd: string;
}

async function replayCommands(
  body: readonly string[],
  repository: TemporaryRepository,
  place: Place,
): Promise<string[]> {
  const result: string[] = [];
  let keep = false;
  for (const line of body) {
    if (!line.startsWith('$ ')) {
      if (keep) result.push(line);
      continue;
    }
    result.push(line);
    const output = await runCommand(splitWords(line.slice(2)), repository, place);
    keep = output === undefined;
    result.push(...(output ?? []));
  }
  return result;
}

/** The lines a command prints; `undefined` for a command that is not ours to run. */
async function runCommand(
  words: readonly string[],
  repository: TemporaryRepository,
  place: Place,
): Promise<string[] | undefined> {
  const [command, ...args] = words[0] === 'npx' ? words.slice(1) : words;
  const path = (name: string | undefined): string => join(place.cwd, name ?? '.');
  switch (command) {
    case 'flagwright':
      return runFlagwright(args, repository, place.cwd);
    case 'git': {
      const text = repository.git('-C', place.cwd, ...args).trimEnd();
      return text === '' ? [] : text.split('\n');
    }
    case 'commit':
      repository.commit(args.join(' '));
      return [];
    case 'rm':
      rmSync(path(args[0]), { recursive: true });
      return [];
    case 'mv':
      mkdirSync(dirname(path(args[1])), { recursive: true });
      renameSync(path(args[0]), path(args[1]));
      return [];
    case 'example':
      cpSync('flags.example', path(args[0]), { recursive: true });
      return [];
    case 'edit': {
      const [file = '', from = '', to = ''] = args.map((word) => word.replaceAll('\\n', '\n'));
      const before = readFileSync(path(file), 'utf8');
      if (!before.includes(from)) throw new Error(`${file} does not hold "${from}"`);
      writeFileSync(path(file), before.replace(from, to));
      return [];
    }
    case 'measured': {
      const { exposures, outcomes } = measurementsOf(Number(args[0]));
      writeFileSync(path('exposures.csv'), exposures);
      writeFileSync(path('outcomes.csv'), outcomes);
      return [];
    }
    case 'cd':
      place.cwd = args[0] === '/' ? repository.path : path(args[0]);
      return [];
    default:
      return undefined;
  }
}

async function runFlagwright(args: readonly string[], repository: TemporaryRepository, cwd: string): Promise<string[]> {
  const redirect = args.indexOf('<');
  const input = redirect < 0 ? '' : readFileSync(join(cwd, args[redirect + 1] ?? ''), 'utf8');
  const { stdout, stderr, exitCode } = await runMain(
    redirect < 0 ? args : args.slice(0, redirect),
    cwd,
    repository.env,
    input,
  );
  const lines = stdout === '' ? [] : stdout.replace(/\n$/, '').split('\n');
  if (stderr !== '')
    lines.push(
      ...stderr
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `2> ${line}`.trimEnd()),
    );
  if (exitCode !== 0) lines.push(`[exit ${exitCode}]`);
  return lines.map((line) => line.replaceAll(repository.path, '/repo'));
}

/** Runs a command line in process, with captured streams that are not terminals, on 2026-11-22. */
export async function runMain(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  input = '',
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  let stdout = '';
  let stderr = '';
  const io = {
    stdin: (async function* () {
      yield input;
    })(),
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env: {
      FLAGWRIGHT_NOW: '2026-11-22',
      GIT_AUTHOR_DATE: '2026-11-22T12:00:00Z',
      GIT_COMMITTER_DATE: '2026-11-22T12:00:00Z',
      ...env,
      LC_ALL: 'C.UTF-8',
    },
    cwd: () => cwd,
  };
  const exitCode = await runCommandLine(args, io);
  return { stdout, stderr, exitCode };
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The words of a command line, with single and double quotes as a shell reads them. */
export function splitWords(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
}
