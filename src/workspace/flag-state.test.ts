import { expect, it } from 'vitest';
import { projectOf } from '../../test/support/project-of.ts';
import { activityAt } from '../graph/activity.ts';
import { dependencyGraph } from '../graph/dependency-graph.ts';
import { flagState } from './flag-state.ts';

it('tells what a flag does in an environment', () => {
  const live = (block: unknown): object => ({ environments: { live: block } });
  const later = { name: 'later', from: '2026-12-01', serve: 'on' };
  const project = projectOf({
    flags: {
      on: live(true),
      partly: live({ enabled: true, otherwise: { on: 1, off: 9 } }),
      zero: live({ enabled: true, otherwise: { on: 1, off: 0 } }),
      expired: { ...live(true), expires: '2026-11-21' },
      lastDay: { ...live(true), expires: '2026-11-22' },
      expiredOff: { ...live(false), expires: '2026-11-21' },
      blocked: { ...live(true), prerequisites: [{ flag: 'off' }] },
      off: live(false),
      servesOff: live({ enabled: true, otherwise: 'off' }),
      notYet: live({ enabled: true, rules: [later], otherwise: 'off' }),
    },
  });
  const activity = activityAt(dependencyGraph(project), Date.parse('2026-11-22T12:00:00Z'));
  const states = [...project.flags.values()].map((flag) => `${flag.key} ${flagState(flag, 'live', activity)}`);
  expect(states).toEqual([
    'on on',
    'partly partly',
    'zero on',
    'expired expired',
    'lastDay on',
    'expiredOff off',
    'blocked blocked',
    'off off',
    'servesOff off',
    'notYet off',
  ]);
});
