import { InvalidArgumentError } from 'commander';
import type { RollbackOptions } from '../../commands/rollback/rollback-options.ts';
import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { CommitFlags } from '../change-options.ts';
import { formatOption, repeated } from '../format-option.ts';
import type { CliCommand, Formats, GlobalOptions } from '../session.ts';

const formats: Formats<RollbackReport> = {
  text: async () => (await import('../../report/rollback/text.ts')).rollbackText,
  json: async () => (await import('../../report/rollback/json.ts')).rollbackJson,
  markdown: async () => (await import('../../report/rollback/markdown.ts')).rollbackMarkdown,
};

interface RollbackFlags extends CommitFlags {
  readonly to?: number;
  readonly env?: readonly string[];
  readonly since?: string;
  readonly commit?: string;
  readonly off?: boolean;
  readonly cascade?: boolean;
  readonly accept?: readonly string[];
  readonly decide?: readonly string[];
  readonly population?: string;
  readonly apply?: boolean;
  readonly expectHead?: string;
  readonly incident?: string;
}

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
    return program
      .command('rollback')
      .summary('show what going back would break, and do it')
      .description(
        'Shows what going back would change, who is hit and what may go wrong. Nothing is written without --apply, ' +
          'which makes one commit of it. Without --to a flag goes back to its newest version that behaves differently.',
      )
      .argument('[flags...]', 'keys of flags')
      .option('--to <version>', 'the version to restore', versionNumber)
      .option('--env <name>', 'restore only this environment; repeatable', repeated)
      .option('--since <date>', 'restore everything that changed since a date (2h, 2026-11-22T14:05Z) or revision')
      .option('--commit <rev>', 'take back what this commit did')
      .option('--off', 'simply switch the flags off')
      .option('--cascade', 'switch dependents off that would lose their prerequisite')
      .option('--accept <risk>', 'go ahead in spite of a risk; repeatable', repeated)
      .option('--decide <id=answer>', 'answer a decision; repeatable', repeated)
      .option('--population <file>', 'count exposure over the contexts of this file (CSV, JSON, JSON Lines)')
      .option('--apply', 'do it, if nothing stands in the way')
      .option('--expect-head <commit>', 'refuse if newer commits change the plan')
      .option('--incident <id>', 'the incident it is for, as a trailer')
      .option('--reason <why>', 'why, as a trailer')
      .option('--emergency <id>', 'declare an emergency; the policy may then waive approvals')
      .option('--approved-by <person>', 'who approved it, as a trailer; repeatable', repeated)
      .option('--trailer <key=value>', 'another trailer; repeatable', repeated)
      .option('-m, --message <text>', 'commit message (default: generated)')
      .option('--branch <name>', 'commit on a new branch, and leave the working tree alone')
      .option('--push', 'push the branch')
      .option('--no-verify', 'skip the hooks pre-commit and commit-msg')
      .addOption(formatOption(formats))
      .action((flags: readonly string[], given: RollbackFlags, self) =>
        run(self, async (session) => {
          if (given.expectHead !== undefined && given.apply !== true) {
            throw new UserError('--expect-head only applies with --apply', 'add --apply');
          }
          const { rollback } = await import('../../commands/rollback/rollback.ts');
          const { population: file } = given;
          const population =
            file === undefined
              ? undefined
              : { file, text: await (await import('../population-option.ts')).populationText(session, file) };
          const options: RollbackOptions = {
            flags,
            to: given.to,
            environments: [...new Set(given.env)],
            since: given.since,
            commit: given.commit,
            off: given.off === true,
            cascade: given.cascade === true,
            accept: given.accept ?? [],
            decide: given.decide ?? [],
            apply: given.apply === true,
            expectHead: given.expectHead,
            incident: given.incident,
            reason: given.reason,
            message: given.message,
            approvedBy: given.approvedBy ?? [],
            emergency: given.emergency,
            trailers: given.trailer ?? [],
            branch: given.branch,
            push: given.push === true,
            verify: given.verify,
            population,
            place: placeOf(session.options),
          };
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

function placeOf({ cwd, project, now }: GlobalOptions): string[] {
  const given = [
    ['--cwd', cwd],
    ['--project', project],
    ['--now', now],
  ] as const;
  return given.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
}

function versionNumber(text: string): number {
  const number = /^v?(\d{1,9})$/.exec(text)?.[1];
  if (number === undefined || Number(number) === 0) throw new InvalidArgumentError('versions count up from 1');
  return Number(number);
}
