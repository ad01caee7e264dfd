import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleSituation } from '../../../test/support/example-rollback.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import { evaluatorOf, readDefinitions } from '../../project/definitions.ts';
import type { Loss } from './loss.ts';
import type { State } from '../effects/effect.ts';

const needsAlpha = 'prerequisites: [{ flag: alpha }]\n';

function block(...lines: readonly string[]): string {
  return ['environments:', '  production:', '    enabled: true', ...lines.map((line) => `    ${line}`), ''].join('\n');
}

async function lossesOf(
  before: string,
  after: string,
  others: Readonly<Record<string, string>> = { beta: needsAlpha },
): Promise<readonly Loss[]> {
  return (await exampleSituation({ before: { alpha: before, ...others }, after: { alpha: after } })).losses;
}

const said = (losses: readonly Loss[]): unknown =>
  losses.map(({ flag, extent, example }) => [flag, extent, example !== undefined]);

describe('what is lost in part is found', () => {
  const german = '{ name: german, when: { attribute: country, equals: DE }, serve: on }';
  const gold = '{ name: gold, when: { attribute: tier, equals: gold }, serve: off }';

  test('by contexts that two rules match', async () => {
    const losses = await lossesOf(
      block(`rules: [${german}]`, 'otherwise: off'),
      block(`rules: [${gold}, ${german}]`, 'otherwise: off'),
    );
    expect(losses).toMatchObject([{ flag: 'beta', extent: 'partly', example: expect.stringContaining('tier gold') }]);
  });

  test('where shares trade places and the first who are looked at gain', async () => {
    const half = (order: string): string => block('rules: []', `otherwise: { ${order} }`);
    expect(said(await lossesOf(half('on: 50, off: 50'), half('off: 50, on: 50')))).toEqual([['beta', 'partly', true]]);
    expect(said(await lossesOf(half('off: 50, on: 50'), half('on: 50, off: 50')))).toEqual([['beta', 'partly', true]]);
  });

  test('through a flag that only one in a hundred has', async () => {
    const losses = await lossesOf('', block('rules: []', 'otherwise: { on: 50, off: 50 }'), {
      beta: needsAlpha + block('rules: []', 'otherwise: { on: 1, off: 99 }'),
      gamma: 'prerequisites: [{ flag: beta }]\n',
    });
    expect(said(losses)).toEqual([
      ['beta', 'partly', true],
      ['gamma', 'partly', true],
    ]);
  });

  test('by one in a hundred million: it is said, if without an example', async () => {
    const losses = await lossesOf('', block('rules: []', 'otherwise: { on: 99999999, off: 1 }'));
    expect(losses).toMatchObject([{ flag: 'beta', extent: 'partly' }]);
  });

  test('by those without an account, where it is what decides', async () => {
    const german = 'rules: [{ name: german, when: { attribute: country, equals: DE }, serve: SERVE }]';
    const losses = await lossesOf(
      `bucketBy: account\n${block(german.replace('SERVE', 'on'), 'otherwise: { on: 1, off: 1 }')}`,
      `bucketBy: account\n${block(german.replace('SERVE', '{ on: 100, off: 0 }'), 'otherwise: { on: 1, off: 1 }')}`,
    );
    expect(losses).toMatchObject([{ flag: 'beta', extent: 'partly', example: 'country DE, targetingKey 0' }]);
  });

  test('between two bounds of a number', async () => {
    const above = (bound: number): string =>
      block(`rules: [{ name: old, when: { attribute: age, gte: ${bound} }, serve: on }]`, 'otherwise: off');
    expect(said(await lossesOf(above(18), above(21)))).toEqual([['beta', 'partly', true]]);
    expect(said(await lossesOf(above(21), above(18)))).toEqual([]);
  });

  test('under negation', async () => {
    const not = (country: string): string =>
      block(
        `rules: [{ name: a, when: { not: { attribute: country, equals: ${country} } }, serve: on }]`,
        'otherwise: off',
      );
    expect(said(await lossesOf(not('DE'), not('FR')))).toEqual([['beta', 'partly', true]]);
  });

  test('by one who wants the off variant', async () => {
    const losses = await lossesOf(
      block('rules: []', 'otherwise: { on: 30, off: 70 }'),
      block('rules: []', 'otherwise: { on: 60, off: 40 }'),
      {
        beta: 'prerequisites: [{ flag: alpha, variant: off }]\n',
      },
    );
    expect(said(losses)).toEqual([['beta', 'partly', true]]);
  });

  test('by a flag that is restored too and stays on', async () => {
    const half = block('rules: []', 'otherwise: { on: 50, off: 50 }');
    const { losses } = await exampleSituation({
      before: { alpha: '', beta: needsAlpha + half },
      after: { alpha: half, beta: needsAlpha },
    });
    expect(said(losses)).toEqual([['beta', 'partly', true]]);
  });

  test('where too much is asked to try it all', async () => {
    const rules = (first: number): string =>
      Array.from(
        { length: 14 },
        (_, at) =>
          `{ name: r${at}, when: { attribute: a${(at + first) % 14}, equals: x }, serve: ${at % 2 === 0 ? 'on' : 'off'} }`,
      ).join(', ');
    const losses = await lossesOf(
      block(`rules: [${rules(0)}]`, 'otherwise: off'),
      block(`rules: [${rules(1)}]`, 'otherwise: off'),
    );
    expect(losses).toMatchObject([{ flag: 'beta', extent: 'partly' }]);
  });
});

