import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWhole } from './depth.ts';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';
import { runMain } from './transcript.ts';

/** Something that changes what plain git shows, or has it run a program. */
export interface Hostile {
  readonly name: string;
  /**
   * `name=value`, for the configuration of the user and of the repository alike. `PROGRAM` leaves a trace of having been
   * run; `OUTSIDE` is a folder beside the repository. Variables of the environment and files may speak of these, too.
   */
  readonly settings?: readonly string[];
  /** For that of the user, or of the repository, alone. */
  readonly global?: readonly string[];
  readonly local?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Puts files in place. */
  readonly layout?: (place: Place) => void;
  /** A git command that runs the program: so it would be seen if we did. */
  readonly fires?: readonly string[];
  /** A command that changes a flag comes out differently, and may: it is meant to run what the user has configured. */
  readonly onlyReading?: true;
}

export interface Place {
  /** The top of the working tree. */
  readonly path: string;
  /** A folder outside of it. */
  readonly outside: string;
  /** A program that leaves a trace of having been run. */
  readonly program: string;
  git(...args: string[]): string;
  write(files: Readonly<Record<string, string>>): void;
  /** Keeps files from being listed as new ones. */
  hide(...names: string[]): void;
}

const FLAG = 'payment-api-v2';
const context = ['--env', 'production', '--attribute', 'targetingKey=u-2'];

/** Every command that reads, in short forms. */
const reading: readonly (readonly string[])[] = [
  ['status'],
  ['list'],
  ['show', FLAG],
  ['lint'],
  ['lint', '--changed'],
  ['history', FLAG, '--json'],
  ['diff'],
  ['diff', 'HEAD~3..HEAD'],
  ['blame', FLAG],
  ['audit', '--json'],
  ['audit', 'verify'],
  ['bisect', FLAG, ...context, '--good', 'HEAD~4'],
  ['evaluate', FLAG, ...context],
  ['simulate', FLAG, '--env', 'production', '--against', 'HEAD~2', '--size', '50'],
  ['graph'],
  ['impact', FLAG],
  ['explain', 'expired'],
  ['test', FLAG],
  ['rollback', FLAG, '--env', 'production'],
  ['list', '--at', 'HEAD~1'],
  ['lint', '--at', 'HEAD~1'],
  ['show', FLAG, '--at', '2026-11-01T00:02:30Z'],
  ['pr', 'HEAD~3...HEAD'],
  // These look at git in the ways of the others.
  ...(isWhole
    ? [
        ['policy', 'check', 'HEAD~3'],
        ['lifecycle', '--all'],
        ['usage'],
        ['codeowners'],
        ['retire', FLAG, '--dry-run'],
        ['export', 'openfeature-manifest'],
      ]
    : []),
];

const changing = ['disable', 'express-checkout', '--env', 'staging', '--trailer', 'Reason=Wörds', '--commit'];

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

interface Outcome {
  /** What each command printed, by the command. */
  readonly read: Readonly<Record<string, Printed>>;
  /** What a command that changes a flag printed, and the commit it made. */
  readonly changed: unknown;
  /** The programs that were run by commands that read, a line each. */
  readonly ran: string;
  /** Whether plain git runs it. */
  readonly fired: boolean | undefined;
}

/** A repository in which there is something to see for every command: merges, people, trailers, signatures, edits. */
function plainRepository(): TemporaryRepository {
  const repository = temporaryRepository();
  const path = 'flags/payments/payment-api-v2.flag.yaml';
  const edit = (field: string, value: string): void => {
    const text = readFileSync(join(repository.path, path), 'utf8');
    repository.write({ [path]: text.replace(new RegExp(`^( *${field}:) .*`, 'm'), `$1 ${value}`) });
  };
  cpSync('flags.example', join(repository.path, 'flags'), { recursive: true });
  repository.commit('Start');
  edit('enabled', 'false');
  repository.commit('Off: charges fail\n\nA body.\n\nReason: charges fail\n since noon\nIncident: INC-1\n');
  edit('criticality', 'high');
  repository.commit('Less critical\n\nReason: the peak is over\nReviewed-by: Lin <lin@example.com>\n', {
    author: 'Zoë <zoe@example.com>',
  });
  repository.git('checkout', '--quiet', '-b', 'topic', 'HEAD~1');
  edit('enabled', 'true');
  repository.commit('On again\n\nApproved-by: Sam <sam@example.com>\n');
  repository.git('checkout', '--quiet', 'main');
  repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge: on again\n\nReason: repaired', 'topic');
  for (const kind of ['PGP', 'SSH']) {
    edit('criticality', kind === 'PGP' ? 'critical' : 'medium');
    repository.commit(`Signed with ${kind}`);
    sign(repository, kind);
  }
  repository.write({ '.gitignore': '*.log\n', 'src/a.txt': 'a\n' });
  repository.commit('Other files');
  edit('criticality', 'low');
  repository.write({ 'src/b.txt': 'b\n', 'src/a.txt': 'changed\n', 'x.log': '' });
  return repository;
}

/** Replaces the last commit by one with a signature that nobody can check. */
function sign(repository: TemporaryRepository, kind: string): void {
  const [headers, ...message] = repository.git('cat-file', 'commit', 'HEAD').split('\n\n');
  const signature = `gpgsig -----BEGIN ${kind} SIGNATURE-----\n \n AAAA\n -----END ${kind} SIGNATURE-----`;
  repository.write({ '.git/signed': `${headers}\n${signature}\n\n${message.join('\n\n')}\n` });
  const id = repository.git('hash-object', '-t', 'commit', '-w', '.git/signed');
  repository.git('reset', '--quiet', '--soft', id);
}

