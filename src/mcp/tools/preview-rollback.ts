import { rollback } from '../../commands/rollback/rollback.ts';
import { rollbackJson } from '../../report/rollback/json.ts';
import { array, boolean, int, looseObject, nullable, strictObject, string } from '../agent-sdk.ts';
import { dataOf } from '../answer.ts';
import { environmentList, flagKey, tool } from '../tool.ts';

const revision = string().min(1).max(200).optional();
const words = array(string().min(1).max(200)).max(50).default([]);

export const previewRollback = tool({
  name: 'preview_rollback',
  title: 'Preview a rollback',
  description:
    'What going back would change and break: flags, who is hit, risks, decisions, approvals, and the command that a ' +
    'person can run. Name flags, or `since`, or `commit`. Never applies it.',
  input: strictObject({
    flags: array(flagKey).max(50).default([]),
    to: int().min(1).max(1_000_000_000).optional().describe('Version of the one flag'),
    environments: environmentList,
    since: revision.describe('Date (2h) or revision: everything that changed since'),
    commit: revision.describe('Take back this commit'),
    off: boolean().default(false).describe('Switch the flags off instead'),
    cascade: boolean().default(false).describe('Switch dependents off as well'),
    accept: words.describe('Codes of risks'),
    decide: words.describe('ID=ANSWER of decisions'),
  }),
  output: looseObject({
    what: string(),
    risk: nullable(string()),
    blocked: boolean(),
    blockers: array(looseObject({ message: string() })),
    flags: array(looseObject({ key: string() })),
    impact: looseObject({}),
    decisions: array(looseObject({})),
    risks: array(looseObject({ code: string(), severity: string(), message: string() })),
    apply: nullable(string()),
  }),
  quotes: ['message', 'subject', 'author', 'incident', 'summary', 'before', 'after', 'evidence', 'remedy', 'notes'],
  async run(call, { environments = [], ...asked }) {
    const report = await rollback(await call.open(), {
      flags: asked.flags,
      to: asked.to,
      environments: [...new Set(environments)],
      since: asked.since,
      commit: asked.commit,
      off: asked.off,
      cascade: asked.cascade,
      accept: asked.accept,
      decide: asked.decide,
      apply: false,
      expectHead: undefined,
      incident: undefined,
      reason: undefined,
      message: undefined,
      approvedBy: [],
      emergency: undefined,
      trailers: [],
      branch: undefined,
      push: false,
      verify: true,
      population: undefined,
    });
    return { data: dataOf(rollbackJson(report)) };
  },
});
