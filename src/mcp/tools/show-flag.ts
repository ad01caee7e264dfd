import { show } from '../../commands/show/show.ts';
import { showJson } from '../../report/show/json.ts';
import { array, looseObject, nullable, record, strictObject, string, unknown } from '../agent-sdk.ts';
import { dataOf } from '../answer.ts';
import { atRevision, flagKey, tool } from '../tool.ts';

export const showFlag = tool({
  name: 'show_flag',
  title: 'Show a flag',
  description: 'One flag: targeting per environment, variants, dependencies both ways, version, expiry, problems.',
  input: strictObject({ flag: flagKey, at: atRevision }),
  output: looseObject({
    key: string(),
    file: string(),
    description: nullable(string()),
    version: nullable(looseObject({})),
    environments: record(string(), looseObject({})),
    variants: record(string(), unknown()),
    prerequisites: array(looseObject({})),
    dependents: array(looseObject({})),
    diagnostics: array(looseObject({})),
  }),
  quotes: ['description', 'retire', 'reason', 'name', 'contact', 'tags', 'links', 'variants', 'jsonLogic', 'message'],
  run: async (call, { flag, at }) => ({ data: dataOf(showJson(await show(await call.open(at), flag))) }),
});
