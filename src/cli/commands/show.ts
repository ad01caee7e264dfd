import type { ShowReport } from '../../commands/show/show.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<ShowReport> = {
  text: async () => (await import('../../report/show/text.ts')).showText,
  json: async () => (await import('../../report/show/json.ts')).showJson,
};

export const showCommand: CliCommand = {
  group: 'Author',
  examples: ['show express-checkout', 'show express-checkout --json'],
  register(program, run) {
    return program
      .command('show')
      .summary('show everything about one flag')
      .description(
        'Shows one flag: what it is, until when, where and for whom it is on, what it needs and what needs it.',
      )
      .argument('<flag>', 'the key of the flag')
      .addOption(formatOption(formats))
      .action((flag: string, _: object, command) =>
        run(command, async (session) => {
          const { show } = await import('../../commands/show/show.ts');
          const report = await show(await session.host(), flag);
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
