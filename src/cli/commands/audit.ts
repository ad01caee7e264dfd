import type { Command } from 'commander';
import type { AnchorReport } from '../../commands/audit/anchor.ts';
import type { VerifyReport } from '../../commands/audit/verify.ts';
import type { AuditOptions, AuditReport } from '../../commands/audit/audit.ts';
import { formatOption } from '../format-option.ts';
import { addGlobalOptions, type CliCommand, type Formats, type Runner } from '../session.ts';

const formats: Formats<AuditReport> = {
  text: async () => (await import('../../report/audit/text.ts')).auditText,
  json: async () => (await import('../../report/audit/json.ts')).auditJson,
  jsonl: async () => (await import('../../report/audit/json.ts')).auditJsonLines,
  csv: async () => (await import('../../report/audit/csv.ts')).auditCsv,
};

const verifyFormats: Formats<VerifyReport> = {
  text: async () => (await import('../../report/audit/verify-text.ts')).verifyText,
  json: async () => (await import('../../report/audit/verify-json.ts')).verifyJson,
};

const anchorFormats: Formats<AnchorReport> = {
  text: async () => (await import('../../report/audit/anchor.ts')).anchorText,
  json: async () => (await import('../../report/audit/anchor.ts')).anchorJson,
};

interface AuditFlags extends Omit<AuditOptions, 'environment'> {
  readonly env?: string;
}

export const auditCommand: CliCommand = {
  group: 'History',
  examples: [
    'audit --env production --since 2d',
    'audit --flag express-checkout',
    'audit --since 2026-07-01 --until 2026-09-30 --format csv --output q3.csv',
    'audit anchor',
    'audit verify --anchor HASH',
  ],
  register(program, run) {
    const audit = program
      .command('audit')
      .summary('the log of all changes: who, when, what, why')
      .description(
        'Lists every change of every flag, segment and governance file, newest first. A change of a segment is listed with the flags that use it. Approvals are what commit messages claim.',
      )
      .option(
        '--since <when>',
        'from a date on (2026-11-22, 2026-11-22T14:05Z), from so long ago (90m, 48h, 2d), or what a tag or commit does not have',
      )
      .option('--until <when>', 'up to a date, that day included, or what a tag or commit has')
      .option('--flag <key>', 'changes of a flag, or of a segment that it uses')
      .option('--author <text>', 'by an author: part of the name or address')
      .option('--env <name>', 'changes that concern an environment; governance files concern none by name')
      // A default here would overrule the format of the commands below.
      .addOption(formatOption(formats).default(undefined))
      .action(({ env, since, until, flag, author }: AuditFlags, command) =>
        run(command, async (session) => {
          const commands = await import('../../commands/audit/audit.ts');
          const report = await commands.audit(await session.host(), { since, until, flag, author, environment: env });
          await session.print(report, formats);
          return report.ok;
        }),
      );
    registerVerify(audit, run);
    registerAnchor(audit, run);
    return audit;
  },
};

function registerVerify(audit: Command, run: Runner): void {
  const command = audit
    .command('verify')
    .summary('check that the record is true')
    .description(
      [
        'Checks every commit that leads to the head, also those that merges brought in, and reads nothing but git’s objects for it: each commit passed the policy in force before it; where the policy requires signatures, they are good and of the author, or of a trusted forge; emergencies were reviewed by somebody else in time; anchors are ancestors of the head, so nothing was rewritten.',
        'A commit is judged by the policy, owners and keys of its parent, never by its own. A merge is judged against each of its parents: for what no commit of the other side did, what it took back, and how it settled what both had changed. Where a version cannot be read, the next one is compared with the last that could.',
      ].join('\n\n'),
    )
    .option('--anchor <hash>', 'a hash that `audit anchor` printed and you kept elsewhere')
    .addOption(formatOption(verifyFormats))
    .action(({ anchor }: { anchor?: string }, self) =>
      run(self, async (session) => {
        const { auditVerify } = await import('../../commands/audit/verify.ts');
        const report = await auditVerify(await session.host(), { anchor });
        await session.print(report, verifyFormats);
        return report.ok;
      }),
    );
  asCommand(command);
}

function registerAnchor(audit: Command, run: Runner): void {
  const command = audit
    .command('anchor')
    .summary('remember the head, so that rewritten history is found')
    .description(
      'Moves refs/flagwright/audit to the head, and prints the hash to keep elsewhere. Push the ref to share it: git push origin refs/flagwright/audit.',
    )
    .addOption(formatOption(anchorFormats))
    .action((_options: object, self) =>
      run(self, async (session) => {
        const { auditAnchor } = await import('../../commands/audit/anchor.ts');
        const report = await auditAnchor(await session.host());
        await session.print(report, anchorFormats);
        return report.ok;
      }),
    );
  asCommand(command);
}

/** What every command has, `run` gives only to those at the top. */
function asCommand(command: Command): void {
  addGlobalOptions(command).exitOverride().showSuggestionAfterError(false);
}
