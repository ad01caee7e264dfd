import { Option } from 'commander';
import type { EvaluateReport } from '../../commands/evaluate/evaluate.ts';
import type { ValueType } from '../../evaluate/evaluation.ts';
import { addContextOptions, contextFrom, type ContextFlags } from '../context-options.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<EvaluateReport> = {
  text: async () => (await import('../../report/evaluate/text.ts')).evaluateText,
  json: async () => (await import('../../report/evaluate/json.ts')).evaluateJson,
};

const types: readonly ValueType[] = ['boolean', 'string', 'number', 'object'];

export const evaluateCommand: CliCommand = {
  group: 'Understand',
  examples: [
    'evaluate express-checkout --env production --context @user.json',
    'evaluate new-checkout-ui --env staging --attribute country=DE',
    `evaluate --env production --context '{"country":"DE"}' --at 2d --json`,
  ],
  register(program, run) {
    const command = program
      .command('evaluate')
      .summary('show what a flag gives for a context, and why')
      .description(
        'Evaluates a flag for one context, step by step: its prerequisites, its rules and what is served to everybody else. Without a flag, shows what every flag gives. Schedules are held against --now. Exits with 1 if an evaluation fails.',
      )
      .argument('[flag]', 'the key of the flag; all flags if none is named');
    return addContextOptions(command)
      .addOption(
        new Option('--type <type>', 'with a flag: the type that the caller expects; another type is an error').choices(
          types,
        ),
      )
      .addOption(formatOption(formats))
      .action((flag: string | undefined, given: ContextFlags & { readonly type?: ValueType }, self) =>
        run(self, async (session) => {
          const { evaluate } = await import('../../commands/evaluate/evaluate.ts');
          const context = await contextFrom(session, given);
          const missingIsAnswer = session.options.json === true || session.options.format === 'json';
          const options = { environment: given.env, context, type: given.type, missingIsAnswer };
          const report = await evaluate(await session.host(), flag, options);
          await session.print(report, formats, { paged: flag === undefined });
          return report.ok;
        }),
      );
  },
};
