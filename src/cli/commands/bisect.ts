import type { BisectReport } from '../../commands/bisect/bisect.ts';
import { addContextOptions, contextFrom, type ContextFlags } from '../context-options.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<BisectReport> = {
  text: async () => (await import('../../report/bisect/text.ts')).bisectText,
  json: async () => (await import('../../report/bisect/json.ts')).bisectJson,
};

interface BisectFlags extends ContextFlags {
  readonly good?: string;
  readonly bad?: string;
}

export const bisectCommand: CliCommand = {
  group: 'History',
  examples: [
    'bisect express-checkout --env production --context @user.json',
    'bisect new-checkout-ui --env staging --good v1.4.0 --bad HEAD~2',
    'bisect new-checkout-ui --env staging --good 2026-11-01 --json',
  ],
  register(program, run) {
    const command = program
      .command('bisect')
      .summary("find the commit that changed a context's result")
      .description(
        'Finds the commit that made a flag give a context what it gives now: a binary search over the commits that changed the flag, its prerequisites or their segments. Every state is evaluated at the same instant, --now, so that only commits make a difference. Exits with 1 if the result was always the same.',
      )
      .argument('<flag>', 'the key of the flag')
      .option('--good <rev>', 'a commit, tag, branch or date with another result (default: the newest one that has it)')
      .option('--bad <rev>', 'the commit whose result is to be explained (default: HEAD)');
    return addContextOptions(command)
      .addOption(formatOption(formats))
      .action((flag: string, given: BisectFlags, self) =>
        run(self, async (session) => {
          const { bisect } = await import('../../commands/bisect/bisect.ts');
          const context = await contextFrom(session, given);
          const { env: environment, good, bad } = given;
          const report = await bisect(await session.host(), flag, { environment, context, good, bad });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
