import { UserError } from '../diagnostic/user-error.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EMFILE', 'ENFILE']);

/**
 * What the caller can do about a file that could not be written.
 * @param name the file, as people know it
 * @param after what holds now, as `nothing was changed`
 * @returns the error itself if the system did not refuse anything, so that a bug of ours stays one
 */
export function writeError(name: string, error: unknown, after = 'nothing was changed'): unknown {
  const code = systemErrorCode(error);
  if (error instanceof UserError || code === undefined) return error;
  const way = full.has(code) ? 'free some space, and run it again' : 'check who may write there, and run it again';
  return new UserError(`cannot write ${name}: ${systemErrorText(error)}`, `${after}; ${way}`);
}
