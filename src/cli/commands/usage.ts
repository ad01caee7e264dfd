import { InvalidArgumentError } from 'commander';
import type { UsageReport, UsageTrouble } from '../../commands/usage/usage.ts';
import { didYouMean } from '../../diagnostic/suggest.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<UsageReport> = {
  text: async () => (await import('../../report/usage/text.ts')).usageText,
  json: async () => (await import('../../report/usage/json.ts')).usageJson,
};

const troubles: readonly UsageTrouble[] = ['unused', 'undeclared', 'deleted'];

interface UsageFlags {
  readonly deleted?: boolean;
  readonly failOn?: readonly UsageTrouble[];
}

export const usageCommand: CliCommand = {
  group: 'Govern',
  examples: [
    'usage',
    'usage express-checkout',
    'usage --deleted',
    'usage --fail-on undeclared,deleted',
    'usage --at v1.4 --json',
  ],
  register(program, run) {
    return program
      .command('usage')
      .summary('find flags in code')
      .description(
        'Finds flags in the code of the repository: where each is used, those that no code uses, and keys that code asks ' +
          'for and no flag has. `code` in flagwright.yaml says where to look, and which other spellings of a key count.',
      )
      .argument('[flag...]', 'look for these flags alone')
      .option('--deleted', 'also look for flags that the project has removed')
      .option('--fail-on <what>', 'exit 1 if any is found: unused, undeclared, deleted', troublesNamed)
      .addOption(formatOption(formats))
      .action((flags: string[], { deleted = false, failOn = [] }: UsageFlags, command) =>
        run(command, async (session) => {
          const { usage } = await import('../../commands/usage/usage.ts');
          const options = { flags, deleted: deleted || failOn.includes('deleted'), failOn };
          const report = await usage(await session.host(), options);
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};

function troublesNamed(text: string, before: readonly UsageTrouble[] = []): readonly UsageTrouble[] {
  const names = text.split(',').map((name) => {
    const known = troubles.find((trouble) => trouble === name.trim());
    if (known === undefined) {
      throw new InvalidArgumentError(didYouMean(name, troubles) ?? `it can be ${troubles.join(', ')}`);
    }
    return known;
  });
  return [...before, ...names];
}
