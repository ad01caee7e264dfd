import {
  addChangeOptions,
  changeFormats,
  changeOptions,
  environmentOption,
  type ChangeFlags,
} from '../change-options.ts';
import type { CliCommand } from '../session.ts';

export const enableCommand: CliCommand = {
  group: 'Change',
  examples: [
    'enable express-checkout --env production',
    'enable express-checkout --env production --commit --reason "The bank has certified it."',
  ],
  register(program, run) {
    const command = program
      .command('enable')
      .summary('switch a flag on in environments')
      .description('Switches a flag on in environments. Only the touched line of its file changes.')
      .argument('<flag>', 'the key of the flag')
      .addOption(environmentOption());
    return addChangeOptions(command).action(
      (flag: string, given: ChangeFlags & { readonly env: readonly string[] }, self) =>
        run(self, async (session) => {
          const { enable } = await import('../../commands/enable.ts');
          const options = changeOptions(given);
          const report = await enable(await session.host(), flag, given.env, options);
          await session.print(report, changeFormats);
          return report.ok;
        }),
    );
  },
};
