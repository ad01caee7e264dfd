import { explain } from '../../commands/explain/explain.ts';
import { explainJson } from '../../report/explain/json.ts';
import { array, boolean, looseObject, strictObject, string } from '../agent-sdk.ts';
import { dataOf } from '../answer.ts';
import { tool } from '../tool.ts';

export const explainRule = tool({
  name: 'explain_rule',
  title: 'Explain a rule',
  description: 'What a lint rule or a risk of a rollback means, why it matters and how to put it right.',
  input: strictObject({
    name: string().min(1).max(200).describe('Id of a rule or code of a risk'),
    examples: boolean().default(false).describe('Add files that fail and pass'),
  }),
  output: looseObject({
    rules: array(looseObject({ id: string(), severity: string(), summary: string(), why: string() })),
    risks: array(looseObject({ code: string(), summary: string(), why: string() })),
  }),
  quotes: [],
  async run(_call, { name, examples }) {
    const report = explain({ name, all: false });
    if (examples) return { data: dataOf(explainJson(report)) };
    const { rules, risks } = dataOf(explainJson(report)) as Record<'rules' | 'risks', readonly object[]>;
    return { data: { rules: rules.map(withoutExamples), risks: risks.map(withoutExamples) } };
  },
});

function withoutExamples(explained: object): object {
  return Object.fromEntries(Object.entries(explained).filter(([name]) => name !== 'examples')) as object;
}
