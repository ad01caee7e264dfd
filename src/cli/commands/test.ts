import type { TestOptions, TestReport } from '../../commands/test/test.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { formatOption } from '../format-option.ts';
import { complain } from '../complain.ts';
import { clearScreen } from '../write-all.ts';
import type { CliCommand, Formats, Session } from '../session.ts';

const formats: Formats<TestReport> = {
  text: async () => (await import('../../report/test/text.ts')).testText,
  json: async () => (await import('../../report/test/json.ts')).testJson,
  junit: async () => (await import('../../report/test/junit.ts')).testJunit,
};

interface TestFlags {
  readonly env?: string;
  readonly coverage?: boolean;
  readonly watch?: boolean;
}

export const testCommand: CliCommand = {
  group: 'Author',
  examples: [
    'test',
    'test express-checkout',
    'test checkout/ --env production',
    'test --format junit --output specs.xml',
  ],
  register(program, run) {
    return program
      .command('test')
      .summary('run the specs: check who gets what')
      .description(
        'Runs the specs of the project and explains every result that is not as expected. Cases without `at` are ' +
          'evaluated today; --now sets another day.',
      )
      .argument('[files...]', 'spec files, flag files, folders of them, or keys of flags; all specs if none is named')
      .option('--env <name>', 'only the cases of this environment')
      .option('--watch', 'run them again whenever a file of the project changes, until Ctrl-C')
      .option('--coverage', 'name the flags that no spec tests')
      .addOption(formatOption(formats))
      .action((names: string[], { env: environment, coverage = false, watch }: TestFlags, command) =>
        run(command, async (session) => {
          if (watch) return watchTests(session, { names, environment, coverage });
          const { test } = await import('../../commands/test/test.ts');
          const report = await test(await session.host(), { names, environment, coverage });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};

async function watchTests(session: Session, options: TestOptions): Promise<boolean> {
  const { io, options: given } = session;
  if (given.json || given.output !== undefined || (given.format ?? 'text') !== 'text') {
    throw new UserError('--watch prints text to the terminal, again and again', 'leave out --format and --output');
  }
  const commands = await import('../../commands/test/watch-tests.ts');
  const { watchHost } = await import('../watch-host.ts');
  for await (const outcome of commands.watchTests(watchHost(await session.host()), options)) {
    clearScreen(io);
    if (outcome instanceof UserError) {
      complain(io, 'error', outcome.message, given.color);
      if (outcome.help !== undefined) complain(io, 'help', outcome.help, given.color);
    } else {
      await session.print(outcome, formats);
    }
    session.note('watching the files of the project; Ctrl-C ends it');
  }
  return true;
}
