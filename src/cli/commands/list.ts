import type { ListReport } from '../../commands/list/list.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { formatOption, repeated } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<ListReport> = {
  text: async () => (await import('../../report/list/text.ts')).listText,
  json: async () => (await import('../../report/list/json.ts')).listJson,
};

interface ListFlags {
  readonly owner?: string;
  readonly type?: string;
  readonly tag?: string;
  readonly criticality?: string;
  readonly env?: readonly string[];
  readonly expiresWithin?: string;
  readonly expired?: boolean;
}

export const listCommand: CliCommand = {
  group: 'Author',
  examples: [
    'list',
    'list --owner checkout --env production',
    'list --expires-within 14d',
    'list --env staging=off --json',
  ],
  register(program, run) {
    return program
      .command('list')
      .summary('list the flags of the project')
      .description('Lists the flags of the project by key. Several filters must all hold.')
      .option('--owner <team>', 'those of a team')
      .option('--type <type>', 'those of a type')
      .option('--tag <tag>', 'those with a tag')
      .option('--criticality <level>', 'those of a criticality')
      .option('--env <name[=state]>', 'those that are on in an environment, or off; repeatable', repeated)
      .option('--expires-within <duration>', 'those that expire within 14d, 48h, ...')
      .option('--expired', 'those that have expired')
      .addOption(formatOption(formats))
      .action(({ env = [], ...options }: ListFlags, command) =>
        run(command, async (session) => {
          if (options.expired && options.expiresWithin !== undefined) {
            throw new UserError('a flag has expired or it will expire', 'leave out --expired or --expires-within');
          }
          const { listOfFlags } = await import('../../commands/list/list.ts');
          const chosen = { ...options, environments: env, expired: options.expired === true };
          const report = await listOfFlags(await session.host(), chosen);
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
