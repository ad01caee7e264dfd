import type { Project } from '../project/project.ts';
import { environmentNames } from './flag-summary.ts';
import { requireKnown } from './named.ts';

/**
 * The environments that `--env` names, in the project's order and each once; all of the project where it names none.
 * @throws UserError for one that does not exist
 */
export function chosenEnvironments(project: Project, named: readonly string[]): readonly string[] {
  const known = environmentNames(project);
  for (const name of named) requireKnown('environment', name, known);
  return named.length === 0 ? known : known.filter((name) => named.includes(name));
}

/** The environment that matters most: the last critical one in promotion order, else the last. */
export function mainEnvironment(project: Project): string | undefined {
  const critical = project.manifest.environments?.filter((one) => one.critical).map(({ name }) => name) ?? [];
  return critical.at(-1) ?? environmentNames(project).at(-1);
}
