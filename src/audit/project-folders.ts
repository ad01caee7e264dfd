import type { CommitGraph } from '../git/commit-graph.ts';
import type { RawChange } from '../git/raw-log.ts';
import { manifestName } from '../model/file-kind.ts';

/** By number of commit, what it changed against each of its parents, in their order; a root against nothing. */
export type ChangesByParent = readonly (readonly (readonly RawChange[])[])[];

/**
 * The folder of the project in each commit, by number, back from the last one. It is followed to where a manifest went away when
 * the one of the project came, in that commit or the nearest one before it: what a project was elsewhere is its past, and not
 * forgotten because it was moved.
 * @param head the folder in the last commit
 * @param beside the folder in another commit, by its number
 */
export function projectFolders(
  { parents }: CommitGraph,
  changes: ChangesByParent,
  head: string,
  beside?: readonly [commit: number, folder: string],
): readonly string[] {
  const folders: (string | undefined)[] = parents.map(() => undefined);
  /** Whether the project is not there yet, and may have been elsewhere before. */
  const isSought = parents.map(() => false);
  if (beside) folders[beside[0]] = beside[1];
  folders[parents.length - 1] = head;
  for (let at = parents.length - 1; at >= 0; at--) {
    const folder = folders[at] ?? head;
    for (const [index, parent] of parents[at]!.entries()) {
      if (folders[parent] !== undefined) continue;
      const changed = changes[at]?.[index] ?? [];
      const came = changed.find(({ path, before, after }) => path === manifestOf(folder) && !before && after);
      const from = came || isSought[at] ? originOf(changed, came) : undefined;
      folders[parent] = from ?? folder;
      isSought[parent] = from === undefined && (came !== undefined || isSought[at] === true);
    }
  }
  return folders.map((folder) => folder ?? head);
}

function manifestOf(folder: string): string {
  return folder === '' ? manifestName : `${folder}/${manifestName}`;
}

/** The folder whose manifest went away: one of the same content, else the first by path. */
function originOf(changed: readonly RawChange[], came: RawChange | undefined): string | undefined {
  const gone = changed.filter(
    ({ path, before, after }) => before && !after && (path === manifestName || path.endsWith(`/${manifestName}`)),
  );
  const found = gone.find(({ before }) => before?.oid === came?.after?.oid) ?? gone[0];
  return found && found.path.slice(0, -manifestName.length).replace(/\/$/, '');
}
