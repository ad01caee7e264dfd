import type { ComparedVariant } from '../../commands/impact-report/compare-metric.ts';
import type { Conclusion } from '../../commands/impact-report/conclude.ts';
import type { MeasuredImpact } from '../../commands/impact-report/impact-report.ts';
import { clip, printable, prose } from '../../diagnostic/printable.ts';
import { percentText } from '../../evaluate/population.ts';
import { wrapLines } from '../columns.ts';
import type { Style } from '../style.ts';
import { nextSteps, tableLines } from '../table.ts';
import { makePlot } from './plot.ts';
import {
  cautions,
  cohortSentences,
  effectText,
  methodSentence,
  metricSentence,
  nextCommand,
  stateText,
  valueText,
  verdictSentence,
} from './words.ts';

const longestName = 40;

/** What the variants did to the metrics: the verdict first, then what it rests on. */
export function impactReportText(report: MeasuredImpact, style: Style): string {
  const { paint, unicode, width } = style;
  const { flag, environment, control, verdicts, metrics } = report;
  const wrapped = (text: string, indent = 0): string =>
    wrapLines(prose(text, unicode), Math.max(20, width - indent))
      .map((line) => ' '.repeat(indent) + line)
      .join('\n');
  const title = `${paint.bold(printable(flag, unicode))} in ${printable(environment, unicode)}, beside ${printable(control, unicode)}`;
  const blocks = [
    title,
    cohortSentences(report)
      .map((one) => wrapped(one))
      .join('\n'),
  ];
  for (const verdict of verdicts) {
    const { variant, conclusion } = verdict;
    const said =
      conclusion === 'in-doubt'
        ? []
        : metrics.flatMap((metric) =>
            metric.compared
              .filter((one) => one.variant === variant)
              .map((one) => wrapped(metricSentence(metric, one, report), 2)),
          );
    blocks.push([paintOf(conclusion, style)(wrapped(verdictSentence(verdict, report))), ...said].join('\n'));
  }
  blocks.push(sizeTable(report, style).join('\n'), metricTable(report, style).join('\n'));
  const warned = cautions(report).map((one) => wrapped(one));
  if (warned.length > 0) blocks.push(warned.join('\n'));
  blocks.push(
    paint.dim(wrapped(methodSentence(report))),
    nextSteps([printable(nextCommand(report), unicode)], style).join('\n'),
  );
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function paintOf(conclusion: Conclusion, { paint }: Style): (text: string) => string {
  if (['in-doubt', 'harmful', 'moved'].includes(conclusion)) return paint.red;
  return conclusion === 'better' ? paint.green : paint.bold;
}

function sizeTable({ variants, shares }: MeasuredImpact, { width, unicode, paint }: Style): string[] {
  const total = variants.reduce((sum, { units }) => sum + units, 0);
  const { expected } = shares;
  return tableLines(
    [
      { heading: 'variant', cells: variants.map(({ name }) => clip(printable(name, unicode), longestName)) },
      { heading: 'units', cells: variants.map(({ units }) => String(units)), align: 'right' },
      { heading: 'share', cells: variants.map(({ units }) => percentText(units / total)), align: 'right' },
      ...(expected
        ? [
            {
              heading: 'expected',
              cells: variants.map(({ name }) => percentText(expected.get(name) ?? 0)),
              align: 'right' as const,
            },
          ]
        : []),
    ],
    { width, indent: 2, paintHeading: paint.dim },
  );
}

function metricTable(report: MeasuredImpact, { width, unicode, paint }: Style): string[] {
  const plot = makePlot(report, unicode);
  const rows = report.metrics.flatMap((metric) =>
    metric.compared.map((compared, at) => ({ metric, compared, isFirst: at === 0 })),
  );
  const valueOf = (metric: MeasuredImpact['metrics'][number], name: string): string => {
    const found = metric.variants.find((one) => one.name === name);
    return found === undefined ? 'none' : valueText(metric, found.value, found.units);
  };
  const states: readonly ComparedVariant['state'][] = rows.map(({ compared }) => compared.state);
  const table = (withPlot: boolean): string[] =>
    tableLines(
      [
        {
          heading: 'metric',
          cells: rows.map(({ metric, isFirst }) => (isFirst ? clip(printable(metric.name, unicode), longestName) : '')),
        },
        {
          heading: printable(report.control, unicode),
          cells: rows.map(({ metric }) => valueOf(metric, report.control)),
          align: 'right',
        },
        {
          heading: 'variant',
          cells: rows.map(({ compared }) => clip(printable(compared.variant, unicode), longestName)),
        },
        {
          heading: 'value',
          cells: rows.map(({ metric, compared }) => valueOf(metric, compared.variant)),
          align: 'right',
        },
        withPlot
          ? { heading: plot.heading, cells: rows.map(({ compared }) => plot.line(compared)) }
          : { heading: 'lift', cells: rows.map(({ compared }) => effectText(compared)) },
        { cells: states.map(stateText), paint: (text, row) => (states[row] === 'worse' ? paint.red(text) : text) },
      ],
      { width: Infinity, indent: 2, paintHeading: paint.dim },
    );
  const drawn = table(true);
  // Where the terminal is too narrow for a picture, numbers tell the same.
  return plot.heading !== '' && drawn.every((line) => line.length <= width + 20) ? drawn : table(false);
}
