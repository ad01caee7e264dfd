import { flagChanges } from '../../src/meaning/changes.ts';
import { notInBase } from '../../src/lint/baseline.ts';
import { lintInspector, lintProject } from '../../src/lint/lint.ts';
import { memoryTree } from '../../src/platform/memory-tree.ts';
import { loadProject } from '../../src/project/load.ts';
import type { Project } from '../../src/project/project.ts';
import type { Restoration, VersionLabel } from '../../src/rollback/target/restoration.ts';
import type { RestoredExample, RiskExample } from '../../src/rollback/risk.ts';
import { situationOf } from '../../src/rollback/plan/situation-of.ts';
import type { Situation } from '../../src/rollback/situation.ts';
import { parseDocument } from '../../src/source/document.ts';
import { exampleFiles } from './example-project.ts';

const day = 86_400_000;

/** What a small rollback is judged by: both of its projects loaded and linted, and all between them worked out. */
export async function exampleSituation(example: RiskExample): Promise<Situation> {
  const now = Date.parse(example.now ?? '2026-11-22');
  const sides = filesOf(example);
  const [before, after] = (await Promise.all(sides.map(load))) as [Project, Project];
  const [today, result] = await Promise.all([before, after].map((project) => lintProject(project, { now })));
  const restored = example.restored ?? Object.fromEntries(Object.keys(example.after ?? {}).map((key) => [key, {}]));
  return situationOf({
    request: { population: undefined },
    now,
    before,
    after,
    restorations: Object.entries(restored).map(([key, known]) => restoration(key, known, example, sides, now)),
    besides: (example.besides ?? []).map((beside) => ({ environment: 'production', ...beside })),
    added: notInBase(result?.diagnostics ?? [], today?.diagnostics ?? []),
    repository: { edited: [], ahead: undefined, ...example.repository },
    released: async () => example.released ?? [],
    policy: () => ({ freezes: example.freezes ?? [], approvals: example.approvals ?? [] }),
  });
}

type Files = Readonly<Record<string, string>>;

/** The files of both sides, by path. */
function filesOf({ before, after = {}, segments, files }: RiskExample): readonly [Files, Files] {
  const rest = { ...(segments && { segments }), ...(files && { files }) };
  const present = Object.entries({ ...before, ...after }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return [exampleFiles({ flags: before, ...rest }), exampleFiles({ flags: Object.fromEntries(present), ...rest })];
}

function load(files: Files): Promise<Project> {
  return loadProject(memoryTree(files), '', { inspector: lintInspector });
}

function restoration(
  key: string,
  known: RestoredExample,
  { environments = ['production'] }: RiskExample,
  [was, is]: readonly [Files, Files],
  now: number,
): Restoration {
  const path = `${key}.flag.yaml`;
  const value = (files: Files): unknown =>
    files[path] === undefined ? undefined : parseDocument(path, files[path]).value;
  const [before, after] = [value(was), value(is)];
  return {
    kind: 'flag',
    key,
    mode: 'environments',
    path,
    from: version(5, now),
    to: version(4, now - day),
    environments,
    before,
    after,
    text: is[path] ?? '',
    changes: flagChanges(before, after, { maxExtensions: 2 }),
    drifted: [],
    staying: [],
    ...known,
  };
}

function version(number: number, committedAt: number): VersionLabel {
  const commit = String(number).repeat(40);
  const author = { name: 'ada', email: 'ada@example.com' };
  return { number, commit, committedAt, author, subject: `Version ${number}`, incident: undefined };
}
