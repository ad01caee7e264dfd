import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { programOnPath, type ProgramOnPath } from './support/program-on-path.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';

/** Git itself calls the built program, found on PATH. */
let program: ProgramOnPath;

beforeAll(() => {
  program = programOnPath();
});
afterAll(() => program.remove());

let repository: TemporaryRepository;
beforeEach(() => (repository = temporaryRepository()));
afterEach(() => repository.remove());

const run = (words: readonly string[], path = program.path) => {
  const [command = '', ...args] = words;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: repository.path,
    env: { ...repository.env, PATH: path, LANG: 'C.UTF-8', GIT_EDITOR: 'true' },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};
const git = (...args: string[]) => run(['git', ...args]);
const file = 'flags/it\'s $(touch x); "new" ui.flag.yaml';
const content = (name = file): string => readFileSync(join(repository.path, name), 'utf8');

const flag = (own: { type?: string; owner?: string; on?: number; name?: string } = {}): string =>
  `# Checkout\ntype: ${own.type ?? 'release'}\nowner: ${own.owner ?? 'a'} # team\nenvironments:\n  production:\n    enabled: true\n    otherwise: { on: ${own.on ?? 25}, off: ${100 - (own.on ?? 25)} }\n`;

/** A branch `topic` with one change and `main` with another, both from one commit. */
function diverge(base: string, ours: string, theirs: string, name = file): void {
  const put = (text: string, message: string): void => {
    mkdirSync(join(repository.path, 'flags'), { recursive: true });
    writeFileSync(join(repository.path, name), text);
    repository.commit(message);
  };
  expect(run(['flagwright', 'git', 'install']).status).toBe(0);
  put(base, 'base');
  repository.git('checkout', '--quiet', '-b', 'topic');
  put(theirs, 'theirs');
  repository.git('checkout', '--quiet', 'main');
  put(ours, 'ours');
}

