import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runsOf } from '../../test/support/depth.ts';
import { exampleHistory } from '../../test/support/example-history.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { completeFlag, completeSegment, exampleFiles } from '../../test/support/example-project.ts';
import { memoryTree } from '../platform/memory-tree.ts';
import { loadProject } from '../project/load.ts';
import type { StoreFile } from '../project/record-store.ts';
import { concernedBy } from './apart.ts';
import { lintInspector, lintProject } from './lint.ts';

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) => `flag-${letter}`);
const key = fc.constantFrom(...keys, 'many-0', 'many-109');
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
/** Of what is named, most exists. */
const named = (name: fc.Arbitrary<string>, nobody: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: fc.constant(nobody) });
const date = fc.integer({ min: 1, max: 28 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`);
const variant = named(fc.constantFrom('on', 'off'), 'blue');

const environment = fc.oneof(
  fc.boolean(),
  fc
    .record({
      segment: named(fc.constantFrom('one', 'two', 'three'), 'nobody'),
      from: maybe(date),
      serve: variant,
      otherwise: variant,
    }) // prettier-ignore
    .map(({ segment, from, serve, otherwise }) => ({
      enabled: true,
      rules: [{ name: 'some', when: { segment }, serve, ...(from && { from }) }],
      otherwise,
    })),
);

/** What a flag file says beside what is filled in; in one of many it cannot be read. */
const body = fc.oneof(
  { weight: 1, arbitrary: fc.constant('tags: [x\n') },
  {
    weight: 20,
    arbitrary: fc
      .record({
        type: maybe(fc.constantFrom('release', 'ops')),
        owner: maybe(named(fc.constantFrom('platform', 'checkout', 'empty'), 'nobody')),
        created: maybe(date),
        expires: maybe(date),
        prerequisites: maybe(
          fc.array(
            fc.record({ flag: named(key, 'flag-z'), variant: maybe(variant) }).map(({ flag, variant: wanted }) => ({
              flag,
              ...(wanted && { variant: wanted }),
            })),
            { maxLength: 2 },
          ),
        ),
        conflicts: maybe(
          fc.array(
            named(key, 'flag-z').map((flag) => ({ flag })),
            { maxLength: 2 },
          ),
        ),
        fallback: maybe(
          fc.oneof(
            named(key, 'flag-z').map((flag) => ({ flag })),
            named(fc.constantFrom('web', 'old'), 'nothing').map((system) => ({ system })),
          ),
        ),
        affects: maybe(fc.array(named(fc.constantFrom('web', 'old'), 'nothing'), { maxLength: 2 })),
        environments: maybe(
          fc.dictionary(named(fc.constantFrom('staging', 'production'), 'live'), environment, { maxKeys: 2 }),
        ),
      })
      .map((fields) =>
        Object.entries(fields)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
          .join(''),
      ),
  },
);

/** An edit of some flags; now and then one of them goes, or something else changes as well. */
const step = fc.record({
  flags: fc.dictionary(fc.constantFrom(...keys), fc.option(body, { freq: 12 }), { minKeys: 1, maxKeys: 3 }),
  rest: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Record<string, string>>({}) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('one', 'two', 'three')
        .map((other) => ({ 'one.segment.yaml': completeSegment(`when: { segment: ${other} }\n`) })),
    },
    { weight: 1, arbitrary: fc.constant({ 'FLAG-A.flag.yaml': completeFlag('') }) },
  ),
  hours: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -40, max: 40 }) },
  ),
});

/** What there is beside flags: all of it, or some left out, which then is said of all flags together. */
const settings = fc.record({
  owners: fc.boolean(),
  systems: fc.boolean(),
  environments: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

const owners = 'teams:\n  platform: { members: [sam@example.com] }\n  checkout: { members: [ada@example.com] }\n  empty: { members: [] }\n'; // prettier-ignore

function firstFiles({ owners: hasOwners, systems, environments }: Record<string, boolean>): Record<string, string> {
  const files: Record<string, string> = { ...exampleFiles({}), 'owners.yaml': owners };
  files['systems.yaml'] = 'systems:\n  web: { owner: platform, status: active }\n  old: { owner: platform, status: retired }\n'; // prettier-ignore
  files['two.spec.yaml'] = 'flag: flag-b\ncases:\n  - name: all\n    environment: live\n    context: { targetingKey: u }\n    expect: { variant: on }\n'; // prettier-ignore
  for (const name of ['one', 'two', 'three']) files[`${name}.segment.yaml`] = completeSegment('');
  for (const name of keys) files[`${name}.flag.yaml`] = completeFlag('');
  for (let at = 0; at < 110; at++) files[`many-${at}.flag.yaml`] = completeFlag('');
  // Every segment is used by one of the many.
  const uses = (segment: string): string =>
    completeFlag(`environments: { production: { enabled: true, rules: [{ name: a, when: { segment: ${segment} }, serve: on }], otherwise: off } }\n`); // prettier-ignore
  files['many-1.flag.yaml'] = uses('one');
  files['many-2.flag.yaml'] = uses('two');
  if (!hasOwners) delete files['owners.yaml'];
  if (!systems) delete files['systems.yaml'];
  if (!environments) files['flagwright.yaml'] = 'version: 1\n';
  return files;
}

const past = [{ on: '2026-10-20', flags: Object.fromEntries(keys.slice(0, 4).map((name) => [name, ''])) }];

it('says after any edits what it would say without remembering', async () => {
  const edits = fc.array(step, { minLength: 3, maxLength: 8 });
  let [apart, steps] = [0, 0];
  await fc.assert(
    fc.asyncProperty(settings, edits, async (given, edited) => {
      const files = firstFiles(given);
      const store = memoryStore();
      let now = Date.parse('2026-11-14T10:00:00Z');
      for (const { flags, rest, hours } of [{ flags: {}, rest: {}, hours: 0 }, ...edited]) {
        now += hours * 3_600_000;
        Object.assign(files, rest);
        for (const [name, text] of Object.entries(flags)) {
          if (text === null) delete files[`${name}.flag.yaml`];
          else files[`${name}.flag.yaml`] = completeFlag(text);
        }
        const tree = memoryTree(files);
        const load = (kept: { store?: () => Promise<StoreFile> }): ReturnType<typeof loadProject> =>
          loadProject(tree, '', { inspector: lintInspector, ...kept });
        const project = await load({ store: async () => store });
        const history = exampleHistory({ past }, project.manifest);
        const before = project.memory?.recall('problems') as { fingerprint: string } | null;
        const changed = before && project.memory?.changedSince(before.fingerprint);
        if (changed && concernedBy(project, changed)) apart++;
        steps++;
        const found = await lintProject(project, { now, history });
        project.memory?.save();
        expect(found.diagnostics).toEqual((await lintProject(await load({}), { now, history })).diagnostics);
      }
    }),
    { numRuns: runsOf(24) },
  );
  expect(apart / steps).toBeGreaterThan(0.3);
});
