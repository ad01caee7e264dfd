import type { DiffReport } from '../../commands/diff/diff.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<DiffReport> = {
  text: async () => (await import('../../report/diff/text.ts')).diffText,
  json: async () => (await import('../../report/diff/json.ts')).diffJson,
  markdown: async () => (await import('../../report/diff/markdown.ts')).diffMarkdown,
};

export const diffCommand: CliCommand = {
  group: 'History',
  examples: ['diff', 'diff main', 'diff main..feature --format markdown', 'diff v1.4.0..HEAD --exit-code'],
  register(program, run) {
    return program
      .command('diff')
      .summary('show what changed in meaning between two states')
      .description(
        'Shows what changed in meaning: flags, the segments they use, and the files that govern them. Comments, quoting and the order of fields do not count as changes. Without a range it compares HEAD with the working tree; with --at alone, that commit with its parent.',
      )
      .argument(
        '[range]',
        'BASE (against the working tree), BASE..HEAD, or BASE...HEAD (from where HEAD left BASE); commits, tags, branches or dates',
      )
      .option('--exit-code', 'exit with 1 if there are differences')
      .addOption(formatOption(formats))
      .action((range: string | undefined, { exitCode }: { exitCode?: boolean }, command) =>
        run(command, async (session) => {
          const { diff } = await import('../../commands/diff/diff.ts');
          const report = await diff(await session.host(), { range, exitCode: exitCode === true });
          await session.print(report, formats, { paged: true });
          return report.ok;
        }),
      );
  },
};
