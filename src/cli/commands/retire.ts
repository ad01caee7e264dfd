import type { RetireReport } from '../../commands/retire/retire.ts';
import { addChangeOptions, changeOptions, type ChangeFlags } from '../change-options.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<RetireReport> = {
  text: async () => (await import('../../report/retire/text.ts')).retireText,
  json: async () => (await import('../../report/retire/json.ts')).retireJson,
};

interface RetireFlags extends ChangeFlags {
  readonly into?: string;
}

export const retireCommand: CliCommand = {
  group: 'Change',
  examples: [
    'retire new-checkout-ui',
    'retire new-checkout-ui --into on',
    'retire new-checkout-ui --into on --commit --reason "Everybody has had it since March."',
  ],
  register(program, run) {
    const command = program
      .command('retire')
      .summary('remove a flag that has done its work')
      .description(
        'Says whether a flag can be retired, and what is in the way: flags that depend on it, code that uses it. With --commit ' +
          'it removes the flag, its specs, and segments that no other flag uses, in one commit; `flagwright rollback --commit` ' +
          'brings them back.',
      )
      .argument('<flag>', 'the key of the flag')
      .option('--into <variant>', 'the variant that everybody keeps; prerequisites that it meets for ever are dropped');
    return addChangeOptions(command).action((flag: string, given: RetireFlags, self) =>
      run(self, async (session) => {
        const { retire } = await import('../../commands/retire/retire.ts');
        const { expectVersion, dryRun, commit } = changeOptions(given);
        const options = { into: given.into, expectVersion, commit: dryRun ? undefined : commit };
        const report = await retire(await session.host(), flag, options);
        await session.print(report, formats);
        return report.ok;
      }),
    );
  },
};
