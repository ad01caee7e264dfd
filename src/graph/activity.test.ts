import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectOf } from '../../test/support/project-of.ts';
import { environmentOf, type Flag, type PrerequisiteReference } from '../model/flag.ts';
import { servingsAt } from '../model/serving.ts';
import type { Project } from '../project/project.ts';
import { activityAt, type Activity } from './activity.ts';
import { dependencyGraph } from './dependency-graph.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

function activity(flags: Record<string, unknown>): { at: Activity; flag: (key: string) => Flag } {
  const project = projectOf({ flags });
  return { at: activityAt(dependencyGraph(project), now), flag: (key) => project.flags.get(key)! };
}

describe('activityAt', () => {
  it('follows prerequisites, and the variants they want', () => {
    const variants = { v1: 'one', v2: 'two' };
    const { at, flag } = activity({
      api: { variants, off: 'v1', environments: { live: { enabled: true, otherwise: 'v2' } } },
      wantsV2: { prerequisites: [{ flag: 'api', variant: 'v2' }], environments: { live: true } },
      wantsV1: { prerequisites: [{ flag: 'api', variant: ['v1'] }], environments: { live: true } },
      wantsAny: { prerequisites: [{ flag: 'api' }], environments: { live: true } },
      below: { prerequisites: [{ flag: 'wantsV1' }], environments: { live: true } },
    });
    const active = ['api', 'wantsV2', 'wantsV1', 'wantsAny', 'below'].filter((key) => at.isActive(flag(key), 'live'));
    expect(active).toEqual(['api', 'wantsV2', 'wantsAny']);
    expect(at.servesByItself(flag('below'), 'live')).toBe(true);
    expect(at.isUnblocked(flag('below'), 'live')).toBe(false);
    expect(at.canServe(flag('api'), 'live', 'v2')).toBe(true);
    expect(at.canServe(flag('api'), 'live', 'v1')).toBe(false);
    expect(at.isActive(flag('api'), 'elsewhere')).toBe(false);
  });

  it('counts a rule only within its time', () => {
    const until = (date: string): unknown => ({
      environments: {
        live: { enabled: true, rules: [{ name: 'a', until: date, serve: 'on' }], otherwise: 'off' },
      },
    });
    const { at, flag } = activity({ past: until('2026-11-21'), today: until('2026-11-22') });
    expect(at.isActive(flag('past'), 'live')).toBe(false);
    expect(at.isActive(flag('today'), 'live')).toBe(true);
  });

  it('lets flags on a cycle serve nothing, nor those that need one', () => {
    const needs = (key: string): unknown => ({ prerequisites: [{ flag: key }], environments: { live: true } });
    const { at, flag } = activity({ a: needs('b'), b: needs('a'), self: needs('self'), c: needs('a'), d: needs('no') });
    for (const key of ['a', 'b', 'self', 'c', 'd']) expect(at.isActive(flag(key), 'live'), key).toBe(false);
    expect(at.canServe(flag('a'), 'live', 'off')).toBe(false);
  });

  it('lets a flag that is off serve its off variant, also on a cycle', () => {
    const needs = (key: string, live: boolean): unknown => ({
      prerequisites: [{ flag: key, variant: 'off' }],
      environments: { live },
    });
    const { at, flag } = activity({ a: needs('b', true), b: needs('a', false), c: needs('a', true) });
    expect(at.canServe(flag('a'), 'live', 'off')).toBe(false);
    expect(at.canServe(flag('b'), 'live', 'off')).toBe(true);
    expect(at.canServe(flag('b'), 'elsewhere', 'off')).toBe(true);
    expect(at.canBeMet({ flag: 'b', variants: ['off'] }, 'elsewhere')).toBe(true);
    expect(at.canBeMet({ flag: 'b' }, 'live')).toBe(false);
  });

  it('ends at a rule in force that serves everybody', () => {
    const block = (rule: object, otherwise: string): unknown => ({
      environments: { live: { enabled: true, rules: [{ name: 'a', ...rule }], otherwise } },
    });
    const autumn = { from: '2026-11-01', until: '2026-12-31' };
    const { at, flag } = activity({
      closed: block({ ...autumn, serve: 'off' }, 'on'),
      opened: block({ ...autumn, serve: 'on' }, 'off'),
      closedForSome: block({ ...autumn, serve: 'off', when: { attribute: 'plan', equals: 'free' } }, 'on'),
      closedByWeight: block({ ...autumn, serve: { on: 0, off: 1 } }, 'on'),
      over: block({ from: '2026-11-01', until: '2026-11-21', serve: 'off' }, 'on'),
      needsClosed: { prerequisites: [{ flag: 'closed' }], environments: { live: true } },
      needsItOff: { prerequisites: [{ flag: 'closed', variant: 'off' }], environments: { live: true } },
    });
    const keys = ['closed', 'opened', 'closedForSome', 'closedByWeight', 'over', 'needsClosed', 'needsItOff'];
    expect(keys.filter((key) => at.isActive(flag(key), 'live'))).toEqual([
      'opened',
      'closedForSome',
      'closedByWeight', // for whoever has no bucketing value
      'over',
      'needsItOff',
    ]);
    expect(at.canServe(flag('opened'), 'live', 'off')).toBe(false);
  });

  it('lets an enabled flag serve its off variant where a prerequisite may fail', () => {
    const { at, flag } = activity({
      base: { environments: { live: false } },
      middle: { prerequisites: [{ flag: 'base' }], environments: { live: true } },
      inverse: { prerequisites: [{ flag: 'middle', variant: 'off' }], environments: { live: true } },
    });
    expect(at.isActive(flag('inverse'), 'live')).toBe(true);
  });

  it('takes presumed prerequisites for met', () => {
    const project = projectOf({ flags: { a: { prerequisites: [{ flag: 'no' }], environments: { live: true } } } });
    const a = project.flags.get('a')!;
    const presumed = activityAt(dependencyGraph(project), now, new Set(a.prerequisites));
    expect(presumed.isActive(a, 'live')).toBe(true);
  });

  it('agrees with its definition on acyclic projects', () => {
    fc.assert(
      fc.property(projects, (project) => {
        const at = activityAt(dependencyGraph(project), now);
        for (const flag of project.flags.values()) {
          for (const environment of environments) {
            const can = names.filter((variant) => defined(project, flag, environment, variant));
            expect(names.filter((variant) => at.canServe(flag, environment, variant))).toEqual(can);
            expect(at.isActive(flag, environment)).toBe(can.some((variant) => variant !== flag.off));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is linear in a chain of 100,000 and in 60 layers that each need all of the next', () => {
    const chain: Record<string, unknown> = {};
    for (let at = 0; at < 100_000; at++)
      chain[`f${at}`] = { prerequisites: [{ flag: `f${at + 1}` }], environments: { live: true } };
    chain.f100000 = { environments: { live: true } };
    const long = activity(chain);
    expect(long.at.isActive(long.flag('f0'), 'live')).toBe(true);
    const layers: Record<string, unknown> = {};
    for (let layer = 0; layer < 60; layer++) {
      const next = layer < 59 ? [0, 1, 2].map((at) => ({ flag: `l${layer + 1}-${at}` })) : [];
      for (const at of [0, 1, 2]) layers[`l${layer}-${at}`] = { prerequisites: next, environments: { live: true } };
    }
    const diamond = activity(layers);
    expect(diamond.at.isActive(diamond.flag('l0-0'), 'live')).toBe(true);
  });
});

const environments = ['staging', 'live'];
const names = ['on', 'off', 'other'];

/** The definition, recursive. */
function defined(project: Project, flag: Flag, environment: string, variant: string): boolean {
  const block = environmentOf(flag, environment);
  if (!block.enabled) return variant === flag.off;
  if (variant === flag.off && flag.prerequisites.length > 0) return true;
  const met = ({ flag: key, variants }: PrerequisiteReference): boolean => {
    const needed = project.flags.get(key);
    if (!needed) return false;
    const wanted = variants ?? names.filter((name) => name !== needed.off);
    return wanted.some((name) => defined(project, needed, environment, name));
  };
  return flag.prerequisites.every(met) && servingsAt(block.serves, now).some((one) => one.variant === variant);
}

const serve = fc.oneof(fc.constantFrom(...names), fc.record({ on: fc.nat(1), off: fc.nat(1), other: fc.nat(1) }));
const block = fc.oneof(
  fc.boolean(),
  fc.record({
    enabled: fc.boolean(),
    rules: fc.array(
      fc.record(
        { name: fc.constant('a'), serve, from: fc.constantFrom('2026-11-01', '2026-12-01'), when: fc.constant({}) },
        { requiredKeys: ['name', 'serve'] },
      ),
      { maxLength: 2 },
    ),
    otherwise: serve,
  }),
);
const projects = fc
  .array(
    fc.record({
      off: fc.constantFrom('off', 'other'),
      needs: fc.array(
        fc.record(
          { step: fc.integer({ min: 1, max: 4 }), variant: fc.subarray(names, { minLength: 1 }) },
          { requiredKeys: ['step'] },
        ),
        { maxLength: 3 },
      ),
      environments: fc.record({ staging: block, live: block }, { requiredKeys: [] }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((flags) =>
    projectOf({
      flags: Object.fromEntries(
        flags.map(({ off, needs, environments: blocks }, at) => {
          const prerequisites = needs.map(({ step, variant }) => ({ flag: `f${at + step}`, variant }));
          return [`f${at}`, { off, variants: { on: 1, off: 2, other: 3 }, prerequisites, environments: blocks }];
        }),
      ),
    }),
  );
