import { UserError } from '../diagnostic/user-error.ts';

type Run = (args: readonly string[], okCodes: readonly number[]) => Promise<{ readonly stdout: Buffer }>;

/**
 * Arguments that turn off the filters through which git compares files with contents. Any branch can have git run those
 * that are configured on its files, and only a change of files needs them.
 * @throws UserError for one whose name cannot be given to git
 */
export async function filtersOff(run: Run): Promise<string[]> {
  // Exit code 1: there are none.
  const { stdout } = await run(['config', '-z', '--name-only', '--get-regexp', '^filter\\.'], [0, 1]);
  const names = stdout.toString('utf8').split('\0').filter(Boolean);
  const filters = new Set(names.map((name) => name.slice(0, name.lastIndexOf('.'))));
  return [...filters].flatMap((filter) => {
    if (filter.includes('=')) {
      throw new UserError(`the filter "${filter.slice('filter.'.length)}" cannot be turned off`, 'rename it');
    }
    return [`${filter}.clean=`, `${filter}.process=`, `${filter}.required=false`].flatMap((one) => ['-c', one]);
  });
}
