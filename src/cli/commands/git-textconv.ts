import { resolve } from 'node:path';
import type { TextconvReport } from '../../commands/textconv/textconv.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<TextconvReport> = { text: async () => (report) => report.text };

export const textconvCommand: Pick<CliCommand, 'register'> = {
  register(git, run) {
    return git
      .command('textconv')
      .summary('print a file as git diff is to compare it')
      .description('Prints what a file says, one fact a line, sorted; a file that is not YAML as it is. Git runs it.')
      .argument('<file>', 'the file')
      .action((file: string, _: object, command) =>
        run(command, async (session) => {
          const { textconv } = await import('../../commands/textconv/textconv.ts');
          const { readBytes } = await import('../../git/merge-file.ts');
          const path = resolve(session.io.cwd(), session.options.cwd ?? '.', file);
          const report = textconv(readBytes(path));
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
