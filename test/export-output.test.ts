import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../src/export/engines.ts';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

let repository: TemporaryRepository;

beforeEach(() => {
  repository = temporaryRepository();
  repository.write({
    'flagwright.yaml': 'version: 1\nenvironments: { staging: {}, production: {} }\n',
    'owners.yaml': 'teams:\n  checkout: { name: Checkout, members: [ada@example.com] }\n',
    'one.flag.yaml': flag('production: { enabled: true, otherwise: { off: 75, on: 25 } }'),
    'two.flag.yaml': flag('staging: true'),
  });
  repository.commit('Two flags');
});

afterEach(() => repository.remove());

const flag = (environment: string): string => `description: A flag for the tests.
type: ops
owner: checkout
created: 2026-11-01
review: { every: 180d, last: 2026-11-01 }
environments:
  ${environment}
`;

const run = (...args: string[]): ReturnType<typeof runMain> =>
  runMain(['export', ...args], repository.path, repository.env);

interface Snapshot {
  readonly version: number;
  readonly commit: string;
  readonly previous: string | null;
  readonly digest: string;
  readonly flags: Record<string, Record<string, unknown>>;
}

async function snapshot(...args: string[]): Promise<Snapshot> {
  const { stdout, stderr, exitCode } = await run('snapshot', '--env', 'production', ...args);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const schema = JSON.parse(readFileSync('schemas/output/snapshot.schema.json', 'utf8')) as object;
  const ajv = new Ajv({ strict: true, strictTypes: false, strictTuples: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const value = JSON.parse(stdout) as Snapshot;
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  return value;
}

describe('export snapshot', () => {
  it('counts the commits of the chain and names the last commit that was different', async () => {
    const first = await snapshot();
    expect(first).toMatchObject({ version: 1, previous: null });
    repository.write({ 'two.flag.yaml': flag('staging: false') });
    const unrelated = repository.commit('Staging alone');
    repository.write({ 'notes.txt': 'nothing' });
    repository.commit('No flag at all');
    expect(await snapshot()).toMatchObject({ version: 3, previous: null, digest: first.digest });
    repository.write({ 'one.flag.yaml': flag('production: true') });
    const changed = repository.commit('Everybody');
    repository.write({ 'one.flag.yaml': `# a comment\n${flag('production: true')}` });
    const last = repository.commit('A comment');
    const now = await snapshot();
    expect(now).toMatchObject({ version: 5, commit: last });
    expect(now.previous).toBe(repository.git('rev-parse', `${changed}^`));
    expect(now.digest).not.toBe(first.digest);
    expect(await snapshot('--at', unrelated)).toMatchObject({ version: 2, commit: unrelated, digest: first.digest });
  });

  it('keeps the order of weights, which is meaning', async () => {
    expect((await snapshot()).flags['one']?.['otherwise']).toEqual([['off', 75], ['on', 25]]); // prettier-ignore
  });

  it('has nothing of a flag that is off but what it serves', async () => {
    expect((await snapshot()).flags['two']).toEqual({
      criticality: 'medium',
      delivery: 'cache-first',
      enabled: false,
      off: 'off',
      onFailure: 'off',
      owner: 'checkout',
      type: 'ops',
      variants: { off: false, on: true },
    });
  });

  it('is of the commit, whatever is in the working tree', async () => {
    const { stdout } = await run('snapshot', '--env', 'production');
    repository.write({ 'one.flag.yaml': flag('production: true') });
    const dirty = await run('snapshot', '--env', 'production');
    expect(dirty.stdout).toBe(stdout);
    expect(dirty.stderr).toMatch(/uncommitted changes are not in it/);
  });
});

describe('export', () => {
  const named = Object.entries(engines).map(([name, { perEnvironment }]) => [name, perEnvironment ? ['--env', 'production'] : []] as const); // prettier-ignore

  it.each(named)('%s prints JSON that fits its schema, and is the same every time', async (name, env) => {
    const { stdout } = await run(name, ...env, '--allow-approximate', '--json');
    expect(validOutput('export', stdout)).toMatchObject({
      ok: true,
      engine: name,
      flags: [{ key: 'one' }, { key: 'two' }],
    });
    expect((await run(name, ...env, '--allow-approximate', '--json')).stdout).toBe(stdout);
  });

  it('refuses a project with errors, and leaves the file as it is', async () => {
    repository.write({
      'one.flag.yaml': flag('production: { enabled: true, otherwise: oops }'),
      'out.json': 'as it was',
    });
    const { stdout, stderr, exitCode } = await run('flagd', '--env', 'production', '--output', 'out.json');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toMatch(/^error: the project has an error, so nothing was exported\n {2}\| one\.flag\.yaml: .*oops.*\[unknown-variant\]\nhelp: `flagwright lint` shows what is wrong\n$/); // prettier-ignore
    expect(readFileSync(join(repository.path, 'out.json'), 'utf8')).toBe('as it was');
    expect(validOutput('export', (await run('flagd', '--env', 'production', '--json')).stdout)).toMatchObject({ ok: false, document: null }); // prettier-ignore
  });

  it('compares with what is there, but for the commit', async () => {
    const check = ['flagd', '--env', 'production', '--check', 'flags.json'];
    expect((await run(...check)).stderr).toMatch(/^error: flags\.json does not hold the flags as they are now\nhelp: /);
    await run('flagd', '--env', 'production', '--output', 'flags.json');
    repository.commit('The export');
    expect(await run(...check)).toMatchObject({ exitCode: 0, stdout: '', stderr: 'note: flags.json is up to date\n' });
    repository.write({ 'one.flag.yaml': flag('production: true') });
    expect(await run(...check)).toMatchObject({ exitCode: 1, stdout: '' });
    expect(validOutput('export', (await run(...check, '--json')).stdout)).toMatchObject({ ok: false, upToDate: false });
    await run('flagd', '--env', 'production', '--output', 'flags.json');
    writeFileSync(join(repository.path, 'flags.json'), `${readFileSync(join(repository.path, 'flags.json'), 'utf8')} `);
    expect(await run(...check)).toMatchObject({ exitCode: 1 });
  });

  it('names the engines for one that it does not know', async () => {
    const { stderr, exitCode } = await run('flagg', '--env', 'production');
    expect({ stderr, exitCode }).toEqual({ stderr: 'error: no engine is called "flagg"\nhelp: did you mean "flagd"?\n', exitCode: 2 }); // prettier-ignore
  });

  it('leaves out on request what the engine cannot say, and says so otherwise', async () => {
    repository.write({ 'one.flag.yaml': flag('production: { enabled: true, rules: [{ name: old, when: { attribute: born, before: 2000-01-01 }, serve: on }], otherwise: off }') }); // prettier-ignore
    const refused = await run('flagd', '--env', 'production');
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toMatch(/one: unsupported: flagd cannot read dates/);
    const skipped = await run('flagd', '--env', 'production', '--skip-unsupported');
    expect(skipped.exitCode).toBe(0);
    expect(Object.keys((JSON.parse(skipped.stdout) as { flags: object }).flags)).toEqual(['two']);
  });
});
