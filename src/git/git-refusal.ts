import { existsSync } from 'node:fs';
import { UserError } from '../diagnostic/user-error.ts';

/** Why git could not be started. */
export function explainStart(error: Error, cwd: string): Error {
  // The system reports a missing working folder as if the program were missing.
  if (!('code' in error) || error.code !== 'ENOENT') return error;
  return existsSync(cwd)
    ? new UserError('git is not installed', 'install git and see that it is on PATH')
    : new UserError(`there is no folder "${cwd}"`);
}

/**
 * What the caller can do where git could not write; undefined if it failed for another reason.
 * @param stderr of a git that failed
 */
export function explainWriteRefusal(stderr: string): UserError | undefined {
  if (!WRITE_REFUSAL.test(stderr)) return undefined;
  return new UserError(
    `git cannot write: ${stderr.trim()}`,
    'nothing was changed; free some space or check who may write there, and run it again',
  );
}

const WRITE_REFUSAL =
  /No space left on device|Disk quota exceeded|Read-only file system|Input\/output error|File too large|write error|unable to (?:write|create|append)|couldn't write|failed to write|could not lock config file|cannot mkdir|insufficient permission|Permission denied/i;

/** What git complains of that is not about the command: only somebody at this machine can put it right. */
export function explainRefusal(stderr: string): UserError | undefined {
  const [, owned, unsafe] =
    /detected dubious ownership in repository at '(.*)'|unsafe repository \('(.*)' is owned by someone else\)/.exec(
      stderr,
    ) ?? [];
  const folder = owned ?? unsafe;
  if (folder !== undefined) {
    return new UserError(
      `git does not trust "${folder}", because somebody else owns it`,
      `git config --global --add safe.directory '${folder}'`,
    );
  }
  const [, complaint] = COMPLAINT.exec(stderr) ?? [];
  if (complaint !== undefined) {
    return new UserError(
      `git cannot use this repository: ${complaint}`,
      'correct that first; see what git status says',
    );
  }
  const [, damage] = DAMAGE.exec(stderr) ?? [];
  if (damage !== undefined) {
    return new UserError(
      `git cannot read all of this repository: ${damage}`,
      'git fsck shows what is missing; fetch it again, or clone anew',
    );
  }
  const [, failure] = FETCH_FAILURE.exec(stderr) ?? [];
  return failure === undefined
    ? undefined
    : new UserError(
        `git cannot fetch an object that this clone lacks: ${failure}`,
        'see that git fetch works without a question, or clone again without a filter',
      );
}

/** Only reading of missing objects ever makes git fetch here. */
const FETCH_FAILURE =
  /^fatal: (transport '.*' not allowed|could not fetch .*|Could not read from remote repository.*|could not read Username .*|unable to access '.*|'.*' does not appear to be a git repository)$/m;

/** Settings that git cannot read, and repositories that it does not know how to, or refuses to, open. */
const COMPLAINT =
  /^fatal: (bad (?:\w+ )?config .*|.*unknown repository extensions?.*|Expected git repo version .*|cannot use bare repository .*|not a git repository.*|unable to access '.*config.*)$/m;

/** Objects that should be there and are not, or are not what they should be. */
const DAMAGE =
  /^(?:fatal|error): (unable to read tree .*|Could not read [0-9a-f]+|Failed to traverse parents of commit .*|(?:loose|packed) object .* is corrupt.*|.*object corrupt or missing.*)$/m;
