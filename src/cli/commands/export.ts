import { resolve } from 'node:path';
import type { ExportReport } from '../../commands/export/export.ts';
import { shellWord } from '../../diagnostic/shell-word.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { engines } from '../../export/engines.ts';
import { complain, type Complaint } from '../complain.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats, Session } from '../session.ts';
import { writeAll } from '../write-all.ts';

const formats: Formats<ExportReport> = {
  text: async () => (await import('../../report/export/document.ts')).exportDocument,
  json: async () => (await import('../../report/export/json.ts')).exportJson,
};

const reportFormats: Formats<ExportReport> = {
  text: async () => (await import('../../report/export/table.ts')).exportTable,
  json: async () => (await import('../../report/export/json.ts')).exportJson,
};

interface ExportFlags {
  readonly env?: string;
  readonly allowApproximate?: boolean;
  readonly skipUnsupported?: boolean;
  readonly check?: string | true;
  readonly report?: boolean;
}

export const exportCommand: CliCommand = {
  group: 'Ship',
  examples: [
    'export flagd --env production --output flags.flagd.json',
    'export flagd --env production --check flags.flagd.json',
    'export flipt --env production --report',
    'export types --output src/flags.ts',
  ],
  register(program, run) {
    const width = Math.max(...Object.keys(engines).map((name) => name.length));
    const table = Object.entries(engines).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
    return program
      .command('export')
      .summary('write the flags for an engine that serves them')
      .description(
        `Translates the flags of an environment for an engine, and writes the result to stdout or --output. A project with errors is not exported, nor are flags that would mean anything else there: --report says what the engine makes of each.\n\nEngines:\n${table.join('\n')}`,
      )
      .argument('<engine>', `one of ${Object.keys(engines).join(', ')}`)
      .option('--env <name>', 'the environment; needed if there are several')
      .option('--report', 'print what the engine makes of each flag, and export nothing')
      .option('--check [file]', 'compare with this file, by default that of --output, and write nothing')
      .option('--allow-approximate', 'accept that other people get a variant, as long as they are as many')
      .option('--skip-unsupported', 'leave out the flags that the engine cannot say')
      .addOption(formatOption(formats))
      .action((engine: string, given: ExportFlags, command) =>
        run(command, async (session) => {
          const { exportFlags } = await import('../../commands/export/export.ts');
          const { env: environment, allowApproximate = false, skipUnsupported = false } = given;
          const file = given.check === true ? session.options.output : given.check;
          if (given.check === true && file === undefined) {
            throw new UserError('--check needs a file to compare with', 'name it: --check FILE');
          }
          const check = file === undefined ? undefined : { there: await contentOf(session, file) };
          const options = { environment, allowApproximate, skipUnsupported, check };
          const report = await exportFlags(await session.host(), engine, options);
          if (given.report) {
            await session.print(report, reportFormats, { paged: true });
            return report.refusal === undefined;
          }
          return file === undefined ? exported(session, report) : compared(session, report, file);
        }),
      );
  },
};

async function exported(session: Session, report: ExportReport): Promise<boolean> {
  if (report.refusal) refuse(session, report);
  // Standard output or the file get a whole document, or nothing at all.
  if (report.document !== undefined || isJson(session)) await session.print(report, formats);
  return report.ok;
}

/** Says what comparing came to; nothing is written. */
async function compared(session: Session, report: ExportReport, file: string): Promise<boolean> {
  if (isJson(session)) {
    const { exportJson } = await import('../../report/export/json.ts');
    await writeAll(session.io, exportJson(report));
  } else if (report.refusal) {
    refuse(session, report);
  } else if (report.ok) {
    session.note(`${file} is up to date`);
  } else {
    const where = report.environment === undefined ? '' : ` --env ${shellWord(report.environment)}`;
    say(session, 'error', `${file} does not hold the flags as they are now`);
    say(session, 'help', `\`flagwright export ${report.engine}${where} --output ${shellWord(file)}\` writes it anew`);
  }
  return report.ok;
}

/** As many reasons are shown; `--report` shows all. */
const mostDetails = 10;

function refuse(session: Session, { refusal }: ExportReport): void {
  const { why, help, details } = refusal!;
  const left = details.length - mostDetails;
  const shown = left > 0 ? [...details.slice(0, mostDetails), `${left} more`] : details;
  say(session, 'error', [why, ...shown].join('\n'));
  say(session, 'help', help);
}

const say = ({ io, options }: Session, kind: Complaint, text: string): void => complain(io, kind, text, options.color);

const isJson = ({ options }: Session): boolean => options.json === true || options.format === 'json';

/** In bytes: far more than any project needs. */
const largestFile = 256 * 1024 * 1024;

/** What is there to compare with. */
async function contentOf(session: Session, path: string): Promise<string | undefined> {
  const { existsSync } = await import('node:fs');
  if (!existsSync(resolve(session.io.cwd(), session.options.cwd ?? '.', path))) return undefined;
  const { readInput } = await import('../read-input.ts');
  const help = 'name the exported file with --check';
  return (await readInput(session, { path, maxSize: largestFile, help })).toString('utf8');
}
