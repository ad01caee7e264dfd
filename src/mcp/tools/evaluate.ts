import { evaluate } from '../../commands/evaluate/evaluate.ts';
import { evaluateJson } from '../../report/evaluate/json.ts';
import { array, int, looseObject, nullable, record, strictObject, string, unknown } from '../agent-sdk.ts';
import { dataOf, pageOf } from '../answer.ts';
import { atRevision, flagKey, paging, tool } from '../tool.ts';

export const evaluateTool = tool({
  name: 'evaluate',
  title: 'Evaluate flags',
  description:
    'What a flag serves for a context in an environment and why, step by step; without `flag`, what all serve.',
  input: strictObject({
    flag: flagKey.optional(),
    environment: string().min(1).max(200),
    context: record(string(), unknown()).default({}).describe('Attributes, with targetingKey for the user'),
    at: atRevision,
    ...paging,
  }),
  output: looseObject({
    environment: string(),
    flagKey: string().optional(),
    value: unknown().optional(),
    variant: nullable(string()).optional(),
    reason: string().optional(),
    trace: array(looseObject({})).optional(),
    evaluations: array(looseObject({ flagKey: string(), reason: string() })).optional(),
    next: nullable(int()).optional(),
  }),
  quotes: ['value', 'errorMessage', 'flagMetadata', 'detail'],
  async run(call, { flag, environment, context, at, offset, limit }) {
    const report = await evaluate(await call.open(at), flag, { environment, context });
    if (flag !== undefined) return { data: dataOf(evaluateJson(report)) };
    const { items, page } = pageOf('evaluations', report.evaluations, { offset, limit });
    return { data: dataOf(evaluateJson({ ...report, evaluations: items })), page };
  },
});