describe('where nobody loses anything nothing is said', () => {
  test.each([
    ['more get it', 'otherwise: { on: 30, off: 70 }', 'otherwise: { on: 60, off: 40 }'],
    ['the same shares, written smaller', 'otherwise: { on: 30, off: 70 }', 'otherwise: { on: 3, off: 7 }'],
    ['the last of three keeps what it had', 'otherwise: { off: 70, on: 30 }', 'otherwise: { off: 40, on: 60 }'],
  ])('%s', async (_, before, after) => {
    expect(await lossesOf(block('rules: []', before), block('rules: []', after))).toEqual([]);
  });

  const of = (when: string, serve = 'on'): string =>
    block(`rules: [{ name: some, when: ${when}, serve: ${serve} }]`, 'otherwise: off');

  test.each([
    ['another country comes in', '{ attribute: country, in: [DE, FR] }', '{ attribute: country, in: [DE, FR, NL] }'],
    ['a version later', '{ attribute: version, semver: ">=2.1.0" }', '{ attribute: version, semver: ">=2.0.0" }'],
    [
      'a shorter ending',
      '{ attribute: email, endsWith: "@a.example.com" }',
      '{ attribute: email, endsWith: example.com }',
    ],
    [
      'one of two conditions goes',
      '{ all: [{ attribute: country, equals: DE }, { attribute: tier, equals: gold }] }',
      '{ attribute: country, equals: DE }',
    ],
  ])('%s', async (_, before, after) => {
    expect(await lossesOf(of(before), of(after))).toEqual([]);
    expect(said(await lossesOf(of(after), of(before)))).toEqual([['beta', 'partly', true]]);
  });

  test('what a rule gave is given to all', async () => {
    expect(await lossesOf(of('{ attribute: country, equals: DE }'), '')).toEqual([]);
  });
});

const condition = fc.constantFrom(
  '{ attribute: country, equals: DE }',
  '{ attribute: country, in: [DE, FR] }',
  '{ not: { attribute: country, equals: FR } }',
  '{ attribute: tier, exists: true }',
  '{ attribute: age, gte: 18 }',
  '{ any: [{ attribute: age, lt: 12 }, { attribute: tier, equals: gold }] }',
);
const serve = fc.constantFrom('on', 'off', '{ on: 1, off: 3 }', '{ on: 2, off: 1 }', '{ off: 1, on: 1 }');
const someBlock = fc
  .record({ rules: fc.array(fc.record({ when: condition, serve }), { maxLength: 3 }), otherwise: serve })
  .map(({ rules, otherwise }) =>
    block(
      `rules: [${rules.map((one, at) => `{ name: r${at}, when: ${one.when}, serve: ${one.serve} }`).join(', ')}]`,
      `otherwise: ${otherwise}`,
    ),
  );
const wanted = fc.constantFrom('', ', variant: on', ', variant: off', ', variant: [on, off]');

/** Who loses a prerequisite of a flag, found by trying many. */
async function losersOf(states: readonly State[], flag: string): Promise<boolean> {
  const [was, is] = await Promise.all(
    states.map(async ({ project }) => {
      const evaluator = evaluatorOf(await readDefinitions(project), 'production');
      const needed = project.flags.get(flag)!.prerequisites;
      return (context: EvaluationContext) =>
        needed.map((one) => {
          const { variant = '', reason } = evaluator.evaluate(one.flag, context, { now: Date.UTC(2026, 10, 22) });
          return reason !== 'DISABLED' && (one.variants ?? ['on']).includes(variant);
        });
    }),
  );
  for (const country of [undefined, 'DE', 'FR', 'NL']) {
    for (const tier of [undefined, 'gold', 'silver']) {
      for (const age of [undefined, 10, 15, 20]) {
        for (let key = 0; key < 40; key++) {
          const context = { targetingKey: key === 0 ? undefined : `u${key}`, country, tier, age };
          const after = is!(context);
          if (was!(context).some((held, at) => held && !after[at])) return true;
        }
      }
    }
  }
  return false;
}

test('every loss is reported, and hardly ever where nobody loses', async () => {
  const counts = { lost: 0, silent: 0, doubt: 0 };
  await fc.assert(
    fc.asyncProperty(someBlock, someBlock, someBlock, wanted, wanted, async (old, now, between, first, second) => {
      const { before, after, losses } = await exampleSituation({
        before: {
          alpha: old,
          beta: `prerequisites: [{ flag: alpha${first} }]\n${between}`,
          gamma: `prerequisites: [{ flag: beta${second} }]\n`,
        },
        after: { alpha: now },
      });
      for (const flag of ['beta', 'gamma']) {
        const isActive = before.activity.isActive(before.project.flags.get(flag)!, 'production');
        const isLost = isActive && (await losersOf([before, after], flag));
        const said = losses.find((one) => one.flag === flag);
        if (isLost) expect(said).toBeDefined();
        // One with an example is real, however few there are.
        counts[isLost || said?.example !== undefined ? 'lost' : said ? 'doubt' : 'silent']++;
      }
    }),
    { numRuns: 30 },
  );
  expect(counts.lost).toBeGreaterThan(5);
  expect(counts.silent).toBeGreaterThan(5);
  expect(counts.doubt).toBeLessThan(counts.silent / 5);
});
