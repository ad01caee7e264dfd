import { describe, expect, it } from 'vitest';
import { memoryTree } from '../platform/memory-tree.ts';
import { loadProject } from '../project/load.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { completeFlag, exampleProject } from './complete-example.ts';
import { lintInspector, lintProject } from './lint.ts';

const manifest = `${exampleProject['flagwright.yaml']}lifecycle:
  wip: { like: release, maxAge: 120d, warn: 14d }
  dashboard: { like: ops, review: 30d }
`;

async function lint(flag: string, own: string = manifest): Promise<string[]> {
  const files = { ...exampleProject, 'flagwright.yaml': own, 'search.flag.yaml': flag };
  const project = await loadProject(memoryTree(files), '', { inspector: lintInspector });
  const { diagnostics } = await lintProject(project, { now: Date.parse('2026-11-22') });
  return diagnostics.map(({ rule, message, help }) => `${rule}: ${message} (${help})`);
}

const wip = 'type: wip\nexpires: 2026-12-10\nretire: Retired when everybody has it.\n';

describe("types of the project's own", () => {
  it('are types like any other', async () => {
    expect(await lint(completeFlag(wip))).toEqual([]);
    expect(await lint(completeFlag('type: dashboard\nreview: { every: 30d, last: 2026-11-20 }\n'))).toEqual([]);
  });

  it('need what the type they are like needs', async () => {
    const bare = (type: string): string =>
      `description: What this is for.\ntype: ${type}\nowner: platform\ncreated: 2026-10-12\nenvironments: {}\n`;
    expect(await lint(bare('wip'))).toEqual([
      expect.stringMatching(/^missing-expiry: a flag of type wip needs "expires"/),
      expect.stringMatching(/^missing-field: a flag of type wip needs "retire" \(add retire:/),
    ]);
    expect(await lint(bare('dashboard'))).toEqual([
      expect.stringMatching(/^missing-field: a flag of type dashboard needs "review"/),
    ]);
  });

  it('have limits of their own', async () => {
    expect(await lint(completeFlag(wip.replace('2026-12-10', '2027-02-10')))).toEqual([
      expect.stringMatching(/^expiry-too-far: search would live until 2027-02-10, but a wip flag lives 120d at most/),
    ]);
    expect(await lint(completeFlag('type: dashboard\n'))).toEqual([
      expect.stringMatching(/^review-overdue: .* 30d at least/),
    ]);
  });

  it('are suggested where a name is nearly theirs', async () => {
    expect(await lint(completeFlag('type: dashbord\n'))).toEqual([
      'invalid-value: "type" cannot be "dashbord" (did you mean "dashboard"?)',
    ]);
    expect(await lint(completeFlag('type: wip\n'), exampleProject['flagwright.yaml'])).toEqual([
      expect.stringMatching(/^invalid-value: "type" cannot be "wip" \(write one of them; a type of your own/),
    ]);
  });

  it('are unknown to nobody where the manifest cannot be read', async () => {
    const found = await lint(completeFlag('type: dashboard\n'), 'version: [1\n');
    expect(found.filter((one) => !one.startsWith('yaml-syntax'))).toEqual([]);
  });

  it('are not what a misspelt limit makes', async () => {
    const flag = completeFlag('');
    const first = exampleProject['flagwright.yaml'] ?? '';
    expect(await lint(flag, `${first}lifecycle: { relase: { maxAge: 9d } }\n`)).toEqual([
      'missing-field: "relase" has no "like" (did you mean "release"?)',
    ]);
    expect(await lint(flag, `${first}lifecycle: { stalAfter: 9d }\n`)).toEqual([
      expect.stringMatching(/^wrong-type: .* \(did you mean "staleAfter"\?\)/),
    ]);
    expect(await lint(flag, `${first}lifecycle: { wip: { maxAge: 9d } }\n`)).toEqual([
      expect.stringMatching(/\(add like: and the built-in type/),
    ]);
  });

  it('follow the manifest, whatever is kept from before', async () => {
    const kept = memoryStore();
    const store = async () => kept;
    const run = async (own: string): Promise<number> => {
      const flags = Array.from({ length: 100 }, (_, at) => [`f${at}.flag.yaml`, completeFlag('type: dashboard\nreview: { every: 30d, last: 2026-11-20 }\n')]); // prettier-ignore
      const files = { ...exampleProject, 'flagwright.yaml': own, ...Object.fromEntries(flags) };
      const project = await loadProject(memoryTree(files), '', { inspector: lintInspector, store });
      project.memory?.save();
      return [...project.files.values()].flatMap(({ problems }) => problems).length;
    };
    expect(await run(manifest)).toBe(0);
    expect(kept).toBeDefined();
    expect(await run(exampleProject['flagwright.yaml'] ?? '')).toBe(100);
    expect(await run(manifest)).toBe(0);
  });
});
