import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { page, pagerCommand } from './pager.ts';

test('the pager is what PAGER says, without a shell, else less', () => {
  expect(pagerCommand({})).toEqual(['less', '-R']);
  expect(pagerCommand({ PAGER: 'most  -s' })).toEqual(['most', '-s']);
  expect(pagerCommand({ PAGER: 'a; b $(c)' })).toEqual(['a;', 'b', '$(c)']);
  for (const none of ['', ' ', 'cat', 'cat -v']) expect(pagerCommand({ PAGER: none }), none).toBeUndefined();
});

test('a pager is given all of the text; one that cannot be started or stops reading is not an error', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-'));
  const out = openSync(join(folder, 'out'), 'w');
  const text = 'a line\n'.repeat(100_000);
  const copy = [process.execPath, '-e', 'process.stdin.pipe(process.stdout)'];
  expect(await page(text, copy, process.env, ['pipe', out, 'ignore'])).toBe(true);
  closeSync(out);
  expect(readFileSync(join(folder, 'out'), 'utf8')).toBe(text);
  expect(await page(text, [process.execPath, '-e', '0'], process.env, ['pipe', 'ignore', 'ignore'])).toBe(true);
  expect(await page(text, [join(folder, 'no-such-program')], process.env)).toBe(false);
  rmSync(folder, { recursive: true });
});