interface HostileGit {
  /** What comes out with something hostile in place; nothing of it is left for the next. */
  outcome(hostile: Hostile): Promise<Outcome>;
  remove(): void;
}

function hostileGit(): HostileGit {
  const plain = plainRepository();
  const outcome = async (hostile: Hostile): Promise<Outcome> => {
    const outside = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-hostile-')));
    try {
      return await outcomeIn(outside, plain, hostile);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  };
  return { outcome, remove: () => plain.remove() };
}

async function outcomeIn(outside: string, plain: TemporaryRepository, hostile: Hostile): Promise<Outcome> {
  const path = join(outside, 'repo');
  const trace = join(outside, 'trace');
  const program = join(outside, 'program');
  // As a filter it gives back what it gets; as anything else, it fails.
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${trace}'\n[ "$1" = filter ] && exec cat\nexit 1\n`, {
    mode: 0o755,
  });
  cpSync(plain.path, path, { recursive: true, verbatimSymlinks: true });
  const named = (text: string): string => text.replaceAll('PROGRAM', program).replaceAll('OUTSIDE', outside);
  const global = join(outside, 'gitconfig');
  const env: Record<string, string> = { ...plain.env, HOME: outside, GIT_CONFIG_GLOBAL: global };
  const place: Place = {
    path,
    outside,
    program,
    git: (...args) => execFileSync('git', args, { cwd: path, env, encoding: 'utf8', stdio: 'pipe' }).trimEnd(),
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), named(text));
      }
    },
    hide: (...names) => appendFileSync(join(path, '.git/info/exclude'), names.map((name) => `/${name}\n`).join('')),
  };
  writeFileSync(global, '');
  hostile.layout?.(place);
  const { settings = [], global: users = [], local = [] } = hostile;
  writeFileSync(global, named([...settings, ...users].map(configLine).join('')));
  const own = [...settings, ...local].map(configLine).join('');
  if (own !== '') appendFileSync(join(path, '.git', 'config'), named(own));
  for (const [name, value] of Object.entries(hostile.env ?? {})) env[name] = named(value);

  const run = async (args: readonly string[]): Promise<Printed> =>
    JSON.parse(JSON.stringify(await runMain(args, path, env)).replaceAll(outside, '/outside')) as Printed;
  const read: Record<string, Printed> = {};
  for (const args of reading) read[args.join(' ')] = await run(args);
  const ran = existsSync(trace) ? readFileSync(trace, 'utf8') : '';
  let fired: boolean | undefined;
  if (hostile.fires) {
    rmSync(trace, { force: true });
    spawnSync('git', hostile.fires, { cwd: path, env, stdio: 'ignore' });
    fired = existsSync(trace);
  }
  const changed = hostile.onlyReading ? undefined : [await run(changing), headOf(path, plain)];
  return { read, changed, ran, fired };
}

/** `a.b.c=d` as git's configuration has it. */
function configLine(setting: string): string {
  const [name, value] = [setting.slice(0, setting.indexOf('=')), setting.slice(setting.indexOf('=') + 1)];
  const [section, key] = [name.slice(0, name.indexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
  const part = name.slice(section.length + 1, -key.length - 1);
  return `[${section}${part && ` "${part}"`}]\n\t${key} = ${JSON.stringify(value)}\n`;
}

/** The commit that is checked out, and what is left to commit. */
function headOf(path: string, { env }: TemporaryRepository): string {
  const safe = { ...env, GIT_NO_REPLACE_OBJECTS: '1', GIT_DIR: join(path, '.git'), GIT_WORK_TREE: path };
  const settings = ['-c', 'core.fsmonitor=', '-c', 'diff.orderFile=/dev/null'];
  const git = (...args: string[]): string =>
    execFileSync('git', [...settings, ...args], { cwd: path, env: safe, encoding: 'utf8' });
  return (
    git('cat-file', 'commit', 'HEAD') + git('status', '--porcelain=v1', '--untracked-files=no', '--ignore-submodules')
  );
}

/** Hooks that leave a trace. `folder` is relative to the top. */
export function putHooks({ write, path }: Place, folder: string): void {
  for (const name of ['post-index-change', 'reference-transaction', 'pre-commit', 'commit-msg', 'post-checkout']) {
    write({ [`${folder}/${name}`]: `#!/bin/sh\nPROGRAM ${name}\nexit 0\n` });
    chmodSync(join(path, folder, name), 0o755);
  }
}

/** Tests that every command comes out as it does without something hostile, and that none of those that read runs a program. */
export function testHostile(kind: string, rows: readonly Hostile[]): void {
  describe(`${kind} that change what git does (${rows.length})`, () => {
    let git: HostileGit;
    let plain: Outcome;

    beforeAll(async () => {
      git = hostileGit();
      plain = await git.outcome({ name: 'nothing' });
    }, 60_000);

    afterAll(() => git.remove());

    it('would be seen', () => {
      for (const [command, { stdout, stderr }] of Object.entries(plain.read)) {
        expect(stdout.length, command).toBeGreaterThan(40);
        expect(stderr, command).toBe('');
      }
      const text = JSON.stringify(plain.read);
      for (const part of ['charges fail since noon', 'Zoë', 'INC-1', 'Merge: on again', 'unknown', 'medium → low']) {
        expect(text.includes(part), part).toBe(true);
      }
      expect(plain).toMatchObject({ ran: '', changed: [{ exitCode: 0 }, expect.stringContaining('parent ')] });
    });

    it.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
      const { read, changed, ran, fired } = await git.outcome(row);
      for (const args of reading) {
        const command = args.join(' ');
        expect(read[command], command).toEqual(plain.read[command]);
      }
      expect(ran).toBe('');
      if (row.fires) expect(fired).toBe(true);
      if (!row.onlyReading) expect(changed).toEqual(plain.changed);
    });
  });
}
