import type { ImportReport } from '../../commands/import/import.ts';
import { importEngines } from '../../import/engines.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { formatOption, repeated } from '../format-option.ts';
import type { CliCommand, Formats, Session } from '../session.ts';

const formats: Formats<ImportReport> = {
  text: async () => (await import('../../report/import/text.ts')).importText,
  json: async () => (await import('../../report/import/json.ts')).importJson,
};

interface ImportFlags {
  readonly owner?: string;
  readonly type?: string;
  readonly expires?: string;
  readonly created?: string;
  readonly retire?: string;
  readonly review?: string;
  readonly map?: string;
  readonly env?: readonly string[];
  readonly folder?: string;
  readonly replace?: boolean;
  readonly skipUnsupported?: boolean;
  readonly dryRun?: boolean;
}

export const importCommand: CliCommand = {
  group: 'Ship',
  examples: [
    'import flagd flags.flagd.json --env production --owner checkout --type release --expires 60d',
    'import unleash export.json --env prod=production --map owners-of-flags.yaml --dry-run',
    'import flagd flags.flagd.json --env production --replace',
  ],
  register(program, run) {
    const names = Object.entries(importEngines).map(([name, { summary }]) => `${name}: ${summary}`);
    return program
      .command('import')
      .summary('write the flags of another engine as flag files')
      .description(
        `Reads the flags of another engine and writes a file for each, all or none. Keys stay as they are. What cannot be kept is reported with its line, and flags whose meaning cannot be kept are refused.\n\nWhat the source does not say (owner, type, expires and so on) is taken from the options, or for each flag from a mapping file; at a terminal it is asked for.\n\nEngines:\n${names.map((line) => `  ${line}`).join('\n')}`,
      )
      .argument('<engine>', `one of ${Object.keys(importEngines).join(', ')}`)
      .argument('<file>', 'the JSON or YAML file of that engine; - for standard input')
      .option(
        '--env <name>',
        'the environment that the flags go to, as production, or where the engine has its own, THEIRS=OURS; repeatable',
        repeated,
      ) // prettier-ignore
      .option('--owner <team>', 'the team of the flags that have none')
      .option('--type <type>', 'the type of the flags that have none')
      .option('--expires <date>', 'their last day, or a time from today as 60d')
      .option('--created <date>', 'the day they were made (default: what the source says, else today)')
      .option('--retire <text>', 'when the flags and their code can be removed')
      .option(
        '--review <duration>',
        'how often flags that do not expire are reviewed (default: the limit of their type)',
      ) // prettier-ignore
      .option(
        '--map <file>',
        'YAML with the missing fields of each flag: `key: { owner, type, expires, description, … }`',
      )
      .option('--folder <dir>', "where the files go (default: the owner's folder if there is one, else the project)")
      .option('--replace', 'also change flags that are there already; what the source does not say stays')
      .option('--skip-unsupported', 'leave out the flags whose meaning cannot be kept')
      .option('--dry-run', 'show the files, and write nothing')
      .addOption(formatOption(formats))
      .action((engine: string, file: string, given: ImportFlags, command) =>
        run(command, async (session) => {
          const { importFlags } = await import('../../commands/import/import.ts');
          const { map, env: environments = [], folder, replace = false, skipUnsupported = false, dryRun = false, ...facts } = given; // prettier-ignore
          if (file === '-' && map === '-') throw new UserError('standard input can be read once', 'name a file with --map'); // prettier-ignore
          const help = 'name the file that the other tool wrote';
          const bytes = await contentOf(session, file, help);
          const mapping = map === undefined ? undefined : await contentOf(session, map, 'name a YAML file with --map');
          const report = await importFlags(await session.host(), engine, {
            ...facts,
            source: { file: file === '-' ? 'standard input' : file, bytes },
            map: map === undefined ? undefined : { file: map, text: String(mapping) },
            environments,
            folder,
            replace,
            skipUnsupported,
            dryRun,
          });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};

/** In bytes: far more than any project needs. */
const largestFile = 64 * 1024 * 1024;

async function contentOf(session: Session, path: string, help: string): Promise<Buffer> {
  const { readInput } = await import('../read-input.ts');
  return readInput(session, { path, maxSize: largestFile, help });
}
