import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { RefusedWriteError } from '../diagnostic/user-error.ts';
import { notInBase } from '../lint/baseline.ts';

/**
 * Refuses a write that would add an error to the project. Errors that are there already are not a reason to refuse.
 * @param what what was to be written, as in `the new flag`
 * @throws RefusedWriteError with the first error that it would add, and how many there are
 */
export function refuseNewErrors(what: string, before: readonly Diagnostic[], after: readonly Diagnostic[]): void {
  const added = notInBase(after, before).filter(({ severity }) => severity === 'error');
  const [first] = added;
  if (!first) return;
  const others = added.length > 1 ? ` (and ${added.length - 1} more)` : '';
  throw new RefusedWriteError(
    `${what} would add an error to the project: ${first.message} [${first.rule}]${others}`,
    first.help ?? `\`flagwright explain ${first.rule}\` says more`,
  );
}
