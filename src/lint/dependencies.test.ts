import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeFlag, exampleFiles, exampleTree } from '../../test/support/example-project.ts';
import { projectOf } from '../../test/support/project-of.ts';
import type { Problem } from '../diagnostic/problem.ts';
import { memoryTree } from '../platform/memory-tree.ts';
import { overlay } from '../platform/overlay.ts';
import { loadProject } from '../project/load.ts';
import type { Project } from '../project/project.ts';
import { toProblem } from './inspect.ts';
import { lintInspector, lintProject } from './lint.ts';
import type { Example } from './rule.ts';
import { rules } from './rules/index.ts';

const now = Date.parse('2026-11-22');

/** The rules that follow what files say of each other. */
const tested = new Set([
  'unknown-prerequisite', 'unknown-variant', 'prerequisite-cycle', 'prerequisite-disabled', 'prerequisite-expires-first',
  'conflicting-flags', 'unknown-fallback', 'fallback-unavailable', 'unknown-system', 'retired-system',
  'unknown-environment', 'unknown-segment', 'segment-cycle', 'unused-segment',
]); // prettier-ignore

function check(project: Project): Problem[] {
  const problems: Problem[] = [];
  for (const rule of rules) {
    if (rule.scope !== 'project' || !tested.has(rule.id)) continue;
    rule.check({ project, now, report: (at, report) => problems.push(toProblem(rule, at, report)) });
  }
  return problems;
}

async function load(example: Example, without: readonly string[] = []): Promise<Project> {
  return loadProject(overlay(exampleTree(example), new Map(without.map((file) => [file, null]))), '');
}

async function found(example: Example, without?: readonly string[]): Promise<string[]> {
  return check(await load(example, without)).map(({ rule, severity, message }) => {
    return `${severity ? `${severity} ` : ''}${rule}: ${message}`;
  });
}

const user = (segment: string): string =>
  `environments:\n  production:\n    enabled: true\n    rules: [{ name: some, when: { segment: ${segment} }, serve: on }]\n    otherwise: off\n`;

describe('one mistake', () => {
  it('in a prerequisite is not repeated by those that follow from it', async () => {
    const above = { 'flag-two': 'prerequisites:\n  - flag: flag-one\n' };
    const unknown = { ...above, 'flag-one': 'prerequisites:\n  - flag: nowhere\n' };
    expect(await found({ flags: unknown })).toEqual(['unknown-prerequisite: prerequisite "nowhere" does not exist']);
    const cycle = { ...above, 'flag-one': 'prerequisites:\n  - flag: flag-one\n' };
    expect(await found({ flags: cycle })).toEqual(['prerequisite-cycle: flag-one is its own prerequisite']);
    const variant = { ...above, 'flag-one': 'environments: { production: { enabled: true, otherwise: onn } }\n' };
    expect(await found({ flags: variant })).toEqual(['unknown-variant: flag-one has no variant "onn"']);
  });

  it('in a file that cannot be read is not repeated by those that name it', async () => {
    const flags = {
      'flag-one': 'prerequisites:\n  - { flag: broken, variant: blue }\nfallback: { flag: broken }\n',
    };
    expect(await found({ flags, segments: { staff: '' }, files: { 'broken.flag.yaml': 'a: [' } })).toEqual([]);
    const link = { 'broken.flag.yaml': 'link' } as const;
    expect(await found({ flags, segments: { staff: '' }, others: link })).toEqual([]);
  });

  it('of having no systems.yaml is reported once', async () => {
    const flags = { 'flag-one': 'affects: [web, search]\n', 'flag-two': 'fallback: { system: web }\n' };
    const project = await load({ flags }, ['systems.yaml']);
    const problems = check(project);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      rule: 'unknown-system',
      message: 'system "web" does not exist',
      help: 'this project has no systems.yaml: create it, with web and the 1 other that flags name under systems',
      at: { file: 'flag-one.flag.yaml', path: ['affects', 0] },
    });
    expect(await found({ flags, files: { 'systems.yaml': 'systems: [' } })).toEqual([]);
    expect(await found({ flags: { 'flag-one': 'tags: [web]\n' } }, ['systems.yaml'])).toEqual([]);
  });

  it('between two flags is reported once, however often they say it', async () => {
    const flags = {
      'flag-one': 'conflicts: [{ flag: flag-two }, { flag: flag-two }]\n',
      'flag-two': 'conflicts: [{ flag: flag-one }]\n',
    };
    expect(await found({ flags })).toEqual([
      'error conflicting-flags: flag-one conflicts with flag-two, and both are on in production',
    ]);
  });
});

