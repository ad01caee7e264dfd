import { impact } from '../../commands/impact/impact.ts';
import { impactJson } from '../../report/impact/json.ts';
import { array, boolean, int, looseObject, nullable, record, strictObject, string } from '../agent-sdk.ts';
import { dataOf, pageOf } from '../answer.ts';
import { atRevision, environmentList, flagKey, paging, tool } from '../tool.ts';

export const impactTool = tool({
  name: 'impact',
  title: 'Impact',
  description:
    'Who is hit if a flag goes off, or a segment changes: dependents with the path to them, systems, owners.',
  input: strictObject({
    flag: flagKey.describe('Key of a flag or segment'),
    environments: environmentList,
    at: atRevision,
    ...paging,
  }),
  output: looseObject({
    flag: nullable(string()),
    dependents: array(
      looseObject({
        key: string(),
        depth: int(),
        path: array(string()),
        environments: record(string(), looseObject({ active: boolean(), losesPrerequisite: boolean() })),
      }),
    ),
    systems: array(looseObject({ name: string() })),
    owners: array(string()),
    next: nullable(int()),
  }),
  quotes: ['type', 'owner', 'owners', 'name'],
  async run(call, { flag, environments = [], at, offset, limit }) {
    const report = await impact(await call.open(at), flag, { environments });
    if ('segment' in report) {
      const { items, page } = pageOf('dependents', report.dependents, { offset, limit });
      return { data: dataOf(impactJson({ ...report, dependents: items })), page };
    }
    const { items, page } = pageOf('dependents', report.dependents, { offset, limit });
    return { data: dataOf(impactJson({ ...report, dependents: items })), page };
  },
});
