import { expect, it } from 'vitest';
import { readFlag } from '../model/flag.ts';
import { segmentsThatUse, segmentsUsed } from './segment-use.ts';

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

it('finds those that use a segment, in circles as well', () => {
  const uses = { x: ['y'], y: ['z'], z: ['y'], other: ['x'], apart: ['gone'] };
  expect([...segmentsThatUse('z', Object.entries(uses))].sort()).toEqual(['other', 'x', 'y', 'z']);
  expect([...segmentsThatUse('gone', Object.entries(uses))]).toEqual(['gone', 'apart']);
});
