import type { ComparedMetric, ComparedVariant } from '../../commands/impact-report/compare-metric.ts';
import type { MeasuredImpact } from '../../commands/impact-report/impact-report.ts';
import { jsonText } from '../json.ts';
import { verdictSentence } from './words.ts';

/** The comparison as data; see schemas/output/impact-report.schema.json. */
export function impactReportJson(report: MeasuredImpact): string {
  const { command, ok, flag, environment, control, alpha, smallestEffect, firstAt, lastAt, variants, shares, metrics } =
    report;
  const { verdicts, crossed, leftOut, changes } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    flag,
    environment,
    control,
    alpha,
    smallestEffect,
    from: iso(firstAt),
    to: iso(lastAt),
    variants: variants.map(({ name, units }) => ({ name, units, expected: shares.expected?.get(name) ?? null })),
    shares: { state: shares.state, pValue: shares.pValue ?? null, rule: shares.rule ?? null, why: shares.why ?? null },
    metrics: metrics.map(metricJson),
    verdicts: verdicts.map((verdict) => ({ ...verdict, message: verdictSentence(verdict, report) })),
    crossed,
    leftOut,
    changes: changes.map(({ committedAt, ...change }) => ({ ...change, committedAt: iso(committedAt) })),
  });
}

function metricJson({ name, role, better, kind, variants, compared }: ComparedMetric): object {
  return { name, role, better: better ?? null, kind, variants, compared: compared.map(comparedJson) };
}

function comparedJson({ variant, state, comparison, unitsNeeded }: ComparedVariant): object {
  const { difference = null, lift = null, pValue = null } = comparison ?? {};
  return { variant, state, difference, lift, pValue, unitsNeeded: unitsNeeded ?? null };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
