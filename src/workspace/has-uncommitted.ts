import type { Git } from '../git/git.ts';
import { memberOf } from '../project/membership.ts';
import type { Host } from './host.ts';
import { projectFolder } from './project-folder.ts';

/** Whether files of the project differ from a commit. */
export async function hasUncommitted(host: Host, git: Git, commit: string): Promise<boolean> {
  const folder = projectFolder(host);
  return (await git.changedFiles(commit)).some((path) => memberOf(folder, path) !== undefined);
}
