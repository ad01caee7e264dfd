import { Option, type Command } from 'commander';
import type { Host } from '../workspace/host.ts';
import type { Style } from '../report/style.ts';
import type { Io } from './io.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly cwd?: string;
  readonly project?: string;
  readonly at?: string;
  readonly now?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly json?: boolean;
  readonly format?: string;
  readonly output?: string;
}

/** What a command needs of the command line while it runs. */
export interface Session {
  readonly options: GlobalOptions;
  /** The process, for the few commands that need no host. */
  readonly io: Io;
  /** Whether a signal is how the command ends as it should, with exit code 0: set by commands that run until one comes. */
  endsBySignal: boolean;
  /** Made when first asked for. */
  host(): Promise<Host>;
  /**
   * Renders a report in the format asked for, and writes it to stdout or to `--output`.
   * @param how.paged text that is longer than the terminal goes through a pager
   */
  print<Report>(report: Report, formats: Formats<Report>, how?: { readonly paged?: boolean }): Promise<void>;
  /** A line on stderr, unless `--quiet`. */
  note(line: string): void;
  /** Says on standard error what may well be wrong, and what to do. */
  warn(message: string, help: string): void;
  close(): void;
}

/** Format name → the reporter, loaded when chosen. The first is the default. */
export type Formats<Report> = Readonly<Record<string, () => Promise<Reporter<Report>>>>;

/** Renders a report; one that needs more code only for some reports may load it then. */
type Reporter<Report> = (report: Report, style: Style) => string | Promise<string>;

/** Runs an action of a command; it resolves to whether the answer is yes. */
export type Runner = (command: Command, action: (session: Session) => Promise<boolean>) => Promise<void>;

export interface CliCommand {
  /** Heading under which help lists it. */
  readonly group:
    | 'Start'
    | 'Author'
    | 'Understand'
    | 'Change'
    | 'History'
    | 'Roll back'
    | 'Govern'
    | 'Ship'
    | 'Git'
    | 'Editors and agents';
  /** Command lines, without `flagwright`. */
  readonly examples?: readonly string[];
  register(program: Command, run: Runner): Command;
}

const globalOptions: readonly (readonly [flags: string, description: string])[] = [
  ['-C, --cwd <dir>', 'work as if started in this folder'],
  ['--project <dir>', 'the folder of flagwright.yaml'],
  ['--at <rev>', 'look at this commit, tag, branch or date (2026-11-22, 2d) instead of the working tree'],
  ['--now <date>', 'take this as today, for expiry and schedules (or FLAGWRIGHT_NOW)'],
  ['--json', 'short for --format json'],
  ['--output <file>', 'write the result to a file'],
  ['--color', 'colour the output'],
  ['--no-color', 'do not colour the output'],
  ['--quiet', 'print nothing but the result'],
  ['--debug', 'say on stderr what is done, and how long it takes'],
];

/** @param hidden leave them out of the help: they are in that of each command */
export function addGlobalOptions(command: Command, hidden = false): Command {
  if (!hidden) command.optionsGroup('Options of every command:');
  for (const [flags, description] of globalOptions) {
    const option = new Option(flags, description);
    command.addOption(hidden ? option.hideHelp() : option);
  }
  return command;
}
