import type { PrReport } from '../../commands/pr/pr.ts';
import { prose } from '../../diagnostic/printable.ts';
import { annotationText } from '../github-commands.ts';
import { diagnosticAnnotation } from '../lint/github.ts';
import { LintTexts } from '../lint/texts.ts';
import { violationAnnotation } from '../policy/github.ts';
import { contentsText, obstacles } from './words.ts';

/** Annotations for what lint finds and the policy does not allow, one with the risks, and the verdict as a plain line. */
export function prGithub(report: PrReport): string {
  const texts = new LintTexts(report.texts);
  const risky = report.flags.filter(({ risk }) => risk.level === 'high' || risk.level === 'critical');
  const risks = risky.map(({ changed, risk }) => `${changed.key}: risk ${risk.level}, ${risk.reasons[0]?.text ?? ''}`);
  const stops = obstacles(report);
  return `${[
    ...report.diagnostics.map((one) => diagnosticAnnotation(one, texts)),
    ...report.commits.flatMap(
      ({ info, violations }) =>
      violations.map((one) => violationAnnotation(info.id === 'uncommitted' ? 'not committed yet' : info.id.slice(0, 7), one)), // prettier-ignore
    ),
    ...(risks.length > 0
      ? [`::warning title=risk::${annotationText(risks.map((line) => prose(line)).join('\n'))}`]
      : []),
    `${contentsText(report)}: ${stops.length === 0 ? 'ready' : stops.join(', ')}`,
  ].join('\n')}\n`;
}
