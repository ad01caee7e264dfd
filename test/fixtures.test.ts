import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Example } from '../src/lint/rule.ts';
import { rules } from '../src/lint/rules/index.ts';
import { exampleFiles } from './support/example-project.ts';
import { runMain } from './support/transcript.ts';

const home = 'test/fixtures/broken';

/** What cannot be kept in a repository: a device, and a file of more than a mebibyte. */
const unkept = ['unreadable', 'large'];
const isUnkept = ({ others = {} }: Example): boolean => Object.values(others).some((kind) => unkept.includes(kind));

// Those of history need commits as well: test/transcripts/lint-history.md makes them.
const kept = rules.filter(({ examples, scope }) => !examples.bad.slice(0, 1).some(isUnkept) && scope !== 'history');

/** test/fixtures/broken/RULE is the rule's first bad example as files, for trying the tool by hand. */
it.each(kept.map((rule) => [rule.id, rule] as const))('the fixture of %s fires it', async (id, rule) => {
  const [example] = rule.examples.bad;
  if (!example) throw new Error(`${id} has no example`);
  const folder = join(home, id);
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  if (snapshotState._updateSnapshot === 'all') {
    rmSync(folder, { recursive: true, force: true });
    for (const [path, text] of Object.entries(exampleFiles(example))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    for (const [path, kind] of Object.entries(example.others ?? {})) {
      if (kind === 'link') symlinkSync('nowhere.yaml', join(folder, path));
    }
  }
  for (const [path, text] of Object.entries(exampleFiles(example))) {
    expect(existsSync(join(folder, path)), `${path}: run vitest -u`).toBe(true);
    expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  }
  const now = example.now ?? '2026-11-22';
  const { stdout, exitCode } = await runMain(['lint', '--json', '--fail-on', 'info', '--now', now], folder, {});
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { rule: string }[] };
  expect(diagnostics.map((diagnostic) => diagnostic.rule)).toContain(id);
  expect(exitCode).toBe(1);
});
