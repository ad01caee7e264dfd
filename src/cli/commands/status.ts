import type { StatusReport } from '../../commands/status.ts';
import type { OutsideReport } from '../../report/status/outside.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';
import { version } from '../version.ts';

const formats: Formats<StatusReport> = {
  text: async () => (await import('../../report/status/text.ts')).statusText,
  json: async () => (await import('../../report/status/json.ts')).statusJson,
};

const outside: Formats<OutsideReport> = {
  text: async () => (await import('../../report/status/outside.ts')).outsideText,
};

export const statusCommand: CliCommand = {
  group: 'Start',
  examples: ['status', 'status --json'],
  register(program, run) {
    return program
      .command('status', { isDefault: true })
      .summary('the project on one screen; also without any command')
      .description('Shows the project on one screen: where flags are on, what needs somebody, how to go on.')
      .addOption(formatOption(formats))
      .action((_: object, command) =>
        run(command, async (session) => {
          const host = await session.host();
          const { json, format } = session.options;
          if (host.folder === undefined && !json && format === 'text') {
            await session.print({ version }, outside);
            return true;
          }
          const { status } = await import('../../commands/status.ts');
          const report = await status(host);
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
