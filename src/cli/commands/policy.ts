import type { Command } from 'commander';
import type { PolicyCheckReport } from '../../commands/policy/check.ts';
import type { PolicyExplainReport } from '../../commands/policy/explain.ts';
import type { PolicyRequiredReport } from '../../commands/policy/required.ts';
import { approvalsHelp, reviewsFrom } from '../approvals-option.ts';
import { formatOption } from '../format-option.ts';
import { addGlobalOptions, type CliCommand, type Formats, type Runner } from '../session.ts';

const checkFormats: Formats<PolicyCheckReport> = {
  text: async () => (await import('../../report/policy/check-text.ts')).policyCheckText,
  json: async () => (await import('../../report/policy/check-json.ts')).policyCheckJson,
  markdown: async () => (await import('../../report/policy/markdown.ts')).policyCheckMarkdown,
  github: async () => (await import('../../report/policy/github.ts')).policyCheckGithub,
};

const requiredFormats: Formats<PolicyRequiredReport> = {
  text: async () => (await import('../../report/policy/required-text.ts')).policyRequiredText,
  json: async () => (await import('../../report/policy/required-json.ts')).policyRequiredJson,
  markdown: async () => (await import('../../report/policy/markdown.ts')).policyRequiredMarkdown,
};

const explainFormats: Formats<PolicyExplainReport> = {
  text: async () => (await import('../../report/policy/explain-text.ts')).policyExplainText,
  json: async () => (await import('../../report/policy/explain-json.ts')).policyExplainJson,
};

export const policyCommand: CliCommand = {
  group: 'Govern',
  examples: [
    'policy check',
    'policy check origin/main...HEAD --format github',
    'policy check main...HEAD --approvals reviews.json',
    'policy required main...HEAD',
    'policy explain express-checkout --env production --change targeting',
  ],
  register(program, run) {
    const policy = program
      .command('policy')
      .summary('who may change what, and who must still approve a branch')
      .description(
        'Works with policy.yaml, which says who may change what, who must approve it, and when nothing may change.',
      );
    registerCheck(policy, run);
    registerRequired(policy, run);
    registerExplain(policy, run);
    return policy;
  },
};

const rangeHelp =
  'BASE...HEAD, or BASE for the current branch and what is not committed yet; by default since it left its upstream or main';

function registerCheck(policy: Command, run: Runner): void {
  const command = policy
    .command('check')
    .summary('check the commits of a branch, and what is not committed yet')
    .description(
      [
        'Judges each commit that the base does not have, and what is not committed yet, by the policy and the owners of the base: whatever a branch changes in them, it is not judged by that. Owner, type and criticality of a flag are those of the base as well. A merge is judged against each of its parents, for what no commit of the other side did.',
        'Approvals are the trailers Approved-by and Reviewed-by of the commits, and the reviews in the file of --approvals: a review counts for the commit that was reviewed and those before it. Who made a commit does not approve it, and nobody counts twice, also under another address that .mailmap names. Freezes count if they hold today (--now).',
      ].join('\n\n'),
    )
    .argument('[range]', rangeHelp)
    .option('--approvals <file>', approvalsHelp)
    .addOption(formatOption(checkFormats))
    .action((range: string | undefined, { approvals }: { approvals?: string }, self) =>
      run(self, async (session) => {
        const { policyCheck } = await import('../../commands/policy/check.ts');
        const reviews = await reviewsFrom(session, approvals);
        const report = await policyCheck(await session.host(), { range, reviews });
        await session.print(report, checkFormats, { paged: true });
        return report.ok;
      }),
    );
  asCommand(command);
}

function registerRequired(policy: Command, run: Runner): void {
  const command = policy
    .command('required')
    .summary('who must still approve a branch')
    .description('Lists the approvals that the policy of the base wants and that are missing, and who can give them.')
    .argument('[range]', rangeHelp)
    .option('--approvals <file>', approvalsHelp)
    .addOption(formatOption(requiredFormats))
    .action((range: string | undefined, { approvals }: { approvals?: string }, self) =>
      run(self, async (session) => {
        const { policyRequired } = await import('../../commands/policy/required.ts');
        const reviews = await reviewsFrom(session, approvals);
        const report = await policyRequired(await session.host(), { range, reviews });
        await session.print(report, requiredFormats);
        return report.ok;
      }),
    );
  asCommand(command);
}

function registerExplain(policy: Command, run: Runner): void {
  const command = policy
    .command('explain')
    .summary('what the policy asks of one change')
    .description('Says who may make a change to a flag, who must approve it, and when it is not allowed.')
    .argument('<flag>', 'the key of a flag')
    .requiredOption('--env <name>', 'the environment that is changed')
    .option(
      '--change <kind>',
      'create, delete, state, targeting, variants, prerequisites, lifecycle, ownership or metadata',
      'state',
    )
    .addOption(formatOption(explainFormats))
    .action((flag: string, { env, change }: { env: string; change: string }, self) =>
      run(self, async (session) => {
        const { policyExplain } = await import('../../commands/policy/explain.ts');
        const report = await policyExplain(await session.host(), flag, { environment: env, change });
        await session.print(report, explainFormats);
        return report.ok;
      }),
    );
  asCommand(command);
}

/** What every command has, `run` gives only to those at the top. */
function asCommand(command: Command): void {
  addGlobalOptions(command).exitOverride().showSuggestionAfterError(false);
}
