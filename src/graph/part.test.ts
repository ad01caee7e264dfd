import { expect, it } from 'vitest';
import { projectOf } from '../../test/support/project-of.ts';
import { activityAt } from './activity.ts';
import { dependencyGraph } from './dependency-graph.ts';
import { partWith } from './part.ts';

const needs = (...keys: string[]): object => ({
  prerequisites: keys.map((flag) => ({ flag })),
  environments: { live: true },
});

it('has the flags asked for and what they need, in the order of the project, and they do what they do in the whole', () => {
  const flags = {
    a: needs('c', 'no'),
    b: needs('c'),
    c: needs('d'),
    d: { environments: { live: true } },
    e: needs('b'),
  };
  const whole = dependencyGraph(projectOf({ flags }));
  const part = partWith(whole, ['b', 'unknown']);
  expect([...part.project.flags.keys()]).toEqual(['b', 'c', 'd']);
  const [before, after] = [whole, part].map((graph) => activityAt(graph, 0));
  for (const flag of part.project.flags.values()) {
    expect(after!.isActive(flag, 'live')).toBe(before!.isActive(flag, 'live'));
  }
  expect(after!.isActive(part.project.flags.get('b')!, 'live')).toBe(true);
});
