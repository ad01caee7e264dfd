import { describe, expect, it } from 'vitest';
import { exampleSituation } from '../../../test/support/example-rollback.ts';
import { riskGroups, type FoundRisk } from '../risk.ts';
import { risks } from './index.ts';

const longestLine = 160;

describe.each(risks.map((risk) => [risk.code, risk] as const))('%s', (_, risk) => {
  it('is documented', () => {
    expect(risk.summary).toMatch(/^[A-Z].*\.$/);
    expect(risk.why).toMatch(/^[A-Z].*\.$/);
    expect(risk.why.length).toBeGreaterThan(60);
    expect(risk.examples.has).not.toHaveLength(0);
    for (const { says } of risk.examples.has) expect(says).not.toHaveLength(0);
    expect(risk.examples.hasNot).not.toHaveLength(0);
  });

  it.each(risk.examples.has.map((example, index) => [index, example] as const))(
    'is found in example %i',
    async (_, example) => {
      const found = risk.check(await exampleSituation(example));
      expect(found.map(({ message }) => message)).toEqual(example.says);
      for (const one of found) {
        expectReadable(one);
        expect(one.severity ?? risk.severity).toBe(example.severity ?? risk.severity);
      }
      const places = found.map(({ flag, environment, message }) => JSON.stringify([flag, environment, message]));
      expect(new Set(places).size).toBe(places.length);
    },
  );

  it.each(risk.examples.hasNot.map((example, index) => [index, example] as const))(
    'is not found in example %i without it',
    async (_, example) => {
      expect(risk.check(await exampleSituation(example))).toEqual([]);
    },
  );
});

it('are listed by group, and then by name', () => {
  const places = risks.map(({ code, group }) => `${riskGroups.indexOf(group)} ${code}`);
  expect(places).toEqual([...new Set(places)].sort());
});

function expectReadable({ flag, message, evidence, remedy, question }: FoundRisk): void {
  expect(flag).not.toBe('');
  expect(evidence).not.toHaveLength(0);
  expect(remedy).not.toHaveLength(0);
  const options = question?.options.map(({ label }) => label) ?? [];
  if (question) expect(options).not.toHaveLength(0);
  for (const line of [message, ...evidence, ...remedy, ...options, ...(question ? [question.text] : [])]) {
    expect(line.trim()).not.toBe('');
    expect(line).not.toMatch(/[\n\t]|undefined|NaN|\[object/);
    expect(line.length).toBeLessThan(longestLine);
  }
  expect(message).not.toMatch(/\.$/);
}
