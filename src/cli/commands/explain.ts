import type { ExplainReport } from '../../commands/explain.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<ExplainReport> = {
  text: async () => (await import('../../report/explain/text.ts')).explainText,
  json: async () => (await import('../../report/explain/json.ts')).explainJson,
};

export const explainCommand: CliCommand = {
  group: 'Author',
  examples: ['explain unused-suppression', 'explain --all', 'explain --all --json'],
  register(program, run) {
    return program
      .command('explain')
      .summary('say what a lint rule means, and how to fix it')
      .description('Says what a lint rule means, why it is there, what is bad and good, and how to fix it.')
      .argument('[rule]', 'the id of a rule, as lint prints it in brackets')
      .option('--all', 'list every rule, by what it is about')
      .addOption(formatOption(formats))
      .action((rule: string | undefined, { all }: { all?: boolean }, command) =>
        run(command, async (session) => {
          const { explain } = await import('../../commands/explain.ts');
          const report = explain({ rule, all: all === true });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
