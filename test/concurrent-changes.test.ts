import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryRepository } from './support/repository.ts';

const processes = 20;
const folder = mkdtempSync(join(tmpdir(), 'flagwright-'));
const program = join(folder, 'flagwright.cjs');

/** The command line as it is now, in one file that any process can run. */
beforeAll(async () => {
  const contents = `
    import { run } from './src/cli/run.ts';
    const { stdin, stdout, stderr, env } = process;
    run(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: () => process.cwd() }).then((code) => {
      process.exitCode = code;
    });`;
  await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['inquirer'],
    define: { FLAGWRIGHT_VERSION: '"test"', FLAGWRIGHT_BUILD: '"test"' },
    logLevel: 'silent',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function flagwright(cwd: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Ended> {
  return finished(process.execPath, [program, ...args], cwd, env);
}

function finished(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A change of one flag, another one for each index, as a commit of its own. */
function change(index: number): string[] {
  const weights = `on=${index + 1},off=${99 - index}`;
  return ['rollout', 'new-checkout-ui', weights, '--env', 'production', '--commit', '-m', `change ${index}`];
}

it('twenty processes that change the same flag: each lands or says no', { timeout: 60_000 }, async () => {
  const repository = temporaryRepository();
  try {
    cpSync('flags.example', repository.path, { recursive: true });
    repository.commit('Start');
    const env = { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22' };
    const ended = await Promise.all(
      Array.from({ length: processes }, (_, index) => flagwright(repository.path, env, change(index))),
    );
    const yes = ended.flatMap(({ code }, index) => (code === 0 ? [`change ${index}`] : []));
    const answers = ended.filter(({ code }) => code !== 0);
    expect(answers.filter(({ code, output }) => code !== 1 || !output.startsWith('refused: '))).toEqual([]);
    const log = repository.git('log', '--format=%s').split('\n');
    expect(yes.length).toBeGreaterThan(0);
    expect(log.slice(0, -1).sort()).toEqual(yes.sort());
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('fsck', '--strict', '--no-dangling', '--no-progress')).toBe('');
  } finally {
    repository.remove();
  }
});

/** What Flagwright or git have left behind in a repository. */
function leftIn(path: string): string[] {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /(?:^|\/)\.?flagwright-|\.lock|\.over-/.test(name));
}

it(
  'twenty processes beside somebody who commits by hand: a yes has landed, a no changed nothing',
  { timeout: 120_000 },
  async () => {
    const repository = temporaryRepository();
    try {
      cpSync('flags.example', repository.path, { recursive: true });
      repository.commit('Start');
      const env = { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22' };
      const byHand: string[] = [];
      let edits = 0;
      // As a person would: edits a file, commits it, and sometimes nothing at all; git says no while somebody else is writing.
      const commitByHand = async (): Promise<void> => {
        const subject = `by hand ${++edits}`;
        const isEmpty = edits % 2 === 0;
        if (!isEmpty) writeFileSync(join(repository.path, 'notes.txt'), `${subject}\n`);
        const what = isEmpty ? ['--allow-empty'] : ['--only', 'notes.txt'];
        const { code, output } = await finished('git', ['commit', '-q', '-m', subject, ...what], repository.path, env);
        if (code === 0) byHand.push(subject);
        else expect(output).toMatch(/\.lock': File exists|cannot lock ref/);
      };
      writeFileSync(join(repository.path, 'notes.txt'), 'notes\n');
      repository.git('add', 'notes.txt');
      repository.git('commit', '-q', '-m', 'Notes');
      // Each answer to a writer is followed by a commit by hand, one after the other, while the other writers go on.
      let committing = Promise.resolve();
      const ended: Ended[] = [];
      const yes: string[] = [];
      const write = async (index: number): Promise<void> => {
        for (let tries = 0; tries < 2 && !yes.includes(`change ${index}`); tries++) {
          const answer = await flagwright(repository.path, env, change(index));
          ended.push(answer);
          if (answer.code === 0) yes.push(`change ${index}`);
          committing = committing.then(commitByHand);
        }
      };
      await Promise.all(Array.from({ length: processes }, (_, index) => write(index)));
      await committing;
      // The last of these may have been refused; nobody is in the way any more.
      for (let more = 0; more < 2; more++) await commitByHand();
      const said = ended.filter(({ code, output }) => code !== 0 && (code !== 1 || !output.startsWith('refused: ')));
      expect(said).toEqual([]);
      expect(yes.length).toBeGreaterThan(0);
      const log = repository
        .git('log', '--format=%H %s')
        .split('\n')
        .map((line) => [line.slice(0, 40), line.slice(41)] as const);
      const subjects = log.map(([, subject]) => subject);
      expect(subjects.filter((subject) => subject.startsWith('change')).sort()).toEqual(yes.sort());
      expect(subjects.filter((subject) => subject.startsWith('by hand')).sort()).toEqual(byHand.sort());
      for (const [commit, subject] of log) {
        if (!subject.startsWith('change ')) continue;
        const on = Number(subject.slice('change '.length)) + 1;
        const flag = repository.git('show', `${commit}:checkout/new-checkout-ui.flag.yaml`);
        expect(flag).toMatch(new RegExp(` production:[^]*?otherwise: \\{ on: ${on}, off: ${100 - on} \\}`));
        expect(repository.git('diff', '--name-only', `${commit}^`, commit)).toBe('checkout/new-checkout-ui.flag.yaml');
      }
      expect(repository.git('status', '--porcelain')).toBe('');
      expect(leftIn(repository.path)).toEqual([]);
      expect(repository.git('fsck', '--strict', '--no-dangling', '--no-progress')).toBe('');
      process.stdout.write(
        `race: ${processes} writers, ${ended.length} tries, ${yes.length} landed, beside ${byHand.length} of ${edits} commits by hand\n`,
      );
    } finally {
      repository.remove();
    }
  },
);

it('two processes that roll the same flag back: one lands, the other is told', { timeout: 60_000 }, async () => {
  const repository = temporaryRepository();
  try {
    cpSync('flags.example', repository.path, { recursive: true });
    const path = join(repository.path, 'checkout/new-checkout-ui.flag.yaml');
    const serve = (on: number): void => {
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace(/( production:[^]*?otherwise: )[^\n]*/, `$1{ on: ${on}, off: ${100 - on} }`));
      repository.commit(`${on} percent`);
    };
    for (const on of [10, 20, 30]) serve(on);
    const env = { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22' };
    const previewed = repository.git('rev-parse', 'HEAD');
    const ended = await Promise.all(
      [1, 2].map((version) => {
        const wanted = ['rollback', 'new-checkout-ui', '--to', String(version), '--env', 'production'];
        return flagwright(repository.path, env, [...wanted, '--expect-head', previewed, '--apply']);
      }),
    );
    const landed = ended.findIndex(({ code }) => code === 0);
    const told = ended[1 - landed];
    expect([ended.map(({ code }) => code).sort(), told?.output]).toEqual([[0, 1], expect.stringMatching(/^refused: /)]);
    expect(repository.git('log', '--format=%s').split('\n')).toEqual([
      `Roll back new-checkout-ui to version ${landed + 1} in production`,
      '30 percent',
      '20 percent',
      '10 percent',
    ]);
    expect(readFileSync(path, 'utf8')).toContain(`otherwise: { on: ${landed === 0 ? 10 : 20}, `);
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('fsck', '--strict', '--no-dangling', '--no-progress')).toBe('');
  } finally {
    repository.remove();
  }
});
