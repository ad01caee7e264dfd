import { didYouMean } from '../../diagnostic/suggest.ts';
import { numberedContexts, percentText, Tally } from '../../evaluate/population.ts';
import type { SpecPopulation } from '../../schema/generated/files.ts';
import type { Failure, TestSubject, TestedPopulation } from './tested-case.ts';

/** The defaults of spec.schema.json. */
const defaults = { size: 10_000, tolerance: 1 };

/** What a sum of binary fractions may be off by. */
const epsilon = 1e-9;

/** Evaluates a flag for a population and holds the shares of the variants against those expected. */
export function checkPopulation(
  subject: TestSubject,
  { context, size = defaults.size, expect, tolerance = defaults.tolerance }: SpecPopulation,
): { readonly failures: readonly Failure[]; readonly population: TestedPopulation } {
  const { evaluator, flag, now } = subject;
  const tally = new Tally();
  for (const each of numberedContexts(size, context)) tally.add(evaluator.evaluate(flag, each, { now }));
  const expected = new Map(Object.entries(expect));
  const others = [...subject.variants, ...tally.variants.keys()].filter((name) => !expected.has(name));
  const shares = [...new Set([...expected.keys(), ...others])].map((variant) => ({
    variant,
    expected: scaled(expected.get(variant)),
    received: tally.share(variant),
  }));
  return {
    failures: [...expected].flatMap(([variant, percent]) => {
      const share = tally.share(variant);
      const isKnown = subject.variants.includes(variant);
      const isNear = Math.abs(share * 100 - percent) <= tolerance + epsilon;
      return isKnown && isNear ? [] : [failureOf(subject, variant, percent, tolerance, share)];
    }),
    population: { size, tolerance: tolerance / 100, shares, error: tally.error },
  };
}

function failureOf(
  { file, flag, variants, span }: TestSubject,
  variant: string,
  percent: number,
  tolerance: number,
  share: number,
): Failure {
  const isKnown = variants.includes(variant);
  const got = percentText(share);
  const wanted = `${percent}%${tolerance > 0 ? ` within ${tolerance} ${tolerance === 1 ? 'point' : 'points'}` : ''}`;
  return {
    file,
    span: span([variant], isKnown ? 'value' : 'key'),
    field: variant,
    message: isKnown ? `expected ${wanted} to get ${variant}, got ${got}` : `${flag} has no variant "${variant}"`,
    label: isKnown ? `got ${got}` : 'no such variant',
    help: isKnown ? undefined : (didYouMean(variant, variants) ?? `it has ${variants.join(', ')}`),
    expected: scaled(percent),
    received: share,
  };
}

function scaled(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : percent / 100;
}
