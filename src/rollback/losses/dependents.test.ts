import { describe, expect, it } from 'vitest';
import { exampleSituation } from '../../../test/support/example-rollback.ts';

const rule = (when: string, serve: string, otherwise: string): string =>
  `environments:\n  production: { enabled: true, rules: [{ name: some, when: ${when}, serve: ${serve} }], otherwise: ${otherwise} }\n`;
const split = (on: number): string =>
  `environments:\n  production: { enabled: true, otherwise: { on: ${on}, off: ${100 - on} } }\n`;
const needs = 'prerequisites: [{ flag: base-flag, variant: on }]\n';

async function lossOf(before: string, after: string, dependents: Record<string, string> = { dependent: needs }) {
  const { losses } = await exampleSituation({
    before: { 'base-flag': before, ...dependents },
    after: { 'base-flag': after },
  });
  return losses.map(({ flag, prerequisite, extent }) => `${flag} loses ${prerequisite} ${extent}`);
}

describe('what dependents lose', () => {
  it('is the whole prerequisite where nobody can have it any more', async () => {
    expect(await lossOf('', 'environments: { production: false }\n')).toEqual(['dependent loses base-flag wholly']);
    expect(await lossOf('', 'environments: { production: { enabled: true, otherwise: off } }\n')).toEqual([
      'dependent loses base-flag wholly',
    ]);
  });

  it('is nothing for a flag that gives nobody anything else', async () => {
    const idle = `${needs}environments:\n  production: { enabled: true, otherwise: off }\n`;
    expect(await lossOf('', 'environments: { production: false }\n', { dependent: idle })).toEqual([]);
  });

  it('goes on through others', async () => {
    const dependents = { second: 'prerequisites: [{ flag: first }]\n', first: needs };
    expect(await lossOf('', 'environments: { production: false }\n', dependents)).toEqual([
      'first loses base-flag wholly',
      'second loses first wholly',
    ]);
  });

  it.each([
    ['a smaller share', split(50), split(49)],
    [
      'another rule',
      rule('{ attribute: country, in: [DE, FR] }', 'on', 'off'),
      rule('{ attribute: country, equals: DE }', 'on', 'off'),
    ],
    [
      'a later version',
      rule('{ attribute: app, semver: ">=2.0.0" }', 'on', 'off'),
      rule('{ attribute: app, semver: ">=2.1.0" }', 'on', 'off'),
    ],
    [
      'a rule that asks two things of one attribute',
      rule('{ all: [{ attribute: plan, contains: gold }, { attribute: plan, contains: blue }] }', 'on', 'on'),
      rule('{ all: [{ attribute: plan, contains: gold }, { attribute: plan, contains: blue }] }', 'off', 'on'),
    ],
    ['everybody but some', '', rule('{ attribute: plan.name, equals: trial }', 'off', 'on')],
    [
      'a conjunction',
      rule('{ attribute: age, gte: 18 }', 'on', 'off'),
      rule('{ all: [{ attribute: age, gte: 18 }, { attribute: city, startsWith: B }] }', 'on', 'off'),
    ],
  ])('is a part with %s', async (_, before, after) => {
    expect(await lossOf(before, after)).toEqual(['dependent loses base-flag partly']);
  });

  it.each([
    ['a larger share', split(49), split(50)],
    [
      'more countries',
      rule('{ attribute: country, equals: DE }', 'on', 'off'),
      rule('{ attribute: country, in: [FR, DE] }', 'on', 'off'),
    ],
    ['a rule that serves the same', split(30), rule('{ attribute: country, equals: DE }', 'on', '{ on: 30, off: 70 }')],
  ])('is nothing with %s', async (_, before, after) => {
    expect(await lossOf(before, after)).toEqual([]);
  });

  it('is nothing for those who want the other variant', async () => {
    const wantsOff = 'prerequisites: [{ flag: base-flag, variant: off }]\n';
    expect(await lossOf(split(50), split(20), { dependent: wantsOff })).toEqual([]);
    expect(await lossOf(split(20), split(50), { dependent: wantsOff })).toEqual(['dependent loses base-flag partly']);
  });

  it('names a context that loses it', async () => {
    const { losses } = await exampleSituation({
      before: { 'base-flag': rule('{ attribute: country, in: [DE, FR] }', 'on', 'off'), dependent: needs },
      after: { 'base-flag': rule('{ attribute: country, equals: DE }', 'on', 'off') },
    });
    expect(losses[0]?.example).toBe('country FR, targetingKey 0');
  });

  it('is said where it cannot be excluded', async () => {
    const logic = (key: string): string =>
      `environments:\n  production: { enabled: true, targeting: { if: [{ in: [${key}, { var: mail }] }, on, off] }, otherwise: off }\n`;
    const { losses } = await exampleSituation({
      before: { 'base-flag': logic('a'), dependent: needs },
      after: { 'base-flag': logic('b') },
    });
    expect(losses.map(({ extent, example }) => [extent, example])).toEqual([['partly', undefined]]);
  });
});

describe('flags that are off', () => {
  it('are dormant where they could have been enabled before', async () => {
    const off = `${needs}environments: { production: false }\n`;
    const { dormant } = await exampleSituation({
      before: {
        'base-flag': '',
        dependent: off,
        other: `prerequisites: [{ flag: dependent }]\nenvironments: { production: false }\n`,
      },
      after: { 'base-flag': 'environments: { production: false }\n' },
    });
    expect(dormant.map(({ flag, path }) => [flag, path])).toEqual([['dependent', ['base-flag', 'dependent']]]);
  });
});