describe('git', () => {
  const both = flag({ type: 'ops', owner: 'b' });
  const different = (): void => diverge(flag(), flag({ type: 'ops' }), flag({ owner: 'b' }));

  it('merges changes to different things on neighbouring lines', () => {
    different();
    expect(git('merge', 'topic')).toMatchObject({ status: 0 });
    expect(content()).toBe(both);
    expect(readdirSync(repository.path).sort()).toEqual(['.git', '.gitattributes', 'flags']);
    expect(git('status', '--porcelain').output).toBe('');
  });

  it('rebases and cherry-picks them', () => {
    different();
    expect(git('cherry-pick', 'topic')).toMatchObject({ status: 0 });
    expect(content()).toBe(both);
    expect(git('reset', '--hard', 'HEAD~').status).toBe(0);
    expect(git('checkout', 'topic').status).toBe(0);
    expect(git('rebase', 'main')).toMatchObject({ status: 0 });
    expect(content()).toBe(both);
  });

  it('merges in a sub-folder, called from there', () => {
    different();
    expect(git('-C', 'flags', 'merge', 'topic')).toMatchObject({ status: 0 });
    expect(content()).toBe(both);
  });

  it('leaves a real conflict in markers once, with the rest merged', () => {
    const typed = (own: object): string => flag({ type: 'experiment', ...own });
    diverge(typed({}), typed({ on: 50 }), typed({ on: 10, owner: 'b' }));
    const { status, output } = git('merge', 'topic');
    expect(status).toBe(1);
    expect(output).toContain('conflict in ');
    expect(output).toContain('production: otherwise: an experiment: a person decides how it is split');
    expect(content()).toBe(
      typed({ owner: 'b' }).replace(
        /^ {4}otherwise.*$/m,
        '<<<<<<< ours\n    otherwise: { on: 50, off: 50 }\n=======\n    otherwise: { on: 10, off: 90 }\n>>>>>>> theirs',
      ),
    );
    expect(git('status', '--porcelain').output).toMatch(/^UU /m);
    expect(git('merge', '--abort').status).toBe(0);
  });

  it('shows the base in markers where git is configured to', () => {
    const typed = (own: object): string => flag({ type: 'experiment', ...own });
    diverge(typed({}), typed({ on: 50 }), typed({ on: 10, owner: 'b' }));
    expect(git('-c', 'merge.conflictStyle=diff3', 'merge', 'topic').status).toBe(1);
    expect(content()).toBe(
      typed({ owner: 'b' }).replace(
        /^ {4}(otherwise.*)$/m,
        '<<<<<<< ours\n    otherwise: { on: 50, off: 50 }\n||||||| base\n    $1\n=======\n    otherwise: { on: 10, off: 90 }\n>>>>>>> theirs',
      ),
    );
  });

  it('merges line by line where flagwright is not on PATH, with markers', () => {
    different();
    const { status, output } = run(['git', 'merge', 'topic'], program.without);
    expect(status).toBe(1);
    expect(output).toMatch(/flagwright: .*not found/);
    expect(content()).toContain('<<<<<<< ours\ntype: ops\nowner: a # team\n=======\ntype: release\nowner: b # team\n');
    expect(git('status', '--porcelain').output).toMatch(/^UU /m);
  });

  it('merges line by line where flagwright fails, once', () => {
    different();
    const broken = mkdtempSync(join(tmpdir(), 'flagwright-broken-'));
    writeFileSync(join(broken, 'flagwright'), '#!/bin/sh\nexit 3\n', { mode: 0o755 });
    expect(run(['git', 'merge', 'topic'], `${broken}:${program.without}`).status).toBe(1);
    rmSync(broken, { recursive: true });
    expect(content().match(/^<<<<<<< /gm)).toHaveLength(1);
  });

  it('merges distant lines without flagwright, and ends well', () => {
    diverge(flag(), flag({ on: 50 }), flag({ type: 'ops' }));
    expect(run(['git', 'merge', 'topic'], program.without)).toMatchObject({ status: 0 });
    expect(content()).toBe(flag({ on: 50, type: 'ops' }));
  });

  it('merges line by line what is not YAML', () => {
    diverge('a: [\nb: 1\n', 'a: [\nb: 2\n', 'x\na: [\nb: 3\n');
    const { status, output } = git('merge', 'topic');
    expect(status).toBe(1);
    expect(output).toContain('merged line by line: not every side of it is valid YAML');
    expect(content()).toBe('x\na: [\n<<<<<<< ours\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n');
  });

  it('says that binary files are in conflict, and keeps ours', () => {
    diverge('a\0', 'b\0', 'c\0', 'flags/x.flag.yaml');
    expect(git('merge', 'topic').status).toBe(1);
    expect(content('flags/x.flag.yaml')).toBe('b\0');
    expect(git('status', '--porcelain').output).toBe('UU flags/x.flag.yaml\n');
  });

  it('merges a file whose name looks like an option', () => {
    diverge(flag(), flag({ type: 'ops' }), flag({ owner: 'b' }), '--help.flag.yaml');
    expect(git('merge', 'topic')).toMatchObject({ status: 0 });
    expect(content('--help.flag.yaml')).toBe(both);
  });

  it('shows differences in meaning, and lines where flagwright is not on PATH', () => {
    different();
    writeFileSync(join(repository.path, file), flag({ type: 'ops', on: 50 }).replace('# Checkout', '# Other'));
    const changed = (path?: string): string[] =>
      run(['git', 'diff'], path)
        .output.split('\n')
        .filter((line) => /^[-+](?![-+])/.test(line));
    expect(changed()).toEqual([
      '-environments.production.otherwise: { on: 25, off: 75 }',
      '+environments.production.otherwise: { on: 50, off: 50 }',
    ]);
    expect(changed(program.without)).toContain('+# Other');
  });
});

describe('git install', () => {
  const config = (): string => git('config', '--local', '--list').output;

  it('is the same when done twice, keeps what is there, and is taken out whole', () => {
    const before = config();
    repository.write({ '.gitattributes': '*.png binary' });
    expect(run(['flagwright', 'git', 'install']).status).toBe(0);
    const attributes =
      '*.png binary\n*.flag.yaml merge=flagwright diff=flagwright\n*.segment.yaml merge=flagwright diff=flagwright\n';
    expect(content('.gitattributes')).toBe(attributes);
    const installed = config();
    expect(installed).toContain('merge.flagwright.driver=flagwright git merge-driver -- %O %A %B %L %P;');
    expect(run(['flagwright', 'git', 'install'])).toMatchObject({
      status: 0,
      output: expect.stringContaining('Nothing'),
    });
    expect(content('.gitattributes')).toBe(attributes);
    expect(config()).toBe(installed);
    expect(run(['flagwright', 'git', 'install', '--uninstall']).status).toBe(0);
    expect(content('.gitattributes')).toBe('*.png binary\n');
    expect(config()).toBe(before);
  });
});
