import { usage, type UsageReport } from '../../commands/usage/usage.ts';
import { usageJson } from '../../report/usage/json.ts';
import { array, boolean, int, looseObject, nullable, strictObject, string } from '../agent-sdk.ts';
import { dataOf, pageOf, type Found } from '../answer.ts';
import { atRevision, flagKey, paging, tool } from '../tool.ts';

const reference = looseObject({ file: string(), line: int(), column: int(), text: string() });

export const findUsage = tool({
  name: 'find_usage',
  title: 'Find flags in code',
  description:
    'Where the code of the repository uses flags; without `flags` also which no code uses and which keys are undeclared.',
  input: strictObject({
    flags: array(flagKey).max(50).default([]),
    deleted: boolean().default(false).describe('Also flags that the project has removed'),
    at: atRevision,
    ...paging,
  }),
  output: looseObject({
    summary: looseObject({ files: int() }),
    flags: array(looseObject({ key: string() })),
    references: array(reference).optional().describe('Of the flag, where only one is named'),
    unused: array(string()),
    undeclared: array(looseObject({ key: string(), file: string(), line: int() })),
    next: nullable(int()),
  }),
  quotes: ['text', 'call', 'owner'],
  async run(call, { flags, deleted, at, offset, limit }) {
    const report = await usage(await call.open(at), { flags, deleted, failOn: [] });
    return paged(report, { offset, limit });
  },
});

/** Of one flag the references are many, of several the flags are. */
function paged(report: UsageReport, part: { readonly offset: number; readonly limit: number }): Found {
  const [only, ...others] = report.flags;
  if (!only || others.length > 0) {
    const { items, page } = pageOf('flags', report.flags, part);
    return { data: dataOf(usageJson({ ...report, flags: items })), page };
  }
  const { items, page } = pageOf('references', only.references, part);
  const data = dataOf(usageJson({ ...report, flags: [{ ...only, references: items }] }));
  const [{ references, ...flag }] = data.flags as [{ references: readonly object[] }];
  return { data: { ...data, flags: [flag], references }, page };
}
