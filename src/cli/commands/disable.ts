import {
  addChangeOptions,
  changeFormats,
  changeOptions,
  environmentOption,
  type ChangeFlags,
} from '../change-options.ts';
import type { CliCommand } from '../session.ts';

export const disableCommand: CliCommand = {
  group: 'Change',
  examples: [
    'disable express-checkout --env production',
    'disable express-checkout --env production --commit --reason "Charges failing since 14:05."',
  ],
  register(program, run) {
    const command = program
      .command('disable')
      .summary('switch a flag off in environments')
      .description('Switches a flag off in environments. Only the touched line of its file changes.')
      .argument('<flag>', 'the key of the flag')
      .addOption(environmentOption());
    return addChangeOptions(command).action(
      (flag: string, given: ChangeFlags & { readonly env: readonly string[] }, self) =>
        run(self, async (session) => {
          const { disable } = await import('../../commands/disable.ts');
          const options = changeOptions(given);
          const report = await disable(await session.host(), flag, given.env, options);
          await session.print(report, changeFormats);
          return report.ok;
        }),
    );
  },
};
