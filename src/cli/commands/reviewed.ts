import { addChangeOptions, changeFormats, changeOptions, type ChangeFlags } from '../change-options.ts';
import type { CliCommand } from '../session.ts';

export const reviewedCommand: CliCommand = {
  group: 'Change',
  examples: ['reviewed performance-mode', 'reviewed performance-mode --commit --approved-by "Lin <lin@example.com>"'],
  register(program, run) {
    const command = program
      .command('reviewed')
      .summary('record that a flag was reviewed today')
      .description('Records in the file of a flag that it was reviewed today.')
      .argument('<flag>', 'the key of the flag');
    return addChangeOptions(command).action((flag: string, given: ChangeFlags, self) =>
      run(self, async (session) => {
        const { reviewed } = await import('../../commands/reviewed/reviewed.ts');
        const report = await reviewed(await session.host(), flag, changeOptions(given));
        await session.print(report, changeFormats);
        return report.ok;
      }),
    );
  },
};
