import { existsSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

/** Files that are not read, because their names are nearly right. */

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

const flag =
  'description: A flag of the shop.\ntype: ops\nowner: shop\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-11-01 }\nenvironments: { production: true }\n';

/** A clean project in `flags/`. */
function shop(more: Readonly<Record<string, string>> = {}): TemporaryRepository {
  const repository = temporaryRepository();
  made.push(repository);
  repository.write({
    'flags/flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
    'flags/owners.yaml': 'teams:\n  shop: { name: Shop, members: [ada@example.com] }\n',
    'flags/right.flag.yaml': flag,
    ...more,
  });
  repository.commit('Start');
  return repository;
}

const run = (repository: TemporaryRepository, ...args: string[]): ReturnType<typeof runMain> =>
  runMain(args, repository.path, { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22' });

describe('a file whose name is nearly right', () => {
  test.each([
    ['flags/checkout/x.flag.yml', 'x.flag.yaml'],
    ['flags/x.flag.yaml.txt', 'x.flag.yaml'],
    ['flags/x.segment.yml', 'x.segment.yaml'],
    ['flags/x.spec.YAML', 'x.spec.yaml'],
    ['flags/policy.yml', 'policy.yaml'],
    ['flags/flagwright.yml', 'flagwright.yaml'],
  ])('is a warning with the right name, and nothing renames it: %s', async (file, name) => {
    const repository = shop({ [file]: flag });
    const warning = `warning: ${file} was passed over: files of a project end in .yaml\nhelp: rename it to ${name}\n`;
    for (const more of [[], ['--fix'], ['--format', 'json']]) {
      expect(await run(repository, 'lint', ...more)).toMatchObject({ exitCode: 0, stderr: warning });
    }
    expect((await run(repository, 'lint', '--max-warnings', '0')).exitCode).toBe(1);
    expect((await run(repository, 'lint', '--fail-on', 'warning')).exitCode).toBe(1);
    expect(existsSync(`${repository.path}/${file}`)).toBe(true);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('is named where somebody asks for it, and is not reported where others are asked for', async () => {
    const repository = shop({ 'flags/x.flag.yml': flag });
    expect(await run(repository, 'lint', 'flags/x.flag.yml')).toMatchObject({
      exitCode: 2,
      stderr:
        'error: the project has no file "flags/x.flag.yml"\nhelp: files of a project end in .yaml: rename it to x.flag.yaml\n',
    });
    expect(await run(repository, 'lint', 'flags/right.flag.yaml')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await run(repository, 'lint', '--changed', '--base', 'HEAD')).toMatchObject({ exitCode: 0, stderr: '' });
    repository.write({ 'flags/y.flag.yml': flag });
    const changed = await run(repository, 'lint', '--changed', '--base', 'HEAD');
    expect(changed.stderr).toContain('y.flag.yml was passed over');
    expect(changed.stderr).not.toContain('x.flag.yml');
  });

  test('is not one that belongs to somebody else', async () => {
    const others = [
      'docker-compose.yml',
      '.github/workflows/flagwright.yml',
      'sub/owners.yml',
      'owners.yml',
      'node_modules/a/x.flag.yml',
    ];
    const repository = shop(Object.fromEntries(others.map((file) => [`flags/${file}`, 'a: 1\n'])));
    expect(await run(repository, 'lint')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('is told of a few, and the others are counted', async () => {
    const files = Array.from({ length: 15 }, (_, at) => [`flags/flag-${at}.flag.yml`, flag]);
    const { stderr } = await run(shop(Object.fromEntries(files)), 'lint');
    expect(stderr.split('\n').filter((line) => line.includes('was passed over'))).toHaveLength(10);
    expect(stderr).toContain('warning: 5 more files were passed over for the name\n');
  });
});

describe('a manifest whose name is nearly right', () => {
  test.each(['flagwright.yml', 'flagwright.yaml.txt'])('is named where no project is found: %s', async (name) => {
    const repository = shop({ [`flags/${name}`]: 'version: 1\n' });
    repository.write({ 'flags/flagwright.yaml': null });
    const help = `help: rename ${repository.path}/flags/${name} to flagwright.yaml\n`;
    for (const place of [[], ['-C', 'flags'], ['--project', 'flags']]) {
      const { exitCode, stderr } = await run(repository, 'lint', ...place);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(help)]);
    }
    expect(readdirSync(`${repository.path}/flags`)).toContain(name);
  });
});
