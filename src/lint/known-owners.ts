import type { Owners } from '../model/owners.ts';
import type { Project } from '../project/project.ts';

/** The teams and roles that there are; nothing where owners.yaml is broken, as it is then reported itself. */
export function knownOwners({ owners, files }: Project): Owners | undefined {
  const file = [...files.values()].find(({ kind }) => kind === 'owners');
  if (file && (!owners || (owners.teams.size === 0 && file.problems.length > 0))) return undefined;
  return owners ?? { file: '', teams: new Map(), roles: new Map() };
}