describe('prerequisite-disabled', () => {
  const needing = (environments: string): string =>
    `prerequisites:\n  - { flag: flag-two, variant: on }\nenvironments: ${environments}\n`;

  it('is an error in critical environments and a warning elsewhere', async () => {
    const flags = { 'flag-one': needing('{ development: true, staging: true }'), 'flag-two': 'environments: {}\n' };
    expect(await found({ flags })).toEqual([
      'warning prerequisite-disabled: flag-one is on in development and staging, but needs flag-two, which does not list it and is off there',
    ]);
  });

  it('points at what decides it', async () => {
    const flags = {
      'flag-one': needing('{ staging: true, production: true }'),
      'flag-two': 'environments:\n  staging: false\n  production:\n    enabled: false\n',
    };
    const [problem] = check(await load({ flags }));
    expect(problem).toMatchObject({
      message: 'flag-one is on in production and staging, but needs flag-two, which is off there',
      label: 'never serves "on" in production and staging',
      help: 'switch flag-two on in production and staging, or flag-one off',
      severity: 'error',
      at: { file: 'flag-one.flag.yaml', path: ['prerequisites', 0, 'flag'] },
      related: [
        { message: 'switched off here', at: { path: ['environments', 'production', 'enabled'] } },
        { message: 'switched off here', at: { path: ['environments', 'staging'] } },
      ],
    });
  });

  it('leaves environments alone that the manifest does not have', async () => {
    const flags = { 'flag-one': needing('{ nowhere: true }'), 'flag-two': 'environments: {}\n' };
    expect(await found({ flags })).toEqual(['unknown-environment: environment "nowhere" does not exist']);
  });

  it('takes every environment when the manifest names none', async () => {
    const flags = { 'flag-one': needing('{ nowhere: true }'), 'flag-two': 'environments: {}\n' };
    expect(await found({ flags, files: { 'flagwright.yaml': 'version: 1\n' } })).toEqual([
      'warning prerequisite-disabled: flag-one is on in nowhere, but needs flag-two, which does not list it and is off there',
    ]);
  });
});

describe('segments', () => {
  it('are used by flags, through other segments', async () => {
    const segments = { 'seg-a': 'when: { segment: seg-b }\n', 'seg-b': '', 'seg-c': 'when: { segment: seg-b }\n' };
    expect(await found({ flags: { 'flag-one': user('seg-a') }, segments })).toEqual([
      'unused-segment: no flag uses segment seg-c',
    ]);
  });
});

