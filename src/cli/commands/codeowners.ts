import { Option } from 'commander';
import type { CodeownersReport } from '../../commands/codeowners/codeowners.ts';
import type { CodeHost } from '../../commands/codeowners/owner-lines.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<CodeownersReport> = {
  text: async () => (await import('../../report/codeowners/text.ts')).codeownersText,
  json: async () => (await import('../../report/codeowners/json.ts')).codeownersJson,
};

interface CodeownersFlags {
  readonly check?: boolean;
  readonly write?: boolean;
  readonly host?: CodeHost;
  readonly file?: string;
}

export const codeownersCommand: CliCommand = {
  group: 'Govern',
  examples: ['codeowners', 'codeowners --check', 'codeowners --write', 'codeowners --write --host gitlab'],
  register(program, run) {
    return program
      .command('codeowners')
      .summary('write CODEOWNERS from the owners of flags')
      .description(
        'Prints the CODEOWNERS lines for flags and segments: the handles of teams in owners.yaml, or the ' +
          'addresses of their members. In the file they are between two marks; everything else stays.',
      )
      .option('--check', 'exit 1 if the file differs from what it should be')
      .option('--write', 'write them into the file')
      .addOption(new Option('--host <host>', 'whose grammar and place').choices(['github', 'gitlab']))
      .option('--file <file>', 'the file (default: the one that the host reads)')
      .addOption(formatOption(formats))
      .action(({ check = false, write = false, host, file }: CodeownersFlags, command) =>
        run(command, async (session) => {
          if (check && write) throw new UserError('--check writes nothing', 'leave out --check or --write');
          const { codeowners } = await import('../../commands/codeowners/codeowners.ts');
          const mode = write ? 'write' : check ? 'check' : 'show';
          const report = await codeowners(await session.host(), { mode, host, file });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
