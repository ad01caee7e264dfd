import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runMain } from './support/transcript.ts';

it('exports types that compile, and that catch a wrong key, value and attribute', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-types-'));
  try {
    const { stdout, exitCode } = await runMain(['export', 'types', '--project', 'flags.example'], process.cwd(), {});
    expect(exitCode).toBe(0);
    writeFileSync(join(folder, 'flags.ts'), stdout);
    writeFileSync(
      join(folder, 'use.ts'),
      `import type { FlagContext, FlagKey, FlagValues, FlagVariants } from './flags.ts';
export const key: FlagKey = 'express-checkout';
export const value: FlagValues['express-checkout'] = true;
export const context: FlagContext = { targetingKey: 'u-1', country: 'DE' };
// @ts-expect-error no flag has this key
export const other: FlagKey = 'express-checkuot';
// @ts-expect-error not a variant of this flag
export const variant: FlagVariants['express-checkout'] = 'maybe';
// @ts-expect-error not a value of this flag
export const wrong: FlagValues['express-checkout'] = 'on';
`,
    );
    const options = [
      '--noEmit',
      '--strict',
      '--allowImportingTsExtensions',
      '--module',
      'nodenext',
      '--types',
      '',
      'use.ts',
    ];
    const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
    expect(execFileSync(process.execPath, [tsc, ...options], { cwd: folder, encoding: 'utf8' })).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
