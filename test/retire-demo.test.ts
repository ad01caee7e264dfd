import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

let repository: TemporaryRepository;
let shop: string;

beforeAll(async () => {
  repository = temporaryRepository();
  await run(repository.path, 'demo', 'shop');
  shop = join(repository.path, 'shop');
});
afterAll(() => repository.remove());

const run = (cwd: string, ...args: string[]) => runMain([...args], cwd, { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22' }); // prettier-ignore
const git = (...args: string[]): string => repository.git('-C', shop, ...args);

interface Retired {
  readonly ok: boolean;
  readonly dependents: readonly { readonly flag: string; readonly file: string; readonly line: number; readonly drops: boolean }[]; // prettier-ignore
  readonly obstacles: readonly { readonly message: string }[];
}

async function retire(key: string, ...args: string[]): Promise<Retired> {
  return validOutput('retire', (await run(shop, 'retire', key, ...args, '--json')).stdout) as unknown as Retired;
}

it.each(['express-checkout', 'new-checkout-ui', 'payment-api-v1', 'payment-api-v2', 'performance-mode'])(
  'every dependent of %s is settled or refused, with its position',
  async (key) => {
    const { ok, dependents, obstacles } = await retire(key, '--into', 'on', '--dry-run');
    for (const { flag, file, line, drops } of dependents) {
      const there = readFileSync(join(shop, file), 'utf8').split('\n').slice(line - 1, line + 1).join('\n'); // prettier-ignore
      expect(there, `${flag} at ${file}:${line}`).toContain(key);
      expect(drops || obstacles.some(({ message }) => message.startsWith(`${flag} `)), flag).toBe(true);
    }
    expect(ok).toBe(obstacles.length === 0);
    expect(git('status', '--porcelain')).toBe('');
  },
);

it('one commit retires a flag that others need, and a rollback of it restores every byte', async () => {
  const [tree, count] = [git('rev-parse', 'HEAD^{tree}'), Number(git('rev-list', '--count', 'HEAD'))];
  const { ok, dependents } = await retire('new-checkout-ui', '--into', 'on', '--commit', '--reason', 'Everybody has had it for two weeks.'); // prettier-ignore
  expect(ok).toBe(true);
  expect(dependents.map(({ flag }) => flag).sort()).toEqual(['express-checkout']);
  expect(Number(git('rev-list', '--count', 'HEAD'))).toBe(count + 1);
  expect(git('show', 'HEAD:flags/checkout/express-checkout.flag.yaml')).not.toContain('flag: new-checkout-ui');
  expect((await run(shop, 'lint')).exitCode).toBe(0);
  const undone = await run(shop, 'rollback', '--commit', 'HEAD', '--apply', '--reason', 'Needed after all.');
  expect(undone.exitCode, undone.stdout + undone.stderr).toBe(0);
  expect(git('rev-parse', 'HEAD^{tree}')).toBe(tree);
});
