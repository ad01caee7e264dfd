import { listOfFlags } from '../../commands/list/list.ts';
import { listJson } from '../../report/list/json.ts';
import { array, boolean, int, looseObject, nullable, record, strictObject, string } from '../agent-sdk.ts';
import { dataOf, pageOf } from '../answer.ts';
import { atRevision, paging, tool } from '../tool.ts';

const name = string().min(1).max(200).optional();

export const listFlags = tool({
  name: 'list_flags',
  title: 'List flags',
  description: 'Lists the flags that all given filters let through: key, type, owner, expiry, state per environment.',
  input: strictObject({
    search: name.describe('Part of a key'),
    owner: name,
    type: name,
    tag: name,
    criticality: name,
    environments: array(string().max(200)).max(50).default([]).describe('NAME=on or NAME=off'),
    expired: boolean().default(false),
    expiresWithin: name.describe('A duration: 30d'),
    at: atRevision,
    ...paging,
  }),
  output: looseObject({
    total: int().describe('Flags of the project'),
    matching: int(),
    environments: array(string()),
    flags: array(
      looseObject({
        key: string(),
        type: nullable(string()),
        owner: nullable(string()),
        expires: nullable(string()),
        environments: record(string(), looseObject({ enabled: boolean() })),
      }),
    ),
    next: nullable(int()),
  }),
  quotes: ['type', 'owner', 'expires'],
  async run(call, { search, offset, limit, at, ...filters }) {
    const report = await listOfFlags(await call.open(at), filters);
    const wanted = search?.toLowerCase() ?? '';
    const matching = report.flags.filter(({ key }) => key.toLowerCase().includes(wanted));
    const { items, page } = pageOf('flags', matching, { offset, limit });
    const { flags } = dataOf(listJson({ ...report, flags: items }));
    return {
      data: { total: report.total, matching: matching.length, environments: report.environments, flags },
      page,
    };
  },
});
