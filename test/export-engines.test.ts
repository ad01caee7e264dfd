import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFlags } from '../src/evaluate/compile.ts';
import type { FlagDefinition } from '../src/evaluate/definition.ts';
import { exportFlipt } from '../src/export/flipt/flipt.ts';
import { goffFile } from '../src/export/goff/goff.ts';
import { fliptEngine } from './support/flipt-engine.ts';
import { goff } from './support/goff-evaluator.ts';
import { inputOf, instants } from './support/random-flags.ts';
import { typedContexts, typedProjects } from './support/random-typed-flags.ts';

const split = (weights: Readonly<Record<string, number>>, rest: object = {}): FlagDefinition => ({
  key: 'split',
  variants: { off: 'none', low: 'a', high: 'b' },
  environments: { production: { enabled: true, otherwise: weights } },
  ...rest,
});

/** The shares of many people that an engine deals out. */
function sharesOf(deal: (key: string) => string | undefined, people = 20_000): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let person = 0; person < people; person++) {
    const variant = deal(`user-${person}`) ?? 'nothing';
    counts[variant] = (counts[variant] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, (100 * count) / people]));
}

function expectShares(shares: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>): void {
  for (const [name, share] of Object.entries(wanted)) expect(Math.abs(shares[name]! - share)).toBeLessThan(1.5);
  expect(Object.keys(shares).sort()).toEqual(Object.keys(wanted).sort());
}

const cases = fc.tuple(typedProjects, fc.array(typedContexts, { minLength: 8, maxLength: 8 }), fc.constantFrom(...instants)); // prettier-ignore

describe('export goff', () => {
  it('means the same by its algorithm for flags that are exact, then and later', () => {
    let exact = 0;
    fc.assert(
      fc.property(cases, ([project, people, now]) => {
        const { document, statements } = goffFile(inputOf(project, now));
        const theirs = goff(document);
        const ours = compileFlags({ ...project, environment: 'production' });
        for (const { key } of statements.filter(({ support }) => support === 'exact')) {
          exact++;
          for (const at of [now, now + 86_400_000_000]) {
            for (const context of people) expect(theirs.evaluate(key, context)).toBe(ours.evaluate(key, context, { now: at }).variant); // prettier-ignore
          }
        }
      }),
      { numRuns: 600 },
    );
    expect(exact).toBeGreaterThan(300);
  });

  it('says of a split that the shares are kept, which they are', () => {
    const flags = new Map([['split', split({ off: 50, low: 30, high: 20 })]]);
    const { document, statements } = goffFile(inputOf({ flags, segments: new Map() }));
    expect(statements).toEqual([{ key: 'split', support: 'approximate', reasons: [expect.stringMatching(/other people into the same shares/)] }]); // prettier-ignore
    const theirs = goff(document);
    expectShares(
      sharesOf((targetingKey) => theirs.evaluate('split', { targetingKey })),
      { off: 50, low: 30, high: 20 },
    );
  });
});

describe('export flipt', () => {
  it("means the same to Flipt's own engine for flags that are exact", async () => {
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ([project, people, now]) => {
        const { features, statements } = exportFlipt(inputOf(project, now));
        const theirs = await fliptEngine(features);
        const ours = compileFlags({ ...project, environment: 'production' });
        for (const { key } of statements.filter(({ support }) => support === 'exact')) {
          exact++;
          const flag = features.flags.find((one) => one.key === key)!;
          for (const context of people) {
            const { variant, value } = ours.evaluate(key, context, { now });
            const { targetingKey, ...attributes } = context as { targetingKey: string };
            const texts = Object.fromEntries(Object.entries(attributes).filter(([, one]) => one !== undefined).map(([name, one]) => [name, String(one)])); // prettier-ignore
            expect(theirs.evaluate(flag, targetingKey, texts)).toEqual(flag.type === 'BOOLEAN_FLAG_TYPE' ? value : { variant, value }); // prettier-ignore
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(exact).toBeGreaterThan(200);
  });

  it.each<[string, FlagDefinition, Record<string, number>]>([
    ['three variants', split({ off: 50, low: 30, high: 20 }), { off: 50, low: 30, high: 20 }],
    ['a boolean flag', split({ on: 25, off: 75 }, { variants: undefined }), { true: 25, false: 75 }],
  ])('keeps the shares of %s', async (_, flag, wanted) => {
    const { features, statements } = exportFlipt(inputOf({ flags: new Map([['split', flag]]), segments: new Map() }));
    expect(statements).toMatchObject([{ support: 'approximate', reasons: [expect.stringMatching(/same shares/)] }]);
    const engine = await fliptEngine(features);
    const shares = sharesOf((key) => {
      const answer = engine.evaluate(features.flags[0]!, key, {});
      return typeof answer === 'boolean' ? String(answer) : (answer as { variant: string }).variant;
    });
    expectShares(shares, wanted);
  });
});
