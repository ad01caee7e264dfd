import type { HistoryReport } from '../../commands/history/history.ts';
import { formatOption, repeated } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<HistoryReport> = {
  text: async () => (await import('../../report/history/text.ts')).historyText,
  json: async () => (await import('../../report/history/json.ts')).historyJson,
};

interface HistoryFlags {
  readonly env?: readonly string[];
  readonly since?: string;
}

export const historyCommand: CliCommand = {
  group: 'History',
  examples: [
    'history express-checkout',
    'history express-checkout --env production --since 2d',
    'history express-checkout --since v1.4.0 --json',
  ],
  register(program, run) {
    return program
      .command('history')
      .summary('show the versions of a flag: what changed, who did it, and why')
      .description(
        'Shows the versions of a flag, newest first: the commits of the first-parent chain that changed what it means, and those that changed a segment it uses. The history of a removed flag is kept.',
      )
      .argument('<flag>', 'the key of the flag')
      .option('--env <name>', 'only what concerns an environment; repeatable', repeated)
      .option('--since <when>', 'only since a date (2026-11-22, 2d), or after a commit, tag or branch')
      .addOption(formatOption(formats))
      .action((flag: string, { env = [], since }: HistoryFlags, command) =>
        run(command, async (session) => {
          const { history } = await import('../../commands/history/history.ts');
          const report = await history(await session.host(), flag, { environments: env, since });
          await session.print(report, formats, { paged: true });
          return report.ok;
        }),
      );
  },
};
