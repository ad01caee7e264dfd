import type { NewReport } from '../../commands/new/new.ts';
import { formatOption, repeated } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<NewReport> = {
  text: async () => (await import('../../report/new/text.ts')).newText,
  json: async () => (await import('../../report/new/json.ts')).newJson,
};

interface NewFlags {
  readonly type?: string;
  readonly owner?: string;
  readonly description?: string;
  readonly expires?: string;
  readonly retire?: string;
  readonly review?: string;
  readonly criticality?: string;
  readonly tag?: readonly string[];
  readonly env?: readonly string[];
  readonly folder?: string;
  readonly dryRun?: boolean;
}

export const newCommand: CliCommand = {
  group: 'Author',
  examples: [
    'new',
    'new search-v2 --type release --owner search --expires 60d \\\n' +
      '      --description "The new ranking of search results." \\\n' +
      '      --retire "Retired when every user has had it for 14 days."',
    'new shed-load --type kill-switch --owner platform --env production=on --dry-run',
  ],
  register(program, run) {
    return program
      .command('new')
      .summary('write a new flag')
      .description('Writes a new flag. At a terminal it asks for what is missing; elsewhere all options are needed.')
      .argument('[key]', 'the key of the flag, as search-v2')
      .option('--type <type>', 'release, experiment, migration, ops, kill-switch or permission')
      .option('--owner <team>', 'a team of owners.yaml')
      .option('--description <text>', 'what it does, in a sentence')
      .option('--expires <date>', 'last day, or a time from today as 30d (default: the limit of its type)')
      .option('--retire <text>', 'when the flag and its code can be removed; needed by types that expire')
      .option('--review <duration>', 'how often it is reviewed (default: the limit of its type)')
      .option('--criticality <level>', 'low, medium, high or critical (default: medium)')
      .option('--tag <tag>', 'a word to find it by; repeatable', repeated)
      .option(
        '--env <name=state>',
        'on or off in an environment; repeatable (default: on in the lowest, off elsewhere)',
        repeated,
      )
      .option('--folder <dir>', "where its file goes (default: the owner's folder if there is one, else the project)")
      .option('--dry-run', 'show the file, and write nothing')
      .addOption(formatOption(formats))
      .action((key: string | undefined, options: NewFlags, command) =>
        run(command, async (session) => {
          const { newFlag } = await import('../../commands/new/new.ts');
          const { tag: tags = [], env: environments = [], dryRun, ...rest } = options;
          const chosen = { ...rest, key, tags, environments, dryRun: dryRun === true };
          const report = await newFlag(await session.host(), chosen);
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
