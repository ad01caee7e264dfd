import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const flag = (production: boolean): string => `description: A flag.
type: ops
owner: platform
environments: { production: ${production} }
`;

let repository: TemporaryRepository;
let bare: string;

beforeAll(() => {
  repository = temporaryRepository();
  bare = join(repository.path, '.git', 'bare.git');
  const manifest = 'version: 1\nenvironments: { production: {} }\n';
  repository.write({ 'flags/flagwright.yaml': manifest, 'flags/one-flag.flag.yaml': flag(false) });
  repository.commit('Start');
  repository.write({ 'flags/one-flag.flag.yaml': flag(true) });
  repository.commit('Switch it on');
  repository.git('clone', '--quiet', '--bare', '.', bare);
});

afterAll(() => repository.remove());

const refusal = (checkout: string): string =>
  `error: "${bare}" looks like a bare git repository, and is used as one only where GIT_DIR names it\n` +
  `help: it is inside the checkout ${checkout}: run this there; ` +
  `or, if it is yours: GIT_DIR=${bare} flagwright list --at main\n`;

const run = (...args: string[]): ReturnType<typeof runMain> =>
  runMain(args, bare, { ...repository.env, GIT_DIR: bare });

describe('a bare repository', () => {
  it('is used only where GIT_DIR names it, from wherever', async () => {
    const args = ['list', '--at', 'main'];
    const listed = await run(...args);
    expect(listed).toMatchObject({ exitCode: 0, stderr: '' });
    for (const cwd of [repository.path, join(bare, 'refs')]) {
      expect(await runMain(args, cwd, { ...repository.env, GIT_DIR: bare })).toEqual(listed);
    }
    for (const command of [args, ['-C', bare, ...args], ['lint'], ['status'], ['history', 'one-flag']]) {
      const refused = await runMain(command, command[0] === '-C' ? repository.path : bare, repository.env);
      expect(refused).toEqual({ exitCode: 2, stdout: '', stderr: refusal(repository.path) });
    }
    expect(await runMain(['explain', 'expired'], bare, repository.env)).toMatchObject({ exitCode: 0 });
  });

  it('is looked at as a working tree is at a commit', async () => {
    for (const command of [['history', 'one-flag'], ['blame', 'one-flag'], ['diff'], ['audit'], ['list']]) {
      const args = [...command, '--at', 'main', '--now', '2026-11-22'];
      const inTree = await runMain(args, join(repository.path, 'flags'), repository.env);
      expect(inTree.stdout).not.toBe('');
      expect(await run(...args)).toEqual(inTree);
    }
  });

  it('has nothing to look at where no commit is named', async () => {
    const { exitCode, stderr } = await run('history', 'one-flag');
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'error: this is a bare repository, without files to look at\nhelp: name a commit to look at: --at main\n',
    );
  });

  it('may have its project in any folder of the commit', async () => {
    for (const named of ['flags', './flags/', '/flags']) {
      expect((await run('list', '--at', 'main', '--project', named)).exitCode).toBe(0);
    }
    const { exitCode, stderr } = await run('list', '--at', 'main', '--project', '../flagz');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no flagwright.yaml in ../flagz');
  });
});
