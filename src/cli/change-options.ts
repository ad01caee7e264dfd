import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ChangeOptions, ChangeReport } from '../workspace/change-flag.ts';
import type { CommitOptions } from '../workspace/commit-change.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { formatOption, repeated } from './format-option.ts';
import type { Formats } from './session.ts';

export const changeFormats: Formats<ChangeReport> = {
  text: async () => (await import('../report/change/text.ts')).changeText,
  json: async () => (await import('../report/change/json.ts')).changeJson,
};

/** What commander makes of the options that say how a commit is made. */
interface CommitFlags {
  readonly message?: string;
  readonly reason?: string;
  readonly approvedBy?: readonly string[];
  readonly emergency?: string;
  readonly trailer?: readonly string[];
  readonly branch?: string;
  readonly push?: boolean;
  readonly verify: boolean;
}

/** What commander makes of the options that every change command has. */
export interface ChangeFlags extends CommitFlags {
  readonly expectVersion?: number;
  readonly dryRun?: boolean;
  readonly commit?: boolean;
}

/** @param reason its help, for a command that asks for it itself */
export function addChangeOptions(command: Command, reason?: string): Command {
  const reasonOption = new Option('--reason <why>', reason ?? 'why, as a trailer of the commit');
  return command
    .addOption(reason === undefined ? reasonOption : reasonOption.makeOptionMandatory())
    .option('--expect-version <n>', 'refuse if the flag is not at this version', wholeNumber)
    .option('--dry-run', 'show the change as a diff, and write nothing')
    .option('--commit', 'make one commit of it')
    .option('-m, --message <text>', 'commit message (default: generated)')
    .option('--approved-by <person>', 'who approved it, as a trailer; repeatable', repeated)
    .option('--emergency <id>', 'the incident that it is for, as a trailer')
    .option('--trailer <key=value>', 'another trailer; repeatable', repeated)
    .option('--branch <name>', 'commit on a new branch, and leave the working tree alone')
    .option('--push', 'push the branch')
    .option('--no-verify', 'skip the hooks pre-commit and commit-msg')
    .addOption(formatOption(changeFormats));
}

/** The environments that `--env` names; one at least. */
export function environmentOption(): Option {
  return new Option('--env <name>', 'the environment; repeatable').argParser(repeated).makeOptionMandatory();
}

/** @throws UserError for options that have no meaning without a commit */
export function changeOptions(given: ChangeFlags, ownReason = false): ChangeOptions {
  const { expectVersion, dryRun = false } = given;
  const commits = given.commit === true || given.branch !== undefined;
  if (!commits) refuseWithoutCommit(given, ownReason);
  const commit: CommitOptions = {
    message: given.message,
    reason: given.reason,
    approvedBy: given.approvedBy ?? [],
    emergency: given.emergency,
    trailers: given.trailer ?? [],
    branch: given.branch,
    push: given.push === true,
    verify: given.verify,
  };
  return { expectVersion, dryRun, commit: commits ? commit : undefined };
}

function refuseWithoutCommit(given: ChangeFlags, ownReason: boolean): void {
  const named: readonly (readonly [string, boolean])[] = [
    ['--message', given.message !== undefined],
    ['--reason', given.reason !== undefined && !ownReason],
    ['--approved-by', given.approvedBy !== undefined],
    ['--emergency', given.emergency !== undefined],
    ['--trailer', given.trailer !== undefined],
    ['--push', given.push === true],
    ['--no-verify', !given.verify],
  ];
  const [option] = named.find(([, isGiven]) => isGiven) ?? [];
  if (option !== undefined) throw new UserError(`${option} only applies with --commit`, 'add --commit');
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('versions count up from 1');
  return Number(text);
}
