import type { Project } from '../../project/project.ts';

/** Whose a file is, or all that is in a folder. */
export interface OwnedPath {
  /** From the top of the repository; a folder ends with a slash. */
  readonly path: string;
  /** The key of a team in owners.yaml. */
  readonly team: string;
}

/**
 * Whose the files of flags, segments and specs are, sorted by path. A folder of the project in which all of them are of one team
 * is named as a whole, so that the next flag there is theirs too; the project's own folder is not, as it holds the settings.
 */
export function ownedPaths(project: Project): OwnedPath[] {
  const owners = ownersByFile(project);
  const teams = new Map<string, string | undefined>();
  for (const [file, team] of owners) {
    for (const folder of foldersOf(file, project.folder)) {
      teams.set(folder, teams.has(folder) && teams.get(folder) !== team ? undefined : team);
    }
  }
  const found = new Map<string, string>();
  for (const [file, team] of owners) {
    const whole = foldersOf(file, project.folder).find((folder) => teams.get(folder) !== undefined);
    if (whole !== undefined) found.set(whole, teams.get(whole) as string);
    else if (team !== undefined) found.set(file, team);
  }
  return [...found].map(([path, team]) => ({ path, team })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The owner of each definition, undefined where it has none; specs are of their flag's. */
function ownersByFile({ files, flags, segments, specs }: Project): Map<string, string | undefined> {
  const owners = new Map<string, string | undefined>();
  for (const { file, kind, key } of files.values()) {
    if (kind === 'flag') owners.set(file, flags.get(key)?.owner);
    if (kind === 'segment') owners.set(file, segments.get(key)?.owner);
  }
  for (const { file, flag } of specs) owners.set(file, flag === undefined ? undefined : flags.get(flag)?.owner);
  return owners;
}

/** The folders that a file is in, below that of the project, the outermost first; each with a slash at its end. */
function foldersOf(file: string, projectFolder: string): string[] {
  const start = projectFolder === '' ? 0 : projectFolder.length + 1;
  const folders: string[] = [];
  for (let at = file.indexOf('/', start); at >= 0; at = file.indexOf('/', at + 1)) folders.push(file.slice(0, at + 1));
  return folders;
}
