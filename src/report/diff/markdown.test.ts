import { expect, it } from 'vitest';
import type { DiffReport } from '../../commands/diff/diff.ts';
import type { ChangedFlag } from '../../workspace/meaning-diff.ts';
import { flagChanges } from '../../meaning/changes.ts';
import { diffMarkdown } from './markdown.ts';

const report = (flags: readonly ChangedFlag[]): DiffReport => ({
  command: 'diff',
  ok: true,
  base: { name: 'main', commit: 'a'.repeat(40) },
  head: { name: 'feature_x', commit: 'b'.repeat(40) },
  environments: undefined,
  flags,
  segments: [],
  governance: [],
});

const flag = (key: string, owner = 'team_a', criticality = 'high'): ChangedFlag => ({
  key,
  owner,
  criticality,
  change: 'modified',
  file: `${key}.flag.yaml`,
  changes: flagChanges({ owner: 'x' }, { owner }),
});

it('says so where nothing changes', () => {
  expect(diffMarkdown(report([]))).toBe(
    '### Flagwright: nothing changes in meaning between main (aaaaaaa) and feature\\_x (bbbbbbb)\n',
  );
});

it('folds many flags, with headings in HTML', () => {
  const text = diffMarkdown(report(Array.from({ length: 11 }, (_, index) => flag(`flag-${index}`))));
  expect(text).toContain('<details><summary><code>flag-0</code> · team_a · <b>high</b></summary>\n\n| Where');
  expect(text.match(/<\/details>/g)).toHaveLength(11);
});

it('stays short enough for a comment, and lets no name become markup', () => {
  const hostile = '<b>`@all`</b>';
  const many = Array.from({ length: 500 }, (_, index) => flag(`flag-${index}-${hostile}`, hostile.repeat(40), hostile));
  const text = diffMarkdown(report(many));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/and \d+ more; `flagwright diff` shows them all\n$/);
  expect(text).not.toMatch(/<b>|@all/);
});
