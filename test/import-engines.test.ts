import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compileFlags } from '../src/evaluate/compile.ts';
import type { FlagDefinition } from '../src/evaluate/definition.ts';
import type { EngineExport, ExportInput } from '../src/export/exported.ts';
import { exportFlipt } from '../src/export/flipt/flipt.ts';
import { goffFile } from '../src/export/goff/goff.ts';
import { importFlipt } from '../src/import/flipt/flipt.ts';
import { importGoff } from '../src/import/goff/goff.ts';
import type { EngineImport, ImportInput } from '../src/import/imported.ts';
import { importLaunchDarkly } from '../src/import/launchdarkly/launchdarkly.ts';
import { sourceEnvironments } from '../src/import/source-environments.ts';
import { importUnleash } from '../src/import/unleash/unleash.ts';
import { fliptEngine } from './support/flipt-engine.ts';
import { goff } from './support/goff-evaluator.ts';
import { definitionsOf } from './support/imported-definitions.ts';
import { inputOf, instants, type RandomProject } from './support/random-flags.ts';
import { typedContexts, typedProjects } from './support/random-typed-flags.ts';

const input: ImportInput = { environments: sourceEnvironments(['production'], ['production']), segments: new Map() };
const cases = fc.tuple(typedProjects, fc.array(typedContexts, { minLength: 8, maxLength: 8 }), fc.constantFrom(...instants)); // prettier-ignore
const yaml = (text: string): unknown => parse(text, { version: '1.2' });
const evaluatorOf = (read: EngineImport) => compileFlags({ ...definitionsOf(read), environment: 'production' });

const split: FlagDefinition = {
  key: 'split',
  variants: { off: 'none', low: 'a', high: 'b' },
  environments: { production: { enabled: true, otherwise: { off: 50, low: 30, high: 20 } } },
};
const splitting: RandomProject = { flags: new Map([['split', split]]), segments: new Map() };

/** How many of the keys 0 to 9999 get another variant here than by the engine itself. */
function moved(read: EngineImport, theirs: (key: string) => string | undefined): number {
  const ours = evaluatorOf(read);
  const keys = Array.from({ length: 10_000 }, (_, at) => String(at));
  return keys.filter((targetingKey) => ours.evaluate('split', { targetingKey }, { now: 0 }).variant !== theirs(targetingKey)).length; // prettier-ignore
}

type Statements = EngineExport['statements'];

/** Exports random projects and imports them again: flags that are exported exactly mean the same. Gives how many those are. */
function exactAgain(
  again: (input: ExportInput) => { readonly read: EngineImport; readonly statements: Statements },
): number {
  let exact = 0;
  fc.assert(
    fc.property(cases, ([project, people, now]) => {
      const { read, statements } = again(inputOf(project, now));
      expect(read.notes.filter(({ kind }) => kind === 'refused')).toEqual([]);
      const before = compileFlags({ ...project, environment: 'production' });
      const after = evaluatorOf(read);
      for (const { key } of statements.filter(({ support }) => support === 'exact')) {
        exact++;
        for (const context of people) {
          const { value } = before.evaluate(key, context, { now });
          expect([key, after.evaluate(key, context, { now }).value]).toEqual([key, value]);
        }
      }
    }),
    { numRuns: 200, seed: 3 },
  );
  return exact;
}

