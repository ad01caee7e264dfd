import { UserError } from '../diagnostic/user-error.ts';
import type { Host } from './host.ts';

/**
 * The path in the tree of a path that a user typed in the current folder; `''` is the root.
 * @throws UserError if it leads out of the tree
 */
export function treePath(host: Host, typed: string): string {
  const absolute = typed.startsWith('/') || /^[A-Za-z]:[\\/]/.test(typed);
  const from = absolute ? host.relativePath(typed) : `${host.cwd}/${typed.replaceAll('\\', '/')}`;
  const steps: string[] = [];
  for (const step of from?.split('/') ?? ['..']) {
    if (step === '..') {
      if (steps.pop() === undefined)
        throw new UserError(`"${typed}" is outside of the project`, 'name a file of the project');
    } else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}
