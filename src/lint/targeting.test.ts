import { expect, it } from 'vitest';
import { parseDocument } from '../source/document.ts';
import { pathOf, writtenConditions, writtenEnvironments, writtenRules } from './targeting.ts';

const flag = parseDocument(
  'some.flag.yaml',
  `environments:
  development: true
  staging: &staging
    enabled: true
    rules: &rules
      - { name: a, when: &europe { attribute: country, in: [DE, FR] }, serve: on }
      - { name: b, when: *europe, serve: off }
      - { name: c, serve: off }
    otherwise: off
  testing: *staging
  production: { enabled: true, rules: *rules, otherwise: on }
`,
);

it('gives what an alias repeats once', () => {
  expect(writtenEnvironments(flag).map(({ name }) => name)).toEqual(['staging', 'production']);
  expect(writtenRules(flag).map(({ environment }) => environment)).toEqual(['staging']);
  expect(writtenConditions(flag).map(pathOf)).toEqual([['environments', 'staging', 'rules', 0, 'when']]);
});

it('gives the condition of a segment', () => {
  const segment = parseDocument('some.segment.yaml', 'when: { segment: other }\n');
  expect(writtenConditions(segment).map(pathOf)).toEqual([['when']]);
  expect(writtenRules(segment)).toEqual([]);
});
