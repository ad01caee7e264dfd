import { InvalidArgumentError, Option } from 'commander';
import type { LintReport, SkippedRules } from '../../commands/lint/lint-report.ts';
import { didYouMean } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Setting } from '../../lint/settings.ts';
import type { CliCommand, Formats, Session } from '../session.ts';

const formats: Formats<LintReport> = {
  text: async () => (await import('../../report/lint/text.ts')).lintText,
  json: async () => (await import('../../report/lint/json.ts')).lintJson,
  github: async () => (await import('../../report/lint/github.ts')).lintGithub,
  sarif: async () => (await import('../../report/lint/sarif.ts')).lintSarif,
  gitlab: async () => (await import('../../report/lint/gitlab.ts')).lintGitlab,
  junit: async () => (await import('../../report/lint/junit.ts')).lintJunit,
  markdown: async () => (await import('../../report/lint/markdown.ts')).lintMarkdown,
};

interface LintFlags {
  readonly rule: Record<string, Setting>;
  readonly failOn: 'error' | 'warning' | 'info' | 'never';
  readonly maxWarnings?: number;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly changed?: boolean;
  readonly base?: string;
  readonly stdinFilepath?: string;
}

export const lintCommand: CliCommand = {
  group: 'Author',
  examples: ['lint', 'lint --fix', 'lint --changed --base main --format github', 'lint --rule expiring-soon=off'],
  register(program, run) {
    return program
      .command('lint')
      .summary('validate and lint the whole project')
      .description('Validates every file of the project against its schema and lints the project as a whole.')
      .argument('[files...]', 'report only what is in these files or folders; the whole project is still checked')
      .addOption(
        new Option('--rule <id=severity>', 'set a rule to off, info, warning or error; repeatable')
          .argParser(parseRule)
          .default({}, 'as the manifest says'),
      )
      .addOption(
        new Option('--fail-on <severity>', 'the lowest severity that makes the exit code 1')
          .choices(['error', 'warning', 'info', 'never'])
          .default('error'),
      )
      .option('--max-warnings <n>', 'more warnings than this make the exit code 1', parseCount)
      .option('--fix', 'correct what has one right answer, in place')
      .option('--dry-run', 'with --fix: show the changes and write nothing')
      .option('--changed', 'report what the base does not have, and all that is in changed files')
      .option(
        '--base <rev>',
        'with --changed: the revision to compare with (default: where the branch left the default branch, or an upstream of another name)',
      )
      .option('--stdin-filepath <file>', 'read the content of this file from standard input, and report on it alone')
      .addOption(new Option('--format <format>', 'how to print').choices(Object.keys(formats)).default('text'))
      .action((files: string[], options: LintFlags, command) =>
        run(command, async (session) => {
          const { lint } = await import('../../commands/lint/lint.ts');
          const { rule: rules, failOn, maxWarnings, base, stdinFilepath: file } = options;
          const fix = options.fix === true;
          const dryRun = options.dryRun === true;
          if (dryRun && !fix)
            throw new UserError('--dry-run shows what --fix would change', 'add --fix, or leave it out');
          const stdin = file === undefined ? undefined : { file, text: await stdinText(session) };
          if (stdin && fix)
            throw new UserError('--fix cannot write to standard input', 'leave out --fix or --stdin-filepath');
          const changed = options.changed === true || base !== undefined;
          const chosen = { files, rules, failOn, maxWarnings, fix, dryRun, changed, base, stdin };
          const report = await lint(await session.host(), chosen);
          await session.print(report, formats);
          if (report.summary.flags === 0) {
            session.warn(
              'the project has no flags, so there was nothing to check',
              'flags are files named KEY.flag.yaml; `flagwright new` makes one, --project names another folder',
            );
          }
          warnOfNames(session, report.misnamed);
          if (report.skipped) session.note(skippedNote(report.skipped));
          return report.ok;
        }),
      );
  },
};

/** In bytes: far more than a file may have, so that lint says that of most. */
const maxStdinSize = 16 * 1024 * 1024;

async function stdinText(session: Session): Promise<string> {
  const { readInput } = await import('../read-input.ts');
  const help = 'a flag needs a few kilobytes';
  return (await readInput(session, { path: '-', maxSize: maxStdinSize, help })).toString('utf8');
}

/** So many files are named one by one. */
const mostNamed = 10;

function warnOfNames(session: Session, misnamed: LintReport['misnamed']): void {
  for (const { file, name } of misnamed.slice(0, mostNamed)) {
    session.warn(`${file} was passed over: files of a project end in .yaml`, `rename it to ${name}`);
  }
  const left = misnamed.length - mostNamed;
  if (left > 0) {
    session.warn(
      `${left} more ${left === 1 ? 'file was' : 'files were'} passed over for the name`,
      'rename them likewise',
    );
  }
}

function skippedNote({ rules, reason }: SkippedRules): string {
  const what =
    rules.length === 1 ? '1 rule needs git history and was' : `${rules.length} rules need git history and were`;
  return `${what} skipped: ${reason}`;
}

function parseRule(value: string, before: Record<string, Setting>): Record<string, Setting> {
  const [, id, severity] = /^([^=]+)=(off|info|warning|error)$/.exec(value) ?? [];
  if (id === undefined) {
    const near = didYouMean(value.split('=')[1] ?? '', ['off', 'info', 'warning', 'error']);
    throw new InvalidArgumentError(`write it as --rule expiring-soon=off${near ? `; ${near}` : ''}`);
  }
  return { ...before, [id]: severity as Setting };
}

function parseCount(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('it must be a whole number');
  return Number(value);
}
