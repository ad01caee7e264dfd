import type { ExplainReport } from '../../commands/explain/explain.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<ExplainReport> = {
  text: async () => (await import('../../report/explain/text.ts')).explainText,
  json: async () => (await import('../../report/explain/json.ts')).explainJson,
};

export const explainCommand: CliCommand = {
  group: 'Author',
  examples: ['explain unused-suppression', 'explain cascade', 'explain --all', 'explain --all --json'],
  register(program, run) {
    return program
      .command('explain')
      .summary('explain a lint rule or a risk')
      .description('Explains a lint rule or a risk of a rollback: why it matters, examples, and what to do.')
      .argument('[name]', 'the id of a rule, as lint prints it in brackets, or of a risk, as rollback prints it')
      .option('--all', 'list every rule and risk')
      .addOption(formatOption(formats))
      .action((name: string | undefined, { all }: { all?: boolean }, command) =>
        run(command, async (session) => {
          const { explain } = await import('../../commands/explain/explain.ts');
          const report = explain({ name, all: all === true });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
