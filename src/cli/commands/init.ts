import { Option } from 'commander';
import type { InitReport } from '../../commands/init/init.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<InitReport> = {
  text: async () => (await import('../../report/init/text.ts')).initText,
  json: async () => (await import('../../report/init/json.ts')).initJson,
};

interface InitFlags {
  readonly ci?: 'github';
  readonly dryRun?: boolean;
}

export const initCommand: CliCommand = {
  group: 'Start',
  examples: ['init', 'init .', 'init config/flags --ci github', 'init --dry-run'],
  register(program, run) {
    return program
      .command('init')
      .summary('start a project')
      .description(
        'Starts a project: manifest, owners, an example flag, editor settings. Files that exist are kept as they are.',
      )
      .argument('[dir]', 'the folder of the project (default: flags)')
      .addOption(
        new Option('--ci <service>', 'also write a workflow that lints pull requests; on its own in a project').choices(
          ['github'],
        ),
      )
      .option('--dry-run', 'show what would be written, and write nothing')
      .addOption(formatOption(formats))
      .action((dir: string | undefined, { ci, dryRun }: InitFlags, command) =>
        run(command, async (session) => {
          const { init } = await import('../../commands/init/init.ts');
          const { packageFolder } = await import('../package-folder.ts');
          const chosen = { dir, ci, dryRun: dryRun === true, packageFolder: packageFolder() };
          const report = await init(await session.host(), chosen);
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
