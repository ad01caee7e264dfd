import { extend } from '../../commands/extend/extend.ts';
import { reviewed } from '../../commands/reviewed/reviewed.ts';
import { rollout } from '../../commands/rollout/rollout.ts';
import { disable } from '../../commands/switch/disable.ts';
import { enable } from '../../commands/switch/enable.ts';
import type { ChangeOptions, ChangeReport } from '../../workspace/change-flag.ts';
import type { Host } from '../../workspace/host.ts';
import { array, int, oneOf, strictObject, string } from '../agent-sdk.ts';
import { flagKey, tool } from '../tool.ts';
import { requireFitting, type ChangeArguments } from '../writing/change-arguments.ts';
import type { Write } from '../writing/planned-write.ts';
import { retirement } from '../writing/retirement.ts';
import { applyHash, changeReport, commitOptions, plannedChange, writeOutput, writeQuotes } from '../writing/written.ts';

const word = string().min(1).max(200);

export const changeFlagTool = tool({
  name: 'change_flag',
  title: 'Change a flag',
  description:
    'Shows a change of one flag as a diff. Makes it only with `apply`, once the user has seen the diff. ' +
    'enable, disable and rollout need environments; rollout weights; extend until and reason; retire commit.',
  input: strictObject({
    flag: flagKey,
    action: oneOf(['enable', 'disable', 'rollout', 'extend', 'reviewed', 'retire']),
    environments: array(word).min(1).max(50).optional(),
    weights: word.optional().describe('on=25,off=75; 25 is short for that; a variant alone is for all'),
    rule: word.optional().describe('With rollout: the targeting rule that splits'),
    until: word.optional().describe('New last day'),
    reason: string().min(1).max(2_000).optional().describe('Why; kept in the commit, with extend in the file'),
    into: word.optional().describe('With retire: the variant that everybody keeps'),
    expectVersion: int().min(1).max(1_000_000_000).optional().describe('Refuse if the flag is at another version'),
    commit: strictObject({
      branch: word.optional().describe('A new branch; default: the current one, unless it is protected'),
      message: string().min(1).max(500).refine(isOneLine, 'must be one line').optional(),
    })
      .optional()
      .describe('Make a commit; default: write the file alone'),
    apply: applyHash,
  }),
  output: writeOutput,
  quotes: writeQuotes,
  writes: true,
  async run(call, { apply, ...asked }) {
    requireFitting(asked);
    const write = asked.action === 'retire' ? retirement(asked) : edit(asked);
    return call.writing.carryOut(await call.open(), write, apply);
  },
});

/** More lines could end in trailers, which claim approvals in the name of people. */
function isOneLine(text: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}

function edit(asked: ChangeArguments): Write {
  const { commit, reason, expectVersion } = asked;
  const options = {
    expectVersion,
    commit: commit && commitOptions({ ...commit, reason }),
  };
  return {
    request: ['change_flag', asked],
    commit: commit && { branch: commit.branch },
    plan: async (host) => plannedChange(await change(host, asked, { ...options, dryRun: true })),
    apply: async (host) => changeReport(await change(host, asked, { ...options, dryRun: false })),
  };
}

function change(host: Host, asked: ChangeArguments, options: ChangeOptions): Promise<ChangeReport> {
  const { flag, action, environments = [], weights = '', rule, until = '', reason = '' } = asked;
  switch (action) {
    case 'enable':
      return enable(host, flag, environments, options);
    case 'disable':
      return disable(host, flag, environments, options);
    case 'rollout':
      return rollout(host, flag, { ...options, served: weights, environments, rule });
    case 'extend':
      return extend(host, flag, { ...options, until, why: reason });
    default:
      return reviewed(host, flag, options);
  }
}
