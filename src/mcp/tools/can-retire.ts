import { retire } from '../../commands/retire/retire.ts';
import { retireJson } from '../../report/retire/json.ts';
import { array, boolean, looseObject, nullable, strictObject, string } from '../agent-sdk.ts';
import { dataOf } from '../answer.ts';
import { atRevision, flagKey, tool } from '../tool.ts';

export const canRetire = tool({
  name: 'can_retire',
  title: 'Can a flag be retired?',
  description: 'Whether a flag can be removed, and what is in the way: dependents, code, variants still served.',
  input: strictObject({
    flag: flagKey,
    into: string().min(1).max(200).optional().describe('The variant that everybody keeps'),
    at: atRevision,
  }),
  output: looseObject({
    ok: boolean(),
    flag: string(),
    criteria: nullable(string()),
    into: nullable(string()),
    obstacles: array(looseObject({ kind: string(), message: string(), help: string() })),
    dependents: array(looseObject({ flag: string() })),
    references: array(looseObject({ file: string() })),
    removes: array(string()),
  }),
  quotes: ['criteria', 'reason', 'text', 'message', 'owner'],
  async run(call, { flag, into, at }) {
    const report = await retire(await call.open(at), flag, { into, expectVersion: undefined, commit: undefined });
    return { data: dataOf(retireJson(report)) };
  },
});