describe('import goff', () => {
  it('gives back the meaning of what was exported exactly', () => {
    const exact = exactAgain((exported) => {
      const { document, statements } = goffFile(exported);
      return { read: importGoff(yaml(document), input), statements };
    });
    expect(exact).toBeGreaterThan(100);
  });

  it('counts who moves', () => {
    const { document } = goffFile(inputOf(splitting));
    const read = importGoff(yaml(document), input);
    const theirs = goff(document);
    expect(read.movements).toEqual([{ flag: 'split', environment: 'production', rule: undefined, moved: moved(read, (targetingKey) => theirs.evaluate('split', { targetingKey })), of: 10_000 }]); // prettier-ignore
    expect(read.movements[0]!.moved).toBeGreaterThan(4000);
  });

  it.each([
    ['country eq "DE" and not (beta eq true)', { country: 'de', beta: false }, true],
    ['country eq "DE" and not (beta eq true)', { country: 'de', beta: true }, false],
    ['country ne "DE"', {}, false],
    ['country ne "DE"', { country: 'FR' }, true],
    ['email co "@ACME"', { email: 'x@acme.example' }, true],
    ['(age gt 18.5) or (age lt 3.5)', { age: 2 }, true],
    ['(age gt 18.5) or (age lt 3.5)', { age: 5 }, false],
    ['appVersion ge 2.1.0', { appVersion: '2.10.0' }, true],
    ['key in ["u-1", "u-2"]', { targetingKey: 'u-2' }, true],
    ['{"==": [{"var": "country"}, "DE"]}', { country: 'DE' }, true],
    ['country pr and country sw "d"', { country: 'DE' }, true],
  ])('reads the query %s', (query, context, expected) => {
    const flag = { variations: { yes: true, no: false }, targeting: [{ query, variation: 'yes' }], defaultRule: { variation: 'no' } }; // prettier-ignore
    expect(evaluatorOf(importGoff({ ab: flag }, input)).evaluate('ab', context, { now: 0 }).value).toBe(expected);
  });

  it.each([
    ['country like "x"', '"like" has no counterpart for a text'],
    ['country eq', 'its query ends too early'],
    ['(country eq "x"', 'its query ends too early'],
    ['country eq "x" country', '"country" was not expected in its query'],
    ['country eq "x', 'its query cannot be read at ""x"'],
    ['not country eq "x"', '"not" is not before a bracket in its query'],
    ['{"==": [1', 'its query is not JSON'],
  ])('refuses the query %s', (query, reason) => {
    const flag = { variations: { yes: true, no: false }, targeting: [{ query, variation: 'yes' }], defaultRule: { variation: 'no' } }; // prettier-ignore
    expect(importGoff({ ab: flag }, input).notes).toEqual([{ kind: 'refused', flag: 'ab', path: ['ab', 'targeting', 0, 'query'], reason }]); // prettier-ignore
  });

  it('refuses what moves by itself', () => {
    const flag = { variations: { yes: true, no: false }, defaultRule: { progressiveRollout: {} } };
    const scheduled = {
      variations: { yes: true, no: false },
      defaultRule: { variation: 'no' },
      scheduledRollout: [{}],
    };
    expect(importGoff({ ab: flag, cd: scheduled }, input).notes.map(({ kind, flag: key }) => [kind, key])).toEqual([['refused', 'ab'], ['refused', 'cd']]); // prettier-ignore
  });
});

describe('import flipt', () => {
  it('gives back the meaning of what was exported exactly', () => {
    const exact = exactAgain((exported) => {
      const { features, statements } = exportFlipt(exported);
      return { read: importFlipt(JSON.parse(JSON.stringify(features)), input), statements };
    });
    expect(exact).toBeGreaterThan(80);
  });

  it('counts who moves', async () => {
    const { features } = exportFlipt(inputOf(splitting));
    const read = importFlipt(JSON.parse(JSON.stringify(features)), input);
    const engine = await fliptEngine(features);
    const theirs = (key: string): string => (engine.evaluate(features.flags[0]!, key, {}) as { variant: string }).variant; // prettier-ignore
    expect(read.movements[0]!.moved).toBe(moved(read, theirs));
  });

  it('counts who moves in a boolean flag', async () => {
    const definition: FlagDefinition = { key: 'split', environments: { production: { enabled: true, otherwise: { on: 25, off: 75 } } } }; // prettier-ignore
    const { features } = exportFlipt(inputOf({ flags: new Map([['split', definition]]), segments: new Map() }));
    const read = importFlipt(JSON.parse(JSON.stringify(features)), input);
    const engine = await fliptEngine(features);
    expect(read.movements[0]!.moved).toBe(moved(read, (key) => (engine.evaluate(features.flags[0]!, key, {}) === true ? 'on' : 'off'))); // prettier-ignore
  });
});

describe('import unleash', () => {
  const strategy = { name: 'flexibleRollout', parameters: { rollout: '30', stickiness: 'userId', groupId: 'g' }, segments: [3] }; // prettier-ignore
  const state = {
    features: [{ name: 'new-cart', type: 'operational', project: 'shop', createdAt: '2026-02-03T04:05:06Z', description: 'The new cart.' }], // prettier-ignore
    featureStrategies: [{ ...strategy, featureName: 'new-cart', sortOrder: 1 }, { name: 'userWithId', parameters: { userIds: 'ada,lin' }, featureName: 'new-cart', sortOrder: 0 }], // prettier-ignore
    featureEnvironments: [{ featureName: 'new-cart', environment: 'prod', enabled: true }, { featureName: 'new-cart', environment: 'qa', enabled: true }], // prettier-ignore
    featureTags: [{ featureName: 'new-cart', tagType: 'simple', tagValue: 'cart' }, { featureName: 'new-cart', tagType: 'simple', tagValue: 'No Tag' }], // prettier-ignore
    segments: [{ id: 3, name: 'staff' }],
  };

  it('reads what Unleash exports, for the environments that are named', () => {
    const segments = new Map([['staff', { attribute: 'email', endsWith: '@x' }]]);
    const read = importUnleash(state, { environments: sourceEnvironments(['prod=production'], ['staging', 'production']), segments }); // prettier-ignore
    expect(read.flags).toMatchObject([
      {
        key: 'new-cart',
        facts: { type: 'ops', created: '2026-02-03', description: 'The new cart.', tags: ['cart'] },
        seed: 'g',
        environments: {
          production: {
            enabled: true,
            rules: [
              { name: 'userWithId', when: { attribute: 'targetingKey', in: ['ada', 'lin'] }, serve: 'on' },
              { name: 'flexibleRollout', when: { segment: 'staff' }, serve: { on: 30, off: 70 } },
            ],
            otherwise: 'off',
          },
        },
      },
    ]);
    expect(read.notes.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['lost', 'the environment "qa" is not one of the project\'s: its settings were left out; --env qa=NAME gives it one'], // prettier-ignore
      ['lost', '"project" has no place in a flag file'],
      ['lost', '"No Tag" cannot be a tag here: lower-case letters and digits, joined by -, _ or .'],
    ]);
    expect(read.movements).toMatchObject([{ rule: 'flexibleRollout', of: 10_000 }]);
  });
});

