import { expect, it } from 'vitest';
import { readFlag } from '../model/flag.ts';
import { segmentChanges } from './changes.ts';
import { asFlagChanges, segmentsUsed } from './segment-use.ts';

const block = (...segments: readonly string[]): object => ({
  enabled: true,
  rules: segments.map((segment) => ({ name: segment, when: { not: { segment } }, serve: 'on' })),
});

it('reaches segments through others, in circles as well, environment by environment', () => {
  const flag = readFlag('a', 'a.flag.yaml', { environments: { staging: block('x'), production: block('y', 'z') } });
  const uses: Record<string, string[]> = { x: ['y'], y: ['z', 'gone'], z: ['y', 'z'] };
  const used = segmentsUsed(flag, (segment) => uses[segment] ?? []);
  expect(Object.fromEntries(used)).toEqual({
    x: ['staging'],
    y: ['staging', 'production'],
    z: ['staging', 'production'],
    gone: ['staging', 'production'],
  });
});

it('follows a chain of any length', () => {
  const flag = readFlag('a', 'a.flag.yaml', { environments: { staging: block('0') } });
  const next = (segment: string): string[] => (Number(segment) < 50_000 ? [String(Number(segment) + 1)] : []);
  expect(segmentsUsed(flag, next).size).toBe(50_001);
});

it('makes a change of who belongs to a segment one of the targeting, and its description none', () => {
  const when = (country: string): object => ({ attribute: 'country', equals: country });
  const changes = segmentChanges({ when: when('DE'), owner: 'a' }, { when: when('FR'), owner: 'b' });
  expect(asFlagChanges('people', changes, ['staging', 'production'])).toEqual(
    ['staging', 'production'].map((environment) => ({
      kind: 'targeting',
      environment,
      path: ['segments', 'people', 'when'],
      before: when('DE'),
      after: when('FR'),
      subject: 'segment people',
      detail: 'country = DE → FR',
      summary: `${environment}: segment people country = DE → FR`,
    })),
  );
  const gone = segmentChanges({ when: when('DE') }, undefined);
  expect(asFlagChanges('people', gone, ['staging']).map(({ summary }) => summary)).toEqual([
    'staging: segment people removed',
  ]);
});
