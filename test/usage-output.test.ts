import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

const manifest = (code = ''): string => `version: 1\nenvironments: { production: {} }\n${code}`;
const flag =
  'description: A flag for the tests.\ntype: ops\nowner: shop\ncreated: 2026-10-01\nreview: { every: 90d }\nenvironments: { production: true }\n';
const owners = 'teams: { shop: { members: [ada@example.com] } }\n';

function repositoryOf(files: Readonly<Record<string, string>>, code = ''): TemporaryRepository {
  const repository = temporaryRepository();
  made.push(repository);
  repository.write({
    'flags/flagwright.yaml': manifest(code),
    'flags/owners.yaml': owners,
    'flags/new-cart.flag.yaml': flag,
    'flags/old-cart.flag.yaml': flag,
    ...files,
  });
  repository.commit('Add them');
  return repository;
}

interface Output {
  readonly flags: readonly { readonly key: string; readonly references: readonly { file: string; line: number }[] }[];
  readonly [field: string]: unknown;
}

async function usage({ path, env }: TemporaryRepository, ...args: string[]): Promise<Output> {
  const { stdout } = await runMain(['usage', ...args, '--json', '--project', 'flags'], path, env);
  return validOutput('usage', stdout) as unknown as Output;
}

const filesOf = ({ flags }: Output, key = 'new-cart'): string[] =>
  flags.find((one) => one.key === key)?.references.map(({ file, line }) => `${file}:${line}`) ?? [];

describe('usage', () => {
  it('looks at what git knows and what it would add, and not at what it ignores, nor through links', async () => {
    const repository = repositoryOf({ 'src/a.ts': '"new-cart"', '.gitignore': 'dist\n', 'src/gone.ts': '"new-cart"' });
    repository.write({ 'src/new.ts': '"new-cart"', 'dist/a.js': '"new-cart"', 'src/gone.ts': null });
    symlinkSync('/etc/hostname', join(repository.path, 'src/link.ts'));
    symlinkSync('/etc', join(repository.path, 'src/etc'));
    const output = await usage(repository);
    expect(filesOf(output)).toEqual(['src/a.ts:1', 'src/new.ts:1']);
    expect(output.unread).toEqual([]);
    expect(output).toMatchObject({ unused: ['old-cart'], undeclared: [], deleted: null });
  });

  it('passes over binary files, and reads every encoding of Unicode', async () => {
    const repository = repositoryOf({ 'src/a.bin': 'x\0"new-cart"', 'src/b.ts': `${'x'.repeat(9000)}\0 "new-cart"` });
    repository.write({ 'src/c.cs': Buffer.from('\uFEFF\n"new-cart"', 'utf16le').toString('latin1') });
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(repository.path, 'src/c.cs'), Buffer.from('\uFEFF\n"new-cart"', 'utf16le'));
    writeFileSync(join(repository.path, 'src/d.cs'), Buffer.from('\uFEFF\n"new-cart"', 'utf16le').swap16());
    writeFileSync(join(repository.path, 'src/e.js'), Buffer.from('\xe9 "new-cart"', 'latin1'));
    expect(filesOf(await usage(repository))).toEqual(['src/b.ts:1', 'src/c.cs:2', 'src/d.cs:2', 'src/e.js:1']);
  });

  it('looks where the manifest says, at any revision', async () => {
    const repository = repositoryOf(
      { 'src/a.ts': 'newCart', 'lib/a.ts': '"new-cart"', 'src/a.snap': '"new-cart"' },
      'code: { include: [../src], exclude: ["**/*.snap"], aliases: [camelCase] }\n',
    );
    repository.write({ 'src/a.ts': 'nothing' });
    expect(filesOf(await usage(repository))).toEqual([]);
    expect(filesOf(await usage(repository, '--at', 'HEAD'))).toEqual(['src/a.ts:1']);
  });

  it('finds removed flags that are still in code', async () => {
    const repository = repositoryOf({ 'src/a.ts': 'isEnabled("old-cart")\n' });
    repository.write({ 'flags/old-cart.flag.yaml': null });
    expect(await usage(repository, '--deleted')).toMatchObject({ deleted: [{ key: 'old-cart', commit: null }] });
    const commit = repository.commit('Remove it');
    const output = await usage(repository, '--deleted');
    expect(output.deleted).toMatchObject([{ key: 'old-cart', commit, references: [{ file: 'src/a.ts', line: 1 }] }]);
    expect(output.undeclared).toMatchObject([{ key: 'old-cart', call: 'isEnabled', near: [] }]);
    repository.write({ 'src/a.ts': '' });
    expect((await usage(repository, '--deleted')).deleted).toEqual([]);
  });

  it.each([
    ['unused', 1],
    ['undeclared', 0],
    ['deleted', 0],
    ['undeclared,unused', 1],
  ])('fails on %s: %d', async (what, code) => {
    const { path, env } = repositoryOf({ 'src/a.ts': '"new-cart"' });
    const { exitCode } = await runMain(['usage', '--fail-on', what, '--project', 'flags'], path, env);
    expect(exitCode).toBe(code);
  });

  it('knows nothing where there is no code to search, and does not say that all is well', async () => {
    const repository = repositoryOf({ 'src/a.ts': '"new-cart"' }, 'code: { include: [../lib] }\n');
    const output = await usage(repository);
    expect(output).toMatchObject({ ok: true, summary: { files: 0 }, unused: [] });
    expect((await usage(repository, '--fail-on', 'unused')).ok).toBe(false);
    const { stdout } = await runMain(['usage', '--project', 'flags'], repository.path, repository.env);
    expect(stdout).toContain('no code was found to search');
  });

  it('shows the code of strangers without obeying it', async () => {
    const repository = repositoryOf({ 'src/a\u202e.ts': '"new-cart" \u001b[2J\u009b31m\r::error::x\u202e\n' });
    for (const format of ['text', 'json']) {
      const { stdout } = await runMain(
        ['usage', '--format', format, '--project', 'flags'],
        repository.path,
        repository.env,
      );
      expect(stdout).toContain('new-cart');
      expect(['\u001b', '\u009b', '\u202e', '\r'].filter((one) => stdout.includes(one))).toEqual([]);
    }
  });
});

