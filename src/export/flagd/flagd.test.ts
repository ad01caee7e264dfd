import { describe, expect, it } from 'vitest';
import type { FlagDefinition, SegmentDefinition } from '../../evaluate/definition.ts';
import { exportFlagd, flagdFile, type FlagdSet } from './flagd.ts';
import type { Statement } from '../statement.ts';

function exported(
  flags: Readonly<Record<string, Omit<FlagDefinition, 'key'>>>,
  segments: Readonly<Record<string, SegmentDefinition>> = {},
): { set: FlagdSet; statements: readonly Statement[]; document: string } {
  const input = {
    keys: Object.keys(flags),
    definitions: {
      flags: new Map(Object.entries(flags).map(([key, flag]) => [key, { key, ...flag }])),
      segments: new Map(Object.entries(segments)),
      jsonLogic: () => () => null,
    },
    environment: 'production',
    now: 0,
    source: { project: '.', commit: 'c0ffee', uncommitted: true, context: undefined, chain: undefined },
  };
  return { ...exportFlagd(input), document: flagdFile(input).document };
}

const on = { environments: { production: true } };

/** A flag of one rule that serves `on` when this holds. */
const when = (condition: object, rest: object = {}): Omit<FlagDefinition, 'key'> => ({
  environments: { production: { enabled: true, rules: [{ name: 'rule', when: condition as never, serve: 'on', ...rest }], otherwise: 'off' } }, // prettier-ignore
});

