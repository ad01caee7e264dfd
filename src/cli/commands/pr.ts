import type { PrReport } from '../../commands/pr/pr.ts';
import { approvalsHelp, reviewsFrom } from '../approvals-option.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<PrReport> = {
  text: async () => (await import('../../report/pr/text.ts')).prText,
  json: async () => (await import('../../report/pr/json.ts')).prJson,
  github: async () => (await import('../../report/pr/github.ts')).prGithub,
  markdown: async () => (await import('../../report/pr/markdown.ts')).prMarkdown,
};

export const prCommand: CliCommand = {
  group: 'Govern',
  examples: [
    'pr',
    'pr origin/main...HEAD --format markdown --output comment.md',
    'pr origin/main...HEAD --format github --approvals reviews.json',
  ],
  register(program, run) {
    return program
      .command('pr')
      .summary('a whole pull request at a glance: changes, risk, lint, policy')
      .description(
        [
          'Reports on the commits of a branch and on uncommitted changes: what changes in meaning, the risk of each flag and why, who is reached, what lint finds that the base does not have, what the policy of the base does not allow, which approvals are missing, and which expiries are touched.',
          'Risk weighs the criticality of a flag where a critical environment changes; elsewhere it is a step less. Exit code 1 if there are new errors or the policy does not allow it.',
          'The markdown starts with <!-- flagwright:pr -->, by which a bot finds its comment to replace it.',
        ].join('\n\n'),
      )
      .argument(
        '[range]',
        'BASE...HEAD, or BASE for the current branch and what is not committed yet; by default since it left its upstream or main',
      )
      .option('--approvals <file>', approvalsHelp)
      .addOption(formatOption(formats))
      .action((range: string | undefined, { approvals }: { approvals?: string }, command) =>
        run(command, async (session) => {
          const { pr } = await import('../../commands/pr/pr.ts');
          const reviews = await reviewsFrom(session, approvals);
          const report = await pr(await session.host(), { range, reviews });
          await session.print(report, formats, { paged: true });
          return report.ok;
        }),
      );
  },
};
