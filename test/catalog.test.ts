import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everythingBelow } from './support/everything-below.ts';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

let repository: TemporaryRepository;
let shop: string;

beforeAll(async () => {
  repository = temporaryRepository();
  shop = join(repository.path, 'shop');
  await runMain(['demo', 'shop'], repository.path, repository.env);
}, 60_000);

afterAll(() => repository.remove());

const run = (...args: string[]): ReturnType<typeof runMain> => runMain(['catalog', ...args], shop, repository.env);

function textsIn(folder: string): Record<string, string> {
  const names = (readdirSync(join(shop, folder), { recursive: true }) as string[]).sort();
  const files = names.filter((name) => statSync(join(shop, folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(shop, folder, name), 'utf8')]));
}

it('writes the same bytes for the same commit and date, and says what it wrote', async () => {
  const { stdout } = await run('--output', 'one', '--json');
  const written = validOutput('catalog', stdout);
  expect(written).toMatchObject({ folder: 'one', title: 'shop', flags: 5, uncommitted: false, removed: 0 });
  // Of a checkout that is somewhere else, and of the commit itself.
  repository.git('clone', '--quiet', 'shop', 'other/shop');
  const cloned = await runMain(
    ['catalog', '--output', '../../shop/two'],
    join(repository.path, 'other/shop'),
    repository.env,
  );
  expect(cloned.exitCode).toBe(0);
  await run('--output', 'three', '--at', 'HEAD', '--now', '2026-11-22');
  const one = textsIn('one');
  expect(Object.keys(one)).toHaveLength(written.files as number);
  expect(textsIn('two')).toEqual(one);
  expect(textsIn('three')).toEqual(one);
});

it('tells of the past as of a commit', async () => {
  const { exitCode } = await run('--output', 'past', '--at', '2026-10-10', '--now', '2026-10-10');
  expect(exitCode).toBe(0);
  const past = textsIn('past');
  expect(Object.keys(past)).not.toContain('flags/express-checkout.html');
  expect(past['flags/payment-api-v2.html']).toContain('<b>4</b> <time>2026-10-08</time>');
  expect(past['index.html']).toContain('as of 2026-10-10');
});

it('removes the pages of what is gone, and is no code that uses flags', async () => {
  const { stdout: before } = await runMain(['usage', '--json'], shop, repository.env);
  await run('--output', 'site');
  expect((await runMain(['usage', '--json'], shop, repository.env)).stdout).toBe(before);
  expect(repository.git('-C', 'shop', 'status', '--short')).toBe('');
  expect(existsSync(join(shop, 'site/flags/express-checkout.html'))).toBe(true);
  const { stdout } = await run('--output', 'site', '--at', '2026-10-10', '--json');
  expect(validOutput('catalog', stdout).removed).toBeGreaterThan(0);
  expect(existsSync(join(shop, 'site/flags/express-checkout.html'))).toBe(false);
});

it.each(['', '  '])('has the name of the folder where the title is blank: %j', async (title) => {
  await run('--output', 'blank', '--title', title);
  expect(readFileSync(join(shop, 'blank/index.html'), 'utf8')).toContain('<title>shop</title>');
});

it('refuses other folders and links, and then changes nothing', async () => {
  mkdirSync(join(shop, 'mine'));
  symlinkSync(repository.path, join(shop, 'link'));
  const before = everythingBelow(repository.path);
  for (const folder of ['flags', '.', 'link/out', '.git']) {
    const { exitCode, stdout, stderr } = await run('--output', folder);
    expect([folder, exitCode, stdout]).toEqual([folder, 2, '']);
    expect(stderr).toMatch(/^error: .* (?:holds something else|leads through a link)/);
  }
  expect(everythingBelow(repository.path)).toEqual(before);
});

it('works without a repository, and says what it cannot know', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-loose-'));
  try {
    cpSync('flags.example', folder, { recursive: true });
    const make = (): ReturnType<typeof runMain> => runMain(['catalog'], folder, repository.env);
    const { stdout, exitCode } = await make();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('without history: this is not a git repository');
    const page = readFileSync(join(folder, 'flagwright-catalog/flags/payment-api-v2.html'), 'utf8');
    expect(page).toContain('Not known: this is not a git repository.');
    // What it wrote is no code that uses flags, though no git says so.
    expect((await make()).stdout).toContain('nothing has changed');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
