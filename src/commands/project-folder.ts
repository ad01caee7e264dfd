import { UserError } from '../diagnostic/user-error.ts';
import type { Host } from './host.ts';

/**
 * The folder of the project a command works on.
 * @throws UserError outside of any project
 */
export function projectFolder(host: Host): string {
  if (host.folder !== undefined) return host.folder;
  throw new UserError(
    'there is no flagwright.yaml here or in any folder above',
    '`flagwright init` starts a project; --project DIR names one elsewhere',
  );
}
