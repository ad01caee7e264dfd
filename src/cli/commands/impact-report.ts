import { InvalidArgumentError } from 'commander';
import type { MeasuredImpact } from '../../commands/impact-report/impact-report.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import { formatOption, repeated } from '../format-option.ts';
import { inputChunks } from '../read-input.ts';
import type { CliCommand, Formats, Session } from '../session.ts';

const formats: Formats<MeasuredImpact> = {
  text: async () => (await import('../../report/impact-report/text.ts')).impactReportText,
  json: async () => (await import('../../report/impact-report/json.ts')).impactReportJson,
  markdown: async () => (await import('../../report/impact-report/markdown.ts')).impactReportMarkdown,
};

interface ImpactReportFlags {
  readonly outcomes: readonly string[];
  readonly exposures?: readonly string[];
  readonly env?: string;
  readonly rule?: string;
  readonly control?: string;
  readonly success?: string;
  readonly guardrail?: readonly string[];
  readonly lowerIsBetter?: readonly string[];
  readonly sum?: readonly string[];
  readonly smallestEffect?: number;
  readonly since?: number;
  readonly until?: number;
}

export const impactReportCommand: CliCommand = {
  group: 'Ship',
  examples: [
    'impact-report new-checkout-ui --env production --exposures exposures.csv --outcomes outcomes.csv',
    'impact-report new-checkout-ui --env production --outcomes events.jsonl --success order-placed --guardrail payment-failed --lower-is-better payment-failed',
    'impact-report new-checkout-ui --env production --outcomes - --format markdown < events.jsonl',
  ],
  register(program, run) {
    return program
      .command('impact-report')
      .summary('compare variants by what users did')
      .description(
        'Compares the variants of a flag by measured outcomes: who was given a variant (rows with key, variant, at) and what they did after it (rows with key, metric, value, at), in CSV with a header or JSON Lines. ' +
          'Its intervals and p-values hold however often it is made, so one may look every day. Exits with 1 if something got worse, or a guardrail moved and nobody says which way is better, or the variants were not dealt by their weights.',
      )
      .argument('<flag>', 'the key of the flag')
      .requiredOption(
        '--outcomes <file>',
        'rows of outcomes, or of both kinds; - for standard input; repeatable',
        repeated,
      )
      .option('--exposures <file>', 'rows of exposures, where they are in a file of their own; repeatable', repeated)
      .option('--env <name>', 'the environment; may be left out where there is only one')
      .option('--rule <name>', 'the rule whose split gave the variants, where there are several splits')
      .option('--control <variant>', "the variant to compare with (default: the flag's off variant)")
      .option('--success <metric>', "the metric that decides (default: success in the flag's metrics)")
      .option(
        '--guardrail <metric>',
        "a metric that must not get worse (default: guardrails in the flag's metrics); repeatable",
        repeated,
      )
      .option(
        '--lower-is-better <metric>',
        "a metric of which less is better (also: lowerIsBetter in the flag's metrics); repeatable",
        repeated,
      )
      .option(
        '--sum <metric>',
        "add up each key's values, none counting as 0 (default: their mean); repeatable",
        repeated,
      )
      .option('--smallest-effect <percent>', 'the smallest lift that matters, in percent (default: 5)', percent)
      .option('--since <date>', 'leave out exposures before this', instant('start'))
      .option('--until <date>', 'leave out exposures and outcomes after this', instant('end'))
      .addOption(formatOption(formats))
      .action((flag: string, given: ImpactReportFlags, self) =>
        run(self, async (session) => {
          const { impactReport } = await import('../../commands/impact-report/impact-report.ts');
          const {
            env: environment,
            rule,
            control,
            success,
            smallestEffect = 0.05,
            since,
            until,
            sum: sums = [],
          } = given;
          const { guardrail: guardrails = [], lowerIsBetter = [] } = given;
          const sources = sourcesOf(session, given);
          const chosen = { environment, rule, control, success, guardrails, lowerIsBetter, sums };
          const report = await impactReport(await session.host(), flag, {
            ...chosen,
            smallestEffect,
            since,
            until,
            sources,
          });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};

/** Exposures first: outcomes then need not wait for theirs. */
function sourcesOf(
  session: Session,
  { exposures = [], outcomes }: ImpactReportFlags,
): { name: string; chunks: AsyncIterable<Uint8Array> }[] {
  const files = [...exposures, ...outcomes];
  if (files.filter((file) => file === '-').length > 1) {
    throw new UserError(
      'standard input can be read once',
      'give both kinds of rows on it, in any order, or name a file',
    );
  }
  const help = 'name a file with rows of CSV or JSON Lines';
  return files.map((file) => ({
    name: file === '-' ? 'standard input' : file,
    chunks: inputChunks(session, file, help),
  }));
}

function percent(text: string): number {
  const value = /^\d+(?:\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : NaN;
  if (value > 0 && value <= 100) return value / 100;
  throw new InvalidArgumentError('it is a number above 0 and up to 100');
}

function instant(edge: 'start' | 'end'): (text: string) => number {
  return (text) => {
    const at = parseInstant(text, edge);
    if (at !== undefined) return at;
    throw new InvalidArgumentError('it is a date in ISO 8601: 2026-10-01, 2026-10-01T08:30:00Z');
  };
}
