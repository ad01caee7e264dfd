import type { TestReport } from '../../commands/test/test.ts';
import { wrapLines } from '../columns.ts';
import { LintTexts } from '../lint/texts.ts';
import { printable } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps, tableLines } from '../table.ts';
import { failureBlock } from './failure.ts';

/** More files than this are only counted. */
const mostFiles = 20;

/** Failed cases with what came instead and why, then what was run. */
export function testText(report: TestReport, style: Style): string {
  const { paint, unicode, width } = style;
  const { cases, files, passed, failed, untested } = report;
  if (files.length === 0) return noSpecs(report, style);
  const texts = new LintTexts(report.texts);
  const blocks = cases.filter(({ failures }) => failures.length > 0).map((one) => failureBlock(one, texts, style));
  if (cases.length > 0 && files.length <= mostFiles) blocks.push(fileLines(report, style).join('\n'));
  const counts = [
    failed > 0 ? paint.red(`${failed} failed`) : '',
    passed > 0 ? paint.green(`${passed} passed`) : '',
  ].filter((part) => part !== '');
  const where = paint.dim(`(${counted(files.length, 'file')})`);
  blocks.push(`${counts.length > 0 ? counts.join(', ') : 'no case is about this environment'} ${where}`);
  if (untested) {
    const names = untested.map((key) => printable(key, unicode)).join(', ');
    const text = untested.length === 0 ? 'every flag has a spec' : `no spec tests ${names}`;
    blocks.push(wrapLines(text, width).join('\n'));
  }
  return `${blocks.join('\n\n')}\n`;
}

/** How many of each file passed and failed. */
function fileLines({ files, cases }: TestReport, style: Style): string[] {
  const rows = files
    .map((file) => {
      const own = cases.filter((one) => one.file === file);
      const failed = own.filter(({ failures }) => failures.length > 0).length;
      return { file: printable(file, style.unicode), failed, passed: own.length - failed };
    })
    .filter(({ failed, passed }) => failed + passed > 0);
  return tableLines(
    [
      { cells: rows.map(({ file }) => file), cap: Math.max(20, style.width - 24) },
      { cells: rows.map(({ passed }) => (passed > 0 ? `${passed} passed` : '')), align: 'right' },
      {
        cells: rows.map(({ failed }) => (failed > 0 ? `${failed} failed` : '')),
        align: 'right',
        paint: (text) => style.paint.red(text),
      },
    ],
    { width: style.width },
  );
}

function noSpecs({ example }: TestReport, style: Style): string {
  if (!example) {
    return `${['there is neither a flag nor a spec yet', '', ...nextSteps(['flagwright new'], style)].join('\n')}\n`;
  }
  const flag = printable(example.flag, style.unicode);
  return `${[
    'there are no specs yet: files that say who gets what',
    '',
    `${flag}.spec.yaml`,
    `  flag: ${flag}`,
    '  cases:',
    '    - name: somebody gets it',
    `      environment: ${printable(example.environment, style.unicode)}`,
    '      context: { targetingKey: u-1 }',
    '      expect: { variant: on }',
    '',
    ...nextSteps(['flagwright test'], style),
  ].join('\n')}\n`;
}
