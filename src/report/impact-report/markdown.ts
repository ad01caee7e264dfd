import type { MeasuredImpact } from '../../commands/impact-report/impact-report.ts';
import { clip } from '../../diagnostic/printable.ts';
import { percentText } from '../../evaluate/population.ts';
import { codeText, escapeText } from '../markdown.ts';
import {
  cautions,
  cohortSentences,
  effectText,
  methodSentence,
  pText,
  stateText,
  valueText,
  verdictSentence,
} from './words.ts';

const longestName = 200;
/** More rows than this nobody reads in a comment. */
const mostRows = 100;

/** A report for a review. Whatever a user wrote is shown as it is: no markup, no links, no mentions. */
export function impactReportMarkdown(report: MeasuredImpact): string {
  const { flag, environment, control, verdicts } = report;
  const sentence = (text: string): string => escapeText(clip(text, 2000));
  const name = (text: string): string => codeText(clip(text, longestName));
  const list = (texts: readonly string[]): string => texts.map((text) => `- ${sentence(text)}`).join('\n');
  const parts = [
    `### Impact of ${name(flag)} in ${name(environment)}, beside ${name(control)}`,
    verdicts.map((verdict) => `**${sentence(verdictSentence(verdict, report))}**`).join('\n\n'),
    cohortSentences(report).map(sentence).join('\n'),
    metricTable(report),
    sizeTable(report),
    list(cautions(report)),
    sentence(methodSentence(report)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function metricTable({ metrics, control }: MeasuredImpact): string {
  const rows = metrics.flatMap((metric) =>
    metric.compared.map((compared) => {
      const valueOf = (name: string): string => {
        const found = metric.variants.find((one) => one.name === name);
        return found === undefined ? 'none' : valueText(metric, found.value, found.units);
      };
      const p = compared.comparison === undefined ? '' : pText(compared.comparison.pValue);
      const cells = [
        codeText(clip(metric.name, longestName)),
        metric.role,
        codeText(clip(compared.variant, longestName)),
        valueOf(control),
        valueOf(compared.variant),
        effectText(compared),
        p,
        stateText(compared.state),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  );
  if (rows.length === 0) return '';
  const more = rows.length > mostRows ? [`\nand ${rows.length - mostRows} more`] : [];
  const heading = [
    '| Metric | Role | Variant | Control | Value | Lift | | Verdict |',
    '| --- | --- | --- | ---: | ---: | --- | --- | --- |',
  ];
  return [...heading, ...rows.slice(0, mostRows), ...more].join('\n');
}

function sizeTable({ variants, shares }: MeasuredImpact): string {
  const total = variants.reduce((sum, { units }) => sum + units, 0);
  const rows = variants.map(({ name, units }) => {
    const expected = shares.expected === undefined ? '' : percentText(shares.expected.get(name) ?? 0);
    return `| ${codeText(clip(name, longestName))} | ${units} | ${percentText(units / total)} | ${expected} |`;
  });
  return ['| Variant | Units | Share | Expected |', '| --- | ---: | ---: | ---: |', ...rows].join('\n');
}
