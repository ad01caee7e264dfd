import { expect, it } from 'vitest';
import type { Condition, SegmentDefinition } from '../evaluate/definition.ts';
import { eachPart, pathOfSteps } from '../model/condition-parts.ts';
import { attributesOf, testsOf } from './tests-of.ts';

const german = { attribute: 'country', equals: 'DE' } as const;
const gold = { attribute: 'plan', equals: 'gold' } as const;
const segments = new Map<string, SegmentDefinition>([
  ['staff', { when: { any: [gold, { segment: 'circle' }] } }],
  ['circle', { when: { not: { segment: 'staff' } } }],
]);

it('shows every part of a condition once, in file order, with its path', () => {
  const condition: Condition = { all: [german, { not: { any: [gold, { segment: 'staff' }] } }] };
  const seen: string[] = [];
  eachPart(condition, (part, steps) => {
    seen.push(`${pathOfSteps(['when'], steps).join('.')} ${Object.keys(part)[0]}`);
  });
  expect(seen).toEqual([
    'when all',
    'when.all.0 attribute',
    'when.all.1 not',
    'when.all.1.not any',
    'when.all.1.not.any.0 attribute',
    'when.all.1.not.any.1 segment',
  ]);
});

it('ends the walk when it is told to, and passes over what is malformed', () => {
  let count = 0;
  eachPart({ all: [german, gold] }, () => ++count < 2);
  expect(count).toBe(2);
  eachPart({ all: 5, any: [null, 'x', []], not: undefined }, () => void count++);
  expect(count).toBe(6);
});

it('follows segments, each once, in circles as well', () => {
  expect(testsOf({ all: [{ segment: 'staff' }, german, { segment: 'staff' }] }, segments)).toEqual([german, gold]);
  expect([...attributesOf({ segment: 'gone' }, segments)]).toEqual([]);
  expect([...attributesOf({ not: { segment: 'circle' } }, segments)]).toEqual(['plan']);
});
