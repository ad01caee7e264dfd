import { addChangeOptions, changeFormats, changeOptions, type ChangeFlags } from '../change-options.ts';
import type { CliCommand } from '../session.ts';

interface ExtendFlags extends ChangeFlags {
  readonly until: string;
  readonly reason: string;
}

export const extendCommand: CliCommand = {
  group: 'Change',
  examples: ['extend express-checkout --until 2027-01-05 --reason "The bank certifies stored cards in January."'],
  register(program, run) {
    const command = program
      .command('extend')
      .summary('move the expiry of a flag to a later day')
      .description('Moves the expiry of a flag to a later day, and records the reason in its file.')
      .argument('<flag>', 'the key of the flag')
      .requiredOption('--until <date>', 'the new last day');
    return addChangeOptions(command, 'why it lives longer; kept in the file, and as a trailer of a commit').action(
      (flag: string, given: ExtendFlags, self) =>
        run(self, async (session) => {
          const { extend } = await import('../../commands/extend/extend.ts');
          const options = { ...changeOptions(given, true), until: given.until, why: given.reason };
          const report = await extend(await session.host(), flag, options);
          await session.print(report, changeFormats);
          return report.ok;
        }),
    );
  },
};