describe('lint', () => {
  const code = 'code: { include: [../src] }\n';
  const lint = async ({ path, env }: TemporaryRepository, ...args: string[]): Promise<string[]> => {
    const { stdout } = await runMain(['lint', '--json', '--project', 'flags', ...args], path, env);
    const { diagnostics } = validOutput('lint', stdout) as unknown as { diagnostics: { rule: string; file: string }[] };
    return diagnostics.map(({ rule, file }) => `${rule} ${file}`);
  };

  it('looks at code only where the manifest says where it is', async () => {
    const files = { 'src/a.ts': 'isEnabled("no-cart") && isEnabled("new-cart")' };
    expect(await lint(repositoryOf(files))).toEqual([]);
    expect(await lint(repositoryOf(files, code))).toEqual([
      'unused-flag flags/old-cart.flag.yaml',
      'undeclared-flag src/a.ts',
    ]);
  });

  it('reports what a branch brings, wherever it is', async () => {
    const repository = repositoryOf(
      { 'src/a.ts': '"new-cart"', 'src/b.ts': 'isEnabled("no-cart")', '.gitignore': 'src/c.ts' },
      code,
    );
    repository.write({ 'src/a.ts': null, 'src/c.ts': '"new-cart"', 'src/d.ts': 'isEnabled("nor-cart")' });
    expect(await lint(repository, '--changed', '--base', 'HEAD')).toEqual([
      'unused-flag flags/new-cart.flag.yaml',
      'undeclared-flag src/d.ts',
    ]);
  });

  it('lets a flag say why no code uses it', async () => {
    const ignored = '# flagwright-ignore unused-flag: its code lives elsewhere\n';
    for (const [settings, rules] of [
      [code, ['unused-flag flags/new-cart.flag.yaml']],
      ['', []],
    ] as const) {
      const repository = repositoryOf({ 'flags/old-cart.flag.yaml': ignored + flag, 'src/a.ts': '' }, settings);
      expect(await lint(repository)).toEqual(rules);
    }
  });
});