describe('exportFlagd', () => {
  it('serves the off variant of a flag that is off, enabled: flagd has no such flag else', () => {
    const { set } = exported({
      a: { owner: 'checkout', environments: { production: false } } as object as FlagDefinition,
      b: { environments: {} },
    });
    expect(set.flags['a']).toEqual({ state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'off', metadata: { criticality: 'medium', owner: 'checkout' } }); // prettier-ignore
    expect(set.flags['b']?.defaultVariant).toBe('off');
    expect(set.metadata).toEqual({ commit: 'c0ffee', environment: 'production', uncommitted: true });
  });

  it('has no targeting where everybody gets one variant', () => {
    const { set } = exported({ a: on, b: { ...on, prerequisites: [{ flag: 'a' }] }, c: { ...on, prerequisites: [{ flag: 'gone' }] } }); // prettier-ignore
    const defaults = Object.values(set.flags).map(({ defaultVariant, targeting }) => [defaultVariant, targeting]);
    expect(defaults).toEqual([['on', undefined], ['on', undefined], ['off', undefined]]); // prettier-ignore
  });

  it('holds schedules against the clock of flagd', () => {
    const { set } = exported({ a: when({ attribute: 'x', equals: 1 }, { from: '2026-01-01', until: '2026-01-01' }) });
    expect(set.flags['a']?.targeting).toEqual({
      if: [
        {
          and: [
            { '>=': [{ var: '$flagd.timestamp' }, 1767225600] },
            { '<': [{ var: '$flagd.timestamp' }, 1767312000] },
            { '===': [{ var: 'x' }, 1] },
          ],
        },
        'on',
        null,
      ],
    });
  });

  it('says a segment that several flags need once', () => {
    const segments = {
      'beta.testers': {
        when: {
          all: [
            { attribute: 'a', equals: 1 },
            { attribute: 'b', equals: 2 },
          ],
        },
      },
    };
    const { set } = exported({ a: when({ segment: 'beta.testers' }), b: when({ segment: 'beta.testers' }) }, segments);
    expect(set.$evaluators).toEqual({ 'segment beta_testers': { and: [{ '===': [{ var: 'a' }, 1] }, { '===': [{ var: 'b' }, 2] }] } }); // prettier-ignore
    expect(set.flags['b']?.targeting).toEqual({ if: [{ $ref: 'segment beta_testers' }, 'on', null] });
  });

  it.each(['$&', '\\', '"', '\u200b'])(
    'does not share what a replacement of text takes for more than itself: %j',
    (odd) => {
      const segments = {
        odd: {
          when: {
            all: [
              { attribute: 'a', equals: odd },
              { attribute: 'b', equals: 2 },
            ],
          },
        },
      };
      const { set } = exported({ a: when({ segment: 'odd' }), b: when({ segment: 'odd' }) }, segments);
      expect(set.$evaluators).toBeUndefined();
    },
  );

  it('keeps 60 layers of a diamond small', () => {
    const flags: Record<string, Omit<FlagDefinition, 'key'>> = {};
    for (let layer = 0; layer < 60; layer++) {
      const next = layer === 59 ? [] : [{ flag: `l${layer + 1}` }, { flag: `r${layer + 1}` }];
      for (const side of ['l', 'r']) {
        flags[`${side}${layer}`] = { ...when({ attribute: `${side}${layer}`, equals: 1 }), prerequisites: next };
      }
    }
    const { statements, document } = exported(flags);
    expect(statements.every(({ support }) => support === 'exact')).toBe(true);
    expect(document.length).toBeLessThan(2_000_000);
  });

  it.each<[string, Omit<FlagDefinition, 'key'>, RegExp]>([
    ['a schedule finer than a second', when({ all: [] }, { from: '2026-01-01T00:00:00.5Z' }), /whole seconds/],
    ['an attribute that flagd reads otherwise', when({ attribute: 'list.0', equals: 1 }), /"list.0" differently/],
    ['a version with more digits than a double', when({ attribute: 'v', semver: '>1234567890123456' }), /as large as/],
    ['an invalid number in JSON', { ...on, variants: { on: 2 ** 60, off: 1 } , environments: { production: { enabled: true, otherwise: 'on' } } }, /too large/], // prettier-ignore
    ['a definition that cannot be evaluated', when({ segment: 'gone' }), /cannot be evaluated: .*gone/],
    [
      'a prerequisite with raw JsonLogic',
      { ...on, prerequisites: [{ flag: 'raw' }] },
      /^prerequisite raw: raw JsonLogic/,
    ],
  ])('says that it has no way to say %s', (_, flag, reason) => {
    const raw = { environments: { production: { enabled: true, targeting: { var: 'x' }, otherwise: 'off' } } };
    const { set, statements } = exported({ a: flag, raw });
    expect(statements).toMatchObject([{ support: 'unsupported', reasons: [expect.stringMatching(reason)] }, { support: 'exact' }]); // prettier-ignore
    expect(Object.keys(set.flags)).toEqual(['raw']);
  });

  it('refuses what would be too large with everything written out: segments cannot share within each other', () => {
    const segments: Record<string, SegmentDefinition> = { s60: { when: { attribute: 'x', equals: 1 } } };
    for (let layer = 0; layer < 60; layer++) {
      const next = { segment: `s${layer + 1}` };
      segments[`s${layer}`] = { when: { any: [{ all: [next, { attribute: 'y', equals: layer }] }, { not: next }] } };
    }
    const { statements } = exported({ a: when({ segment: 's0' }) }, segments);
    expect(statements).toEqual([{ key: 'a', support: 'unsupported', reasons: [expect.stringMatching(/more than 20000 parts/)] }]); // prettier-ignore
  });

  it('refuses long chains of segments', () => {
    const segments = Object.fromEntries(Array.from({ length: 12_000 }, (_, at) => [`s${at}`, { when: at === 0 ? { attribute: 'x', equals: 1 } : { segment: `s${at - 1}` } }])); // prettier-ignore
    const { statements } = exported({ a: when({ segment: 's11999' }), b: when({ segment: 's50' }) }, segments);
    expect(statements).toMatchObject([{ support: 'unsupported', reasons: [expect.stringMatching(/nested more than 100 deep/)] }, { support: 'exact' }]); // prettier-ignore
  });

  it('follows chains of prerequisites on a stack of its own', () => {
    const flags = Object.fromEntries(Array.from({ length: 12_000 }, (_, at) => [`f${at}`, { ...on, prerequisites: at === 0 ? [] : [{ flag: `f${at - 1}` }] }])); // prettier-ignore
    const { statements } = exported(Object.fromEntries(Object.entries(flags).reverse()));
    expect(statements.every(({ support }) => support === 'exact')).toBe(true);
  });

  it('keeps raw JsonLogic, in the strict form that the schema of flagd asks for', () => {
    const raw = (targeting: unknown): Omit<FlagDefinition, 'key'> => ({ environments: { production: { enabled: true, targeting, otherwise: 'off' } } }); // prettier-ignore
    const branches = {
      if: [{ '!': { var: 'x' } }, 'on', { '==': [{ var: ['y', 1] }, 2] }, 'off', { missing: 'z' }, 'on'],
    };
    const { set } = exported({ a: raw(branches), b: raw({}), c: { ...raw({}), prerequisites: [{ flag: 'd' }] }, d: when({ attribute: 'x', equals: 1 }) }); // prettier-ignore
    expect(set.flags['a']?.targeting).toEqual({
      if: [
        { '!': [{ var: 'x' }] },
        'on',
        { if: [{ '==': [{ var: ['y', 1] }, 2] }, 'off', { if: [{ missing: ['z'] }, 'on', null] }] },
      ],
    });
    expect(set.flags['b']?.targeting).toBeUndefined();
    expect(set.flags['c']?.targeting).toEqual({ if: [{ '===': [{ var: 'x' }, 1] }, null, 'off'] });
  });

  it('names a cycle of prerequisites', () => {
    const { statements } = exported({ a: { ...on, prerequisites: [{ flag: 'b' }] }, b: { ...on, prerequisites: [{ flag: 'a' }] } }); // prettier-ignore
    expect(statements.map(({ reasons }) => reasons)).toEqual([
      ['its prerequisites form a cycle through b'],
      ['its prerequisites form a cycle through a'],
    ]);
  });
});
