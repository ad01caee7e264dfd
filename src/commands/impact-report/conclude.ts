import type { ComparedMetric, ComparedVariant, MetricState } from './compare-metric.ts';
import type { DealtShares } from './dealt-shares.ts';

/**
 * What a reviewer is told of a variant. `in-doubt`: the numbers of units do not fit the weights, so no comparison is to be trusted.
 * `harmful`: the metric of success or a guardrail got worse. `moved`: a guardrail changed, and nobody says which way is better.
 * `better`: success got better, and no guardrail is open. `better-so-far`: success got better, and of a guardrail it is not yet known.
 * `no-effect`: nothing that matters. `not-yet`: more data is needed. `no-goal`: no metric is named as that of success.
 */
export type Conclusion =
  | 'in-doubt'
  | 'harmful'
  | 'moved'
  | 'better'
  | 'better-so-far'
  | 'no-effect'
  | 'not-yet'
  | 'no-goal';

export interface ImpactVerdict {
  readonly variant: string;
  readonly conclusion: Conclusion;
}

/** Settles what is to be said of each variant but the control. */
export function conclude(
  variants: readonly string[],
  metrics: readonly ComparedMetric[],
  shares: DealtShares,
): readonly ImpactVerdict[] {
  return variants.map((variant) => ({
    variant,
    conclusion: shares.state === 'mismatch' ? 'in-doubt' : conclusionOf(variant, metrics),
  }));
}

function conclusionOf(variant: string, metrics: readonly ComparedMetric[]): Conclusion {
  const statesOf = (role: ComparedMetric['role']): MetricState[] =>
    metrics.filter((metric) => metric.role === role).flatMap((metric) => stateIn(metric.compared, variant));
  const [success] = statesOf('success');
  const guardrails = statesOf('guardrail');
  if (success === 'worse' || guardrails.some((state) => state === 'worse')) return 'harmful';
  if (guardrails.includes('moved')) return 'moved';
  if (success === undefined) return 'no-goal';
  const isOpen = guardrails.some((state) => state === 'not-yet' || state === 'no-data');
  if (success === 'better') return isOpen ? 'better-so-far' : 'better';
  return success === 'no-effect' && !isOpen ? 'no-effect' : 'not-yet';
}

function stateIn(compared: readonly ComparedVariant[], variant: string): MetricState[] {
  return compared.filter((one) => one.variant === variant).map(({ state }) => state);
}
