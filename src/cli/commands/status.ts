import type { StatusReport } from '../../commands/status/status.ts';
import type { ServerStatusReport } from '../../commands/server-status/server-status.ts';
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

const ofServer: Formats<ServerStatusReport> = {
  text: async () => (await import('../../report/server-status/text.ts')).serverStatusText,
  json: async () => (await import('../../report/server-status/json.ts')).serverStatusJson,
};

export const statusCommand: CliCommand = {
  group: 'Start',
  examples: ['status', 'status --json', 'status --server http://127.0.0.1:8016'],
  register(program, run) {
    return program
      .command('status', { isDefault: true })
      .summary('the project on one screen; also without any command')
      .description('Shows the project on one screen: where flags are on, what needs attention, what to do next.')
      .option('--server <url>', 'ask a `flagwright serve` what it serves, and what it refuses, instead')
      .addOption(formatOption(formats))
      .action(({ server }: { readonly server?: string }, command) =>
        run(command, async (session) => {
          if (server !== undefined) {
            const { serverStatus } = await import('../../commands/server-status/server-status.ts');
            const report = await serverStatus(server);
            await session.print(report, ofServer);
            return report.ok;
          }
          const host = await session.host();
          const { json, format } = session.options;
          if (host.folder === undefined && !json && format === 'text') {
            await session.print({ version }, outside);
            return true;
          }
          const { status } = await import('../../commands/status/status.ts');
          const report = await status(host);
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
