import type { TestReport } from '../../commands/test/test.ts';
import { junitXml, type JunitCase } from '../junit.ts';
import { LintTexts } from '../lint/texts.ts';
import { clip, prose } from '../../diagnostic/printable.ts';
import { makeStyle } from '../style.ts';
import { failureBlock, type FailedCase } from './failure.ts';

const plain = makeStyle({ color: false });

/** A suite for each spec file, with its cases and populations as tests; a failed one says what came instead and why. */
export function testJunit(report: TestReport): string {
  const texts = new LintTexts(report.texts);
  const byFile = new Map(report.files.map((file) => [file, [] as JunitCase[]]));
  for (const tested of report.cases) byFile.get(tested.file)?.push(testCase(tested, texts));
  const suites = [...byFile].map(([name, cases]) => ({ name, cases })).filter(({ cases }) => cases.length > 0);
  return junitXml(suites.length > 0 ? suites : [{ name: 'flagwright test', cases: [] }]);
}

function testCase(tested: FailedCase, texts: LintTexts): JunitCase {
  const { flag = 'flagwright test', environment, name, file, kind, failures } = tested;
  const message = prose(clip(failures.map((one) => one.message).join('; '), 500));
  return {
    classname: flag,
    name: environment === undefined ? name : `${environment}: ${name}`,
    file,
    failure: failures.length > 0 ? { message, type: kind, text: failureBlock(tested, texts, plain) } : undefined,
  };
}
