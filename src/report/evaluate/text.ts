import type { EvaluateReport } from '../../commands/evaluate/evaluate.ts';
import type { Evaluation } from '../../evaluate/evaluation.ts';
import { clip, printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { marks, nextSteps, tableLines } from '../table.ts';
import { traceLines } from './trace.ts';

/** Longer values are cut: `--json` has them whole. */
const longestValue = 60;

/** What one flag gives and how it came to that, or what all flags give. */
export function evaluateText(report: EvaluateReport, style: Style): string {
  const { environment, evaluation } = report;
  if (evaluation === undefined) return tableText(report, style);
  const { paint, unicode } = style;
  const { flagKey, variant, reason, trace = [] } = evaluation;
  const key = printable(flagKey, unicode);
  const given = variant === undefined ? 'no variant' : printable(variant, unicode);
  const heading = [
    `${paint.bold(key)} in ${printable(environment, unicode)}`,
    paint.bold(given),
    ...(variant === undefined ? [] : [`(${valueText(evaluation, unicode)})`]),
    reasonText(evaluation, style),
  ].join('   ');
  const next = nextSteps([`flagwright show ${key}`, `flagwright history ${key}`], style);
  const steps = trace.length === 0 ? [] : [traceLines(trace, evaluation, style)];
  const error = reason === 'ERROR' && trace.length === 0 ? [[prose(evaluation.errorMessage ?? '', unicode)]] : [];
  return `${[[heading], ...steps, ...error, next].map((block) => block.join('\n')).join('\n\n')}\n`;
}

function tableText({ environment, evaluations }: EvaluateReport, style: Style): string {
  const { paint, unicode } = style;
  if (evaluations.length === 0) return `${['no flags yet', '', ...nextSteps(['flagwright new'], style)].join('\n')}\n`;
  const width = style.isTerminal ? style.width : Infinity;
  const cap = Number.isFinite(width) ? Math.max(20, Math.floor(width / 2)) : Infinity;
  const columns = [
    {
      heading: 'flag',
      cells: evaluations.map(({ flagKey }) => printable(flagKey, unicode)),
      paint: (text: string) => paint.bold(text),
      cap,
    },
    { heading: 'variant', cells: evaluations.map(({ variant }) => printable(variant ?? '-', unicode)) },
    {
      heading: 'value',
      cells: evaluations.map((one) => valueText(one, unicode)),
      paint: (text: string) => paint.dim(text),
    },
    {
      heading: 'reason',
      cells: evaluations.map((one) => reasonOf(one, unicode)),
      wrap: true,
      paint: (text: string, row: number) => (evaluations[row]?.reason === 'ERROR' ? paint.red(text) : text),
    },
  ];
  const failed = evaluations.filter(({ reason }) => reason === 'ERROR').length;
  const summary = `${counted(evaluations.length, 'flag')} in ${printable(environment, unicode)}`;
  const error = failed === 0 ? '' : `, ${paint.red(`${failed} cannot be evaluated`)}`;
  return `${[...tableLines(columns, { width, paintHeading: paint.dim }), '', summary + error].join('\n')}\n`;
}

/** The reason with the rule, prerequisite or error that it is about. */
function reasonOf({ reason, flagMetadata, errorMessage }: Evaluation, unicode: boolean): string {
  const about = errorMessage ?? flagMetadata['rule'] ?? flagMetadata['prerequisite'];
  return prose(about === undefined ? reason : `${reason}: ${about}`, unicode);
}

function reasonText({ reason, errorCode }: Evaluation, style: Style): string {
  const { paint } = style;
  return reason === 'ERROR' ? paint.red(`${marks(style).error} ${reason} ${errorCode}`) : paint.cyan(reason);
}

function valueText({ value }: Evaluation, unicode: boolean): string {
  return value === undefined ? '-' : printable(clip(JSON.stringify(value), longestValue), unicode);
}
