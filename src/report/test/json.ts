import type { TestReport } from '../../commands/test/test.ts';
import { jsonText } from '../json.ts';
import { LintTexts } from '../lint/texts.ts';

/** The cases as data; see schemas/output/test.schema.json. */
export function testJson(report: TestReport): string {
  const { command, ok, passed, failed, untested } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    passed,
    failed,
    files: report.files.length,
    ...(untested && { untested }),
    cases: casesOf(report),
  });
}

function casesOf({ cases, texts: sources }: TestReport): object[] {
  const texts = new LintTexts(sources);
  return cases.map(({ kind, name, file, flag, environment, at, failures, evaluation, population, ...tested }) => ({
    kind,
    name,
    file,
    flag: flag ?? null,
    environment: environment ?? null,
    at: at === undefined ? null : new Date(at).toISOString(),
    status: failures.length === 0 ? 'passed' : 'failed',
    ...(tested.context && { context: tested.context }),
    ...(evaluation && {
      received: {
        variant: evaluation.variant ?? null,
        value: evaluation.value ?? null,
        reason: evaluation.reason,
        rule: evaluation.rule ?? null,
      },
    }),
    ...(population && {
      population: {
        size: population.size,
        tolerance: population.tolerance,
        shares: population.shares.map(({ variant, expected = null, received }) => ({ variant, expected, received })),
      },
    }),
    failures: failures.map(({ field = null, message, help = null, expected = null, received = null, ...at }) => ({
      field,
      message,
      help,
      expected,
      received,
      range: texts.range(at),
    })),
    ...(evaluation?.trace && { trace: evaluation.trace }),
  }));
}
