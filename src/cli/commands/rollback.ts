import { InvalidArgumentError, Option } from 'commander';
import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { optionValues, rollbackOptions, type RollbackOption, type RollbackOptions } from '../../rollback/options.ts';
import { formatOption, repeated } from '../format-option.ts';
import type { CliCommand, Formats, GlobalOptions, Session } from '../session.ts';

const formats: Formats<RollbackReport> = {
  text: async () => (await import('../../report/rollback/text.ts')).rollbackText,
  json: async () => (await import('../../report/rollback/json.ts')).rollbackJson,
  markdown: async () => (await import('../../report/rollback/markdown.ts')).rollbackMarkdown,
};

export const rollbackCommand: CliCommand = {
  group: 'Roll back',
  examples: [
    'rollback payment-api-v2 --env production',
    'rollback payment-api-v2 --to 7 --env production --cascade --apply --reason "Charges fail."',
    'rollback payment-api-v2 --off --env production',
    'rollback --since 2h --env production',
    'rollback --commit 4f1c2d9 --format markdown',
  ],
  register(program, run) {
    const command = program
      .command('rollback')
      .summary('show what going back would break, and do it')
      .description(
        'Shows what going back would change, who is hit and what may go wrong. Nothing is written without --apply, ' +
          'which makes one commit of it. Without --to a flag goes back to its newest version that behaves differently.',
      )
      .argument('[flags...]', 'keys of flags');
    for (const option of Object.values(rollbackOptions)) command.addOption(switchOf(option));
    return command.addOption(formatOption(formats)).action((flags: readonly string[], given: Given, self) =>
      run(self, async (session) => {
        const { rollback } = await import('../../commands/rollback/rollback.ts');
        const options = await optionsOf(session, flags, given);
        const { format = 'text', json, output } = session.options;
        const isShown = format === 'text' && json !== true && output === undefined;
        const report = await rollback(await session.host(), options, async (preview) => {
          if (isShown) await session.print(preview, formats);
        });
        await session.print(report, formats);
        return report.ok;
      }),
    );
  },
};

/** What commander makes of the options. */
type Given = Readonly<Record<string, unknown>>;

function switchOf({ switch: own, help, repeats, read }: RollbackOption<unknown, unknown>): Option {
  const option = new Option(own, help);
  if (repeats) return option.argParser(repeated);
  return read ? option.argParser((text: string) => valueOf(text, read)) : option;
}

function valueOf(text: string, read: (text: string) => unknown): unknown {
  try {
    return read(text);
  } catch (error) {
    throw error instanceof UserError ? new InvalidArgumentError(error.message) : error;
  }
}

async function optionsOf(session: Session, flags: readonly string[], given: Given): Promise<RollbackOptions> {
  const { population: file } = given;
  const population =
    typeof file === 'string' ? await (await import('../population-option.ts')).readContexts(session, file) : undefined;
  const values = optionValues((option) => {
    const value = given[switchOf(option).attributeName()];
    return option.repeats && Array.isArray(value) ? [...new Set(value)] : value;
  });
  return { ...values, flags, population, place: placeOf(session.options) };
}

function placeOf({ cwd, project, now }: GlobalOptions): string[] {
  const given = [
    ['--cwd', cwd],
    ['--project', project],
    ['--now', now],
  ] as const;
  return given.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
}
