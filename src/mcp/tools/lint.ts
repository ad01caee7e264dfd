import { lint } from '../../commands/lint/lint.ts';
import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import { lintJson } from '../../report/lint/json.ts';
import { array, boolean, int, looseObject, nullable, oneOf, strictObject, string } from '../agent-sdk.ts';
import { dataOf, pageOf } from '../answer.ts';
import { atRevision, paging, tool } from '../tool.ts';

const severities: readonly Severity[] = ['error', 'warning', 'info'];

export const lintTool = tool({
  name: 'lint',
  title: 'Lint',
  description:
    'Validates the whole project and reports problems with their places, help and fixes. ' +
    'With `text`, tells what a file would be told if it had that content; nothing is written.',
  input: strictObject({
    files: array(string().min(1).max(1_000)).max(100).default([]).describe('Report these files or folders alone'),
    severity: oneOf(['error', 'warning', 'info']).default('info').describe('The least one reported'),
    changed: boolean().default(false).describe('Only what this branch adds'),
    base: string().min(1).max(200).optional().describe('With `changed`: the revision to compare with'),
    text: strictObject({ file: string().min(1).max(1_000), content: string() }).optional(),
    at: atRevision,
    ...paging,
  }),
  output: looseObject({
    ok: boolean(),
    summary: looseObject({ errors: int(), warnings: int(), infos: int() }),
    diagnostics: array(
      looseObject({
        rule: string(),
        severity: string(),
        message: string(),
        help: nullable(string()),
        file: string(),
        flag: nullable(string()),
        range: looseObject({}),
      }),
    ),
    next: nullable(int()),
  }),
  quotes: ['message', 'help', 'text'],
  async run(call, { files, severity, changed, base, text, at, offset, limit }) {
    const report = await lint(await call.open(at), {
      files,
      rules: {},
      failOn: 'error',
      maxWarnings: undefined,
      fix: false,
      dryRun: false,
      changed: changed || base !== undefined,
      base,
      stdin: text && { file: text.file, text: text.content },
    });
    const least = severities.indexOf(severity);
    const wanted = report.diagnostics.filter((one: Diagnostic) => severities.indexOf(one.severity) <= least);
    const { items, page } = pageOf('diagnostics', wanted, { offset, limit });
    return { data: dataOf(lintJson({ ...report, diagnostics: items })), page };
  },
});
