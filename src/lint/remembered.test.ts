import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { completeFlag, exampleFiles } from '../../test/support/example-project.ts';
import type { FileEntry, FileTree } from '../platform/file-tree.ts';
import { memoryTree } from '../platform/memory-tree.ts';
import { loadProject } from '../project/load.ts';
import { lintInspector, lintProject } from './lint.ts';

/** Flags that expire, start, end and fall due around the days of the test, some within a day. */
function timedFiles(): Record<string, string> {
  const files = exampleFiles({});
  for (let at = 0; at < 110; at++) {
    const day = String(10 + (at % 18)).padStart(2, '0');
    const hour = String(at % 24).padStart(2, '0');
    const release = `type: release\ncreated: 2026-10-${day}\nexpires: 2026-11-${day}${at % 2 ? '' : `T${hour}:30:00Z`}\nretire: Retired when nobody needs it.\n`;
    const reviewed = `created: 2026-06-01\nreview: { every: ${at % 5 ? '20d' : '500h'}, last: 2026-10-${day}${at % 4 ? '' : `T${hour}:00:00Z`} }\n`;
    const schedule = `environments:\n  production:\n    enabled: true\n    rules: [{ name: a, serve: on, from: 2026-11-${day}T${hour}:15:00Z }]\n    otherwise: off\n`;
    const needs = at > 0 ? `prerequisites: [{ flag: flag-${at - 1} }]\n` : '';
    files[`flag-${at}.flag.yaml`] = completeFlag((at % 3 ? reviewed : release) + schedule + needs);
  }
  return files;
}

it('says at any time what it would say without remembering', async () => {
  const tree = memoryTree(timedFiles());
  const store = memoryStore();
  const start = Date.parse('2026-11-09T00:00:00Z');
  const instants = fc.array(fc.integer({ min: 0, max: 20 * 24 * 4 }), { minLength: 4, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(instants, async (quarters) => {
      for (const quarter of quarters) {
        const now = start + quarter * 15 * 60_000;
        const plain = await loadProject(tree, '', { inspector: lintInspector });
        const project = await loadProject(tree, '', { inspector: lintInspector, store: async () => store });
        const found = await lintProject(project, { now });
        project.memory?.save();
        expect(found.diagnostics).toEqual((await lintProject(plain, { now })).diagnostics);
      }
    }),
    { numRuns: 12, seed: 8 },
  );
});

it('forgets when a setting or a file changes', async () => {
  const store = memoryStore();
  const files = timedFiles();
  const lint = async () => {
    const project = await loadProject(memoryTree(files), '', {
      inspector: lintInspector,
      store: async () => store,
    });
    const { diagnostics } = await lintProject(project, { now: Date.parse('2026-11-09T12:00:00Z') });
    project.memory?.save();
    return diagnostics
      .filter((one) => one.rule === 'unknown-owner' || one.rule === 'unknown-prerequisite')
      .map((one) => one.rule);
  };
  expect(await lint()).toEqual([]);
  files['owners.yaml'] = 'teams:\n  checkout: { members: [ada@example.com] }\n';
  expect(new Set(await lint())).toEqual(new Set(['unknown-owner']));
  files['owners.yaml'] = exampleFiles({})['owners.yaml'] ?? '';
  delete files['flag-3.flag.yaml'];
  expect(await lint()).toEqual(['unknown-prerequisite']);
});

it('sees that a value alone has changed with which a rule or its segment is compared', async () => {
  const store = memoryStore();
  const files = timedFiles();
  const write = (countries: string, country: string): void => {
    files['europe.segment.yaml'] =
      `description: Who buys in Europe.\nowner: platform\nwhen: { attribute: country, in: [${countries}] }\n`;
    const rules = `[{ name: a, when: { segment: europe }, serve: on }, { name: b, when: { attribute: country, equals: ${country} }, serve: off }]`;
    files['flag-5.flag.yaml'] = completeFlag(
      `review: { every: 500d, last: 2026-10-01 }\nenvironments: { production: { enabled: true, rules: ${rules}, otherwise: off } }\n`,
    );
  };
  const lint = async () => {
    const project = await loadProject(memoryTree(files), '', { inspector: lintInspector, store: async () => store });
    const { diagnostics } = await lintProject(project, { now: Date.parse('2026-11-09T12:00:00Z') });
    project.memory?.save();
    return diagnostics.filter(({ rule }) => rule === 'unreachable-rule').length;
  };
  write('DE, FR', 'US');
  expect(await lint()).toBe(0);
  write('DE, FR', 'FR');
  expect(await lint()).toBe(1);
  write('DE, FR', 'US');
  expect(await lint()).toBe(0);
  write('DE, US', 'US');
  expect(await lint()).toBe(1);
});

it('names the files that have changed since', async () => {
  const store = memoryStore();
  const files = timedFiles();
  const load = async (stamp: string) => {
    const inner = memoryTree(files);
    const stamped = (entry: FileEntry): FileEntry => ({
      ...entry,
      stamp: entry.path === 'flag-7.flag.yaml' ? stamp : 'same',
    });
    const tree: FileTree = { read: inner.read, list: async (folder) => (await inner.list(folder)).map(stamped) };
    const project = await loadProject(tree, '', { inspector: lintInspector, store: async () => store });
    project.memory?.save();
    return project.memory;
  };
  const before = (await load('one'))?.fingerprint() ?? '';
  const same = await load('two');
  expect(same?.fingerprint()).toBe(before);
  files['flag-7.flag.yaml'] = `${files['flag-7.flag.yaml'] ?? ''}load: { peak: 7, unit: rps }\n`;
  const other = await load('three');
  expect(other?.fingerprint()).not.toBe(before);
  expect(other?.changedSince(before)).toEqual(new Set(['flag-7.flag.yaml']));
});
