import { InvalidArgumentError } from 'commander';
import type { SimulateReport } from '../../commands/simulate/simulate.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { addContextOptions, contextFrom, type ContextFlags } from '../context-options.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<SimulateReport> = {
  text: async () => (await import('../../report/simulate/text.ts')).simulateText,
  json: async () => (await import('../../report/simulate/json.ts')).simulateJson,
};

interface SimulateFlags extends ContextFlags {
  readonly size?: number;
  readonly population?: string;
  readonly against?: string;
}

const defaultSize = 10_000;
const largestSize = 10_000_000;

export const simulateCommand: CliCommand = {
  group: 'Understand',
  examples: [
    'simulate express-checkout --env staging --attribute country=DE --attribute storedCard=true --attribute orders=3',
    'simulate express-checkout --env production --population customers.csv --against main',
    'simulate express-checkout --env production --against 7d --json',
  ],
  register(program, run) {
    const command = program
      .command('simulate')
      .summary('show who in a population gets what, and who moves')
      .description(
        'Evaluates a flag for a population and counts who gets which variant, for which reason and by which rule: for the targeting keys 0, 1, 2 and so on, or for the contexts of a file. With --against, also who gets another variant than at that revision. Schedules are held against --now on both sides.',
      )
      .argument('<flag>', 'the key of the flag');
    return addContextOptions(command)
      .option('--size <n>', `how many targeting keys to count up (default: ${defaultSize})`, parseSize)
      .option(
        '--population <file>',
        'take the contexts of this file: CSV with a header (values in quotes are text), a JSON list or JSON Lines; - for standard input',
      )
      .option('--against <rev>', 'the revision to compare with: who moves between the variants')
      .addOption(formatOption(formats))
      .action((flag: string, given: SimulateFlags, self) =>
        run(self, async (session) => {
          const { size, population: file, env: environment, against } = given;
          if (size !== undefined && file !== undefined) {
            throw new UserError('a population is counted up or read from a file', 'leave out --size or --population');
          }
          if (file === '-' && given.context === '@-') {
            throw new UserError('standard input can be read once', 'name a file with --context or --population');
          }
          const { simulate } = await import('../../commands/simulate/simulate.ts');
          const { populationText } = await import('../population-option.ts');
          const shared = await contextFrom(session, given);
          const population =
            file === undefined ? { size: size ?? defaultSize } : { file, text: await populationText(session, file) };
          const report = await simulate(await session.host(), flag, { environment, shared, population, against });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};

function parseSize(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= largestSize) return Number(text);
  throw new InvalidArgumentError(`it is a whole number from 1 to ${largestSize}`);
}
