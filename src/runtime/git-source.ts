import { basename } from 'node:path';
import type { GitSourceOptions } from './git-read.ts';
import { pathFrom } from './option-checks.ts';
import type { Source } from './source.ts';

/**
 * A repository on this machine, bare or not, read by git and by `flagwright export snapshot`. Nothing is fetched: keep it up
 * to date by a `git fetch` of your own. A change is seen by the next poll.
 * @param path of the repository
 * @throws TypeError if it is not a path
 */
export function git(path: string, options: GitSourceOptions = {}): Source {
  const place = pathFrom(path, 'git');
  const { at = 'HEAD', project } = options;
  const name = `git ${basename(place)} at ${at}`;
  return {
    name,
    identity: `git ${place} ${at} ${project ?? ''}`,
    async read(request) {
      const { readFromGit } = await import('./git-read.ts');
      return readFromGit({ ...options, place, at, name }, request);
    },
  };
}
