import { UserError } from '../diagnostic/user-error.ts';
import type { Host } from './host.ts';

/**
 * The folder of the project a command works on.
 * @throws UserError outside of any project
 */
export function projectFolder(host: Host): string {
  if (host.folder !== undefined) return host.folder;
  if (host.isBare && host.at === undefined) {
    throw new UserError('this is a bare repository, without files to look at', 'name a commit to look at: --at main');
  }
  throw new UserError(
    'there is no flagwright.yaml here or in any folder above',
    host.misnamedManifest?.() ?? '`flagwright init` starts a project; --project DIR names one elsewhere',
  );
}
