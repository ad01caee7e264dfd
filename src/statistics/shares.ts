import { gammaln } from 'simple-statistics';

/**
 * How likely it is that so uneven numbers ever come about if everybody is given a variant by these weights: an always-valid p-value.
 * The alternative is spread evenly over all shares.
 *
 * Lindon and Malek, "Anytime-valid inference for multinomial count data", NeurIPS 35 (2022).
 *
 * @param counts how many were given each variant
 * @param weights of the variants in the same order; some are above 0
 */
export function sharesPValue(counts: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (counts.some((count, at) => count > 0 && weights[at] === 0)) return 0;
  const dealt = counts.filter((_, at) => weights[at]! > 0);
  const shares = weights.filter((weight) => weight > 0).map((weight) => weight / total);
  const size = dealt.reduce((sum, count) => sum + count, 0);
  const evidence =
    gammaln(dealt.length) -
    gammaln(dealt.length + size) +
    dealt.reduce((sum, count, at) => sum + gammaln(1 + count) - count * Math.log(shares[at]!), 0);
  return Math.min(1, Math.exp(-evidence));
}
