import type { ExplainedRisk, ExplainedRollback } from '../../commands/explain/explain-risk.ts';
import { hanging } from '../hanging.ts';
import { prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { marks } from '../table.ts';
import { fileLines, painter, paragraph, placeLines } from './parts.ts';

const mostExamples = 2;

/** What a risk of a rollback means, why it matters, rollbacks that run it, and how to go ahead. */
export function explainedRiskLines(risk: ExplainedRisk, style: Style): string[] {
  const { paint } = style;
  const { code, severity, acceptable, summary, why } = risk;
  return [
    `${paint.bold(code)}   ${painter(style, severity)(severity)}   ${paint.dim('risk of a rollback')}`,
    '',
    ...paragraph(style, summary),
    '',
    paint.bold('why'),
    ...paragraph(style, why),
    ...risk.examples.slice(0, mostExamples).flatMap((example) => ['', ...exampleLines(example, severity, style)]),
    ...placeLines(style),
    '',
    paint.bold('going ahead'),
    ...(acceptable
      ? [
          ...paragraph(style, 'It blocks a rollback where it is critical, unless it is accepted:'),
          `    flagwright rollback FLAG --accept ${code}`,
        ]
      : paragraph(style, 'It blocks a rollback until its cause is gone; --accept cannot let it pass.')),
  ];
}

function exampleLines(example: ExplainedRollback, usual: ExplainedRisk['severity'], style: Style): string[] {
  const { paint, width, unicode } = style;
  const { today, severity, before, after, messages } = example;
  const remarks = [severity === usual ? '' : `   ${severity}`, today === undefined ? '' : `   on ${today}`];
  return [
    paint.bold('example') + paint.dim(remarks.join('')),
    ...fileLines(before, '', style),
    ...after.flatMap(({ path, text }) =>
      text === undefined
        ? [`  ${paint.dim(`# ${path}, removed by the rollback`)}`]
        : fileLines([{ path, text }], ', after the rollback', style),
    ),
    ...messages.flatMap((message) => hanging(`  ${marks(style).to} `, prose(message, unicode), width)),
  ];
}
