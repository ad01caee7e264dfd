import type { BlameReport } from '../../commands/blame/blame.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<BlameReport> = {
  text: async () => (await import('../../report/blame/text.ts')).blameText,
  json: async () => (await import('../../report/blame/json.ts')).blameJson,
};

export const blameCommand: CliCommand = {
  group: 'History',
  examples: ['blame express-checkout', 'blame express-checkout --at 2026-11-01 --json'],
  register(program, run) {
    return program
      .command('blame')
      .summary('show who set each field of a flag')
      .description('Shows every field of a flag with the version that gave it its value: who, when, in which commit.')
      .argument('<flag>', 'the key of the flag')
      .addOption(formatOption(formats))
      .action((flag: string, _: object, command) =>
        run(command, async (session) => {
          const { blame } = await import('../../commands/blame/blame.ts');
          const report = await blame(await session.host(), flag);
          await session.print(report, formats, { paged: true });
          return report.ok;
        }),
      );
  },
};
