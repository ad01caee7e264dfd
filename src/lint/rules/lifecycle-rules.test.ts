import { expect, it } from 'vitest';
import { exampleTree } from '../../../test/support/example-project.ts';
import { loadProject } from '../../project/load.ts';
import { lintInspector, lintProject } from '../lint.ts';
import type { Example } from '../rule.ts';

async function found(example: Example): Promise<string[]> {
  const project = await loadProject(exampleTree(example), '', { inspector: lintInspector });
  const { diagnostics } = await lintProject(project, { now: Date.parse('2026-11-22') });
  return diagnostics.map(({ rule, severity }) => `${severity} ${rule}`);
}

const flag = (...lines: readonly string[]): Example => ({
  files: {
    'fast-search.flag.yaml': [
      'description: Search on the new index.',
      'type: release',
      'owner: platform',
      'created: 2026-11-02',
      'retire: Retired when everybody has had it.',
      'environments: { production: true }',
      ...lines,
      '',
    ].join('\n'),
  },
});

it('misses an expiry also in a file with other mistakes', async () => {
  expect(await found(flag('criticality: 7'))).toEqual(['error missing-expiry', 'error invalid-value']);
});

it('tells a misspelt or malformed expiry once', async () => {
  expect(await found(flag('expire: 2026-12-20'))).toEqual(['error unknown-field']);
  expect(await found(flag('expires:'))).toEqual(['error wrong-type']);
  expect(await found(flag('expires: 2026-02-30'))).toEqual(['error invalid-value']);
});

it('lets nothing hold back an expired flag', async () => {
  const manifest = 'version: 1\nenvironments: { production: {} }\nrules: { expired: off, invalid-value: off }\n';
  const example = flag('expires: 2026-11-19 # flagwright-ignore expired: next week');
  const files = { ...example.files, 'flagwright.yaml': manifest };
  expect(await found({ files })).toEqual(['error expired', 'warning unused-suppression']);
});

it('does not call every owner unknown where owners.yaml itself is broken', async () => {
  const { files } = flag('expires: 2026-12-20');
  expect(await found({ files: { ...files, 'owners.yaml': 'teams: [\n' } })).toEqual(['error yaml-syntax']);
  expect(await found({ files: { ...files }, without: ['owners.yaml'], others: { 'owners.yaml': 'link' } })).toEqual([
    'error linked-file',
  ]);
});