describe('a large project', () => {
  const files = (flags: Record<string, string>): Record<string, string> =>
    exampleFiles({
      files: Object.fromEntries(Object.entries(flags).map(([key, body]) => [`${key}.flag.yaml`, completeFlag(body)])),
    });

  it('of a chain of 10,000 prerequisites and a diamond of 60 layers is linted, each file read once', async () => {
    const flags: Record<string, string> = { 'chain-9999': 'tags: [end]\n' };
    for (let at = 0; at < 9999; at++) flags[`chain-${at}`] = `prerequisites:\n  - flag: chain-${at + 1}\n`;
    for (let layer = 0; layer < 60; layer++) {
      const next = [0, 1, 2].map((at) => `  - flag: layer-${layer + 1}-${at}\n`).join('');
      for (const at of [0, 1, 2]) {
        flags[`layer-${layer}-${at}`] = layer < 59 ? `prerequisites:\n${next}` : 'tags: [end]\n';
      }
    }
    const tree = memoryTree(files(flags));
    let reads = 0;
    const counting: typeof tree = {
      ...tree,
      read: (file) => ((reads += Number(file.endsWith('.flag.yaml'))), tree.read(file)),
    };
    const project = await loadProject(counting, '', { inspector: lintInspector });
    expect((await lintProject(project, { now })).diagnostics).toEqual([]);
    expect(reads).toBe(project.flags.size);
  });

  it('of a chain of 10,000 with its end switched off has one report for each flag', () => {
    const flags: Record<string, unknown> = { end: { environments: { live: false } } };
    let below = 'end';
    for (let at = 0; at < 10_000; at++) {
      flags[`f${at}`] = { prerequisites: [{ flag: below }], environments: { live: true } };
      below = `f${at}`;
    }
    expect(check(projectOf({ flags }))).toHaveLength(10_000);
  });

  it('that is one cycle has one report, of bounded length', () => {
    const flags: Record<string, unknown> = {};
    for (let at = 0; at < 10_000; at++) flags[`f${at}`] = { prerequisites: [{ flag: `f${(at + 1) % 10_000}` }] };
    const [problem, ...others] = check(projectOf({ flags }));
    expect(others).toEqual([]);
    expect(problem?.message.length).toBeLessThan(200);
    expect(problem?.related?.length).toBeLessThan(20);
  });

  it('in which every name is wrong is looked through without comparing each with each', () => {
    const flags: Record<string, unknown> = {};
    for (let at = 0; at < 5000; at++)
      flags[`flag-${at}`] = { prerequisites: [{ flag: `flog-${at + 1}` }], affects: [`s${at}`] };
    const problems = check(projectOf({ flags, systems: { systems: { web: {} } } }));
    expect(problems).toHaveLength(10_000);
    expect(problems[0]?.help).toBe('did you mean "flag-1"?');
  });

  it('of thousands of environments and entries is looked through once', () => {
    const names = Array.from({ length: 3000 }, (_, at) => `e${at}`);
    const environments = Object.fromEntries(names.map((name) => [name, true]));
    const needed = Object.fromEntries(names.map((name) => [name, { environments: { other: true } }]));
    const prerequisites = names.map((flag) => ({ flag }));
    const manifest = { environments: { ...environments, other: {} } };
    const flags = { many: { prerequisites, conflicts: prerequisites, environments }, ...needed };
    const problems = check(projectOf({ flags, manifest }));
    expect(problems).toHaveLength(3000);
    expect(problems[0]?.message).toBe(
      'many is on in e0, e1, e2 and many others, but needs e0, which does not list it and is off there',
    );
  });
});

describe('hostile summaries', () => {
  const name = fc.constantFrom('a', 'b', 'c', '', '__proto__', 'constructor', 'on', 'off', '→');
  const odd = fc.oneof({ weight: 3, arbitrary: name }, fc.anything());
  const reference = fc.oneof(
    fc.record({ flag: odd, system: odd, variant: fc.oneof(odd, fc.array(odd)) }, { requiredKeys: [] }),
    fc.anything(),
  );
  const serve = fc.oneof(odd, fc.dictionary(name, fc.nat(2)));
  const when = fc.oneof(
    fc.record({ segment: name }),
    fc.record({ all: fc.array(fc.record({ segment: name })), not: fc.record({ segment: name }) }),
    fc.anything(),
  );
  const rule = fc.record({ when, serve, from: odd }, { requiredKeys: [] });
  const block = fc.oneof(
    fc.boolean(),
    fc.record({ enabled: fc.boolean(), rules: fc.array(rule), otherwise: serve }, { requiredKeys: [] }),
    fc.anything(),
  );
  const list = fc.oneof(fc.array(reference, { maxLength: 4 }), fc.anything());
  const flag = fc.oneof(
    fc.record(
      {
        expires: fc.oneof(odd, fc.constant('2026-11-01')),
        affects: fc.oneof(fc.array(odd), fc.anything()),
        variants: fc.oneof(fc.dictionary(name, fc.nat()), fc.anything()),
        off: odd,
        onFailure: odd,
        prerequisites: list,
        conflicts: list,
        fallback: reference,
        environments: fc.oneof(fc.dictionary(name, block), fc.anything()),
      },
      { requiredKeys: [] },
    ),
    fc.anything(),
  );
  const segment = fc.oneof(fc.record({ when }), fc.anything());
  const values = fc.record(
    {
      flags: fc.dictionary(name, flag),
      segments: fc.dictionary(name, segment),
      specs: fc.array(
        fc.oneof(fc.record({ flag: odd, cases: fc.array(fc.record({ environment: odd })) }), fc.anything()),
      ),
      systems: fc.oneof(fc.record({ systems: fc.dictionary(name, fc.record({ status: odd })) }), fc.anything()),
      manifest: fc.oneof(fc.record({ environments: fc.dictionary(name, fc.constant({})) }), fc.anything()),
    },
    { requiredKeys: ['flags'] },
  );

  it('never make a rule throw, and the same ones give the same', () => {
    fc.assert(
      fc.property(values, (project) => {
        expect(check(projectOf(project))).toEqual(check(projectOf(project)));
      }),
      { numRuns: 500 },
    );
  });
});