describe('import launchdarkly', () => {
  const environment = {
    on: true,
    salt: 'abc',
    offVariation: 1,
    targets: [{ values: ['u-1'], variation: 0 }],
    prerequisites: [{ key: 'base', variation: 0 }],
    rules: [
      { _id: 'r', description: 'abroad', clauses: [{ attribute: 'country', op: 'in', values: ['DE'], negate: true }], variation: 0 }, // prettier-ignore
      { clauses: [{ attribute: '/user/plan', op: 'startsWith', values: ['pro', 'team'] }], rollout: { variations: [{ variation: 0, weight: 25_000 }, { variation: 1, weight: 75_000 }] } }, // prettier-ignore
    ],
    fallthrough: { variation: 1 },
  };
  const flag = { key: 'split', kind: 'boolean', variations: [{ value: true }, { value: false }], temporary: true, tags: ['web'], creationDate: Date.UTC(2026, 1, 3), environments: { production: environment, test: environment } }; // prettier-ignore
  const base = { key: 'base', variations: [{ value: true }, { value: false }], environments: { production: { on: true, offVariation: 1, fallthrough: { variation: 0 } } } }; // prettier-ignore

  it('reads targets, rules, rollouts and prerequisites', () => {
    const read = importLaunchDarkly({ items: [flag, base] }, input);
    expect(read.notes.map(({ kind, path }) => [kind, path])).toEqual([['lost', ['items', 0, 'environments', 'test']]]);
    const evaluator = evaluatorOf(read);
    const get = (context: object): unknown => evaluator.evaluate('split', { ...context }, { now: 0 }).variant;
    expect([get({ targetingKey: 'u-1', country: 'DE' }), get({ country: 'FR' }), get({ country: 'DE' }), get({})]).toEqual(['on', 'on', 'off', 'off']); // prettier-ignore
    expect(read.flags[0]).toMatchObject({ off: 'off', prerequisites: [{ flag: 'base', variant: 'on' }], facts: { created: '2026-02-03', tags: ['web'] } }); // prettier-ignore
    expect(read.movements).toMatchObject([{ flag: 'split', rule: 'rule-2', of: 10_000 }]);
    expect(read.movements[0]!.moved / 10_000).toBeCloseTo(2 * 0.25 * 0.75, 1);
  });

  it.each<[string, object, string]>([
    ['a regular expression', { rules: [{ clauses: [{ attribute: 'a', op: 'matches', values: ['x'] }], variation: 0 }] }, '"matches" with "x" has no counterpart'], // prettier-ignore
    ['another kind of context', { rules: [{ clauses: [{ contextKind: 'device', attribute: 'a', op: 'in', values: ['x'] }], variation: 0 }] }, 'it is about contexts of the kind "device": here there is one context'], // prettier-ignore
    ['an unknown segment', { rules: [{ clauses: [{ op: 'segmentMatch', values: ['vip'] }], variation: 0 }] }, 'the project has no segment "vip"'], // prettier-ignore
    ['no off variation', { offVariation: null }, 'it has no off variation'],
    [
      'a prerequisite that is not there',
      { prerequisites: [{ key: 'x', variation: 0 }] },
      'it needs a variation of "x"',
    ],
    ['a variation that is not there', { fallthrough: { variation: 7 } }, 'it names a variation that does not exist'],
  ])('refuses %s', (_, own, reason) => {
    const value = { ...flag, environments: { production: { ...environment, prerequisites: [], ...own } } };
    const { flags, notes } = importLaunchDarkly(value, input);
    expect([flags, notes.map((note) => note.reason)]).toEqual([[], [expect.stringContaining(reason)]]);
  });

  it('says where a flag that is off serves another variation', () => {
    const theme = { key: 'theme', variations: [{ value: 'light', name: 'Light' }, { value: 'dark', name: 'Dark' }], environments: { production: { on: false, offVariation: 1, fallthrough: { variation: 0 } }, staging: { on: false, offVariation: 0, fallthrough: { variation: 0 } } } }; // prettier-ignore
    const read = importLaunchDarkly(theme, { environments: sourceEnvironments([], ['staging', 'production']), segments: new Map() }); // prettier-ignore
    expect(read.flags[0]).toMatchObject({ off: 'light', environments: { production: { enabled: true, otherwise: 'dark' }, staging: { enabled: false } } }); // prettier-ignore
    expect(read.notes.map(({ kind }) => kind)).toEqual(['changed']);
  });
});
