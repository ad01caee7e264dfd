import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { someOf } from './support/depth.ts';
import { approvalTries } from './support/tampering-approvals.ts';
import { historyTries } from './support/tampering-history.ts';
import { mergeTries } from './support/tampering-merges.ts';
import { placeTries } from './support/tampering-places.ts';
import { ruleTries } from './support/tampering-rules.ts';
import { signatureTries } from './support/tampering-signatures.ts';
import type { Try } from './support/tampering-try.ts';
import { canSign, flag, Keys, startWorld, World } from './support/tampering-world.ts';
import { validOutput } from './support/output-schema.ts';
import { runMain } from './support/transcript.ts';

const allTries: readonly Try[] = [
  ...signatureTries,
  ...mergeTries,
  ...ruleTries,
  ...approvalTries,
  ...historyTries,
  ...placeTries,
];
const tries = someOf(allTries);

let keys: Keys;
let start: World;
const counts = { honest: 0, forged: 0 };

beforeAll(() => {
  if (!canSign) return;
  keys = new Keys();
  start = startWorld(keys);
});

afterAll(() => {
  if (!canSign) return;
  start.remove();
  keys.remove();
  process.stdout.write(
    `tampering: ${tries.length} tries, ${counts.honest} honest twins passed, ${counts.forged} forged ones were found\n`,
  );
});

interface Found {
  readonly exitCode: number;
  readonly violations: readonly { readonly code: string; readonly commit: string; readonly message: string }[];
}

async function verified(
  attempt: (world: World) => string | readonly string[] | void,
  now: string,
): Promise<Found & { readonly text: string }> {
  const world = new World(keys, start);
  try {
    const args = attempt(world) ?? [];
    const { stdout, stderr, exitCode } = await runMain(
      ['audit', 'verify', '--format', 'json', '--now', now, ...(typeof args === 'string' ? ['--anchor', args] : args)],
      world.path,
      world.env,
    );
    expect(stderr).toBe('');
    const { violations } = validOutput('audit-verify', stdout) as unknown as Found;
    return { exitCode, violations, text: stdout };
  } finally {
    world.remove();
  }
}

describe.runIf(canSign)('tampering', () => {
  it.each(tries)('$name', async ({ honest, forged, code, now = '2027-02-01' }) => {
    const good = await verified(honest, now);
    expect(good).toMatchObject({ violations: [], exitCode: 0 });
    counts.honest++;
    const bad = await verified(forged, now);
    expect({ codes: [...new Set(bad.violations.map((one) => one.code))].sort(), exitCode: bad.exitCode }).toEqual({
      codes: [code].flat().sort(),
      exitCode: 1,
    });
    counts.forged++;
  });

  it('is not possible by cutting history off', async () => {
    const world = new World(keys, start);
    try {
      world.commit({ key: 'none', files: { 'pay.flag.yaml': flag({ production: true }) } });
      writeFileSync(join(world.path, '.git/shallow'), `${world.git('rev-parse', 'HEAD')}\n`);
      const found = await runMain(['audit', 'verify'], world.path, world.env);
      expect(found).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('shallow') });
    } finally {
      world.remove();
    }
  });

  it.each(['HEAD~1:policy.yaml', 'HEAD~1^{tree}', 'HEAD~1'])('is not possible by taking %s away', async (name) => {
    const world = new World(keys, start);
    try {
      world.commit({ key: 'none', files: { 'pay.flag.yaml': flag({ production: true }), 'policy.yaml': null } });
      const id = world.git('rev-parse', name);
      rmSync(join(world.path, '.git/objects', id.slice(0, 2), id.slice(2)));
      const found = await runMain(['audit', 'verify'], world.path, world.env);
      expect(found).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('git fsck') });
    } finally {
      world.remove();
    }
  });

  it.each(someOf(placeTries))('is found in a branch as well: $name', async ({ name, forged }) => {
    const world = new World(keys, start);
    try {
      world.git('tag', 'base');
      forged(world);
      const { stdout, exitCode } = await runMain(['policy', 'check', 'base...HEAD', '--json'], world.path, world.env);
      expect([exitCode, stdout], name).toEqual([1, expect.stringContaining('"violations"')]);
    } finally {
      world.remove();
    }
  });

  it('is tried in at least thirty ways, each once', () => {
    expect(allTries.length).toBeGreaterThanOrEqual(30);
    expect(new Set(allTries.map(({ name }) => name)).size).toBe(allTries.length);
  });
});
