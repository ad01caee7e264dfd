import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOnPath } from './program-on-path.ts';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';
import { runMain } from './transcript.ts';

/** A machine of a forge: a clone of the demo on a branch, and programs that stand for what such machines have. */
export interface CiWorld {
  readonly repository: TemporaryRepository;
  /** The clone. */
  readonly shop: string;
  /** Where jobs leave their files. */
  readonly temporary: string;
  /** Runs git in the clone. */
  git(...args: string[]): string;
  /** Runs a script as the forge does: one shell, which stops at the first command that fails. */
  run(script: string, env: Readonly<Record<string, string>>, shell?: readonly string[]): Ran;
  /** What the forge was asked for, a line each. */
  asked(): string[];
  /** The last comment that was written. */
  comment(): string | undefined;
  /** What the forge answers to a request whose words or address hold a text; the text `fails` makes it fail. */
  answer(about: string, text: string): void;
  remove(): void;
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Only the version that the files name is run, as the package that is installed. */
const npx = `#!/bin/sh
[ "$1 $2" = "--yes --" ] || { echo "npx $*" >&2; exit 90; }
[ "$3" = "flagwright@$PINNED" ] || { echo "$3 is not pinned" >&2; exit 91; }
shift 3
exec flagwright "$@"
`;

/** Stands for `gh` and `curl`: notes what it is asked for, keeps what it is given, and answers from files. */
const forge = `#!/usr/bin/env node
const fs = require('node:fs');
const words = process.argv.slice(2);
fs.appendFileSync(process.env.FORGE + '/asked', words.join(' ') + '\\n');
const body = words.find((word) => word.startsWith('body@') || word.startsWith('body=@'));
if (body) fs.copyFileSync(body.slice(body.indexOf('@') + 1), process.env.FORGE + '/comment');
const answers = JSON.parse(fs.readFileSync(process.env.FORGE + '/answers.json', 'utf8'));
const [, text = ''] = answers.find(([about]) => words.join(' ').includes(about)) ?? [];
if (text === 'fails') {
  console.error('HTTP 403');
  process.exit(1);
}
const file = words[words.indexOf('--output') + 1];
if (words.includes('--output')) fs.writeFileSync(file, text);
else process.stdout.write(text);
`;

/** @param pinned the version that the files have to name */
export async function ciWorld(pinned: string): Promise<CiWorld> {
  const repository = temporaryRepository();
  const program = programOnPath();
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-forge-'));
  for (const [name, text] of Object.entries({ npx, gh: forge, curl: forge })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  const answers: [string, string][] = [];
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('answers.json'), '[]');
  await runMain(['demo', 'shop'], repository.path, repository.env);
  const shop = join(repository.path, 'shop');
  const env = {
    ...repository.env,
    PATH: `${folder}:${program.path}`,
    FORGE: folder,
    PINNED: pinned,
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: path('output'),
    GITHUB_STEP_SUMMARY: path('summary.md'),
    FLAGWRIGHT_NOW: '2026-11-22T12:00:00Z',
  };
  return {
    repository,
    shop,
    temporary: folder,
    git: (...args) => repository.git('-C', shop, ...args),
    run(script, own, [shell = 'bash', ...args] = ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail']) {
      writeFileSync(path('script'), script);
      const { status, stdout, stderr } = spawnSync(shell, [...args, path('script')], {
        cwd: shop,
        env: { ...env, ...own },
        encoding: 'utf8',
      });
      return { status, stdout, stderr };
    },
    asked() {
      const lines = existsSync(path('asked')) ? readFileSync(path('asked'), 'utf8').split('\n').filter(Boolean) : [];
      rmSync(path('asked'), { force: true });
      return lines;
    },
    comment: () => (existsSync(path('comment')) ? readFileSync(path('comment'), 'utf8') : undefined),
    answer(about, text) {
      answers.unshift([about, text]);
      writeFileSync(path('answers.json'), JSON.stringify(answers));
    },
    remove() {
      repository.remove();
      program.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
