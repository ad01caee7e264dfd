import { stateEdit } from '../../change/state-edit.ts';
import { definitionChanges } from '../../meaning/between.ts';
import type { Project } from '../../project/project.ts';
import { parseDocument } from '../../source/document.ts';
import { patch } from '../../source/patch.ts';
import type { Beside } from '../effects/effects.ts';
import type { BesideChange, Decision } from './plan.ts';
import type { Situation } from '../situation.ts';

/**
 * What the answers add to a rollback: dependents that go off with it, also those that are on in their file alone, and
 * flags that decisions enable.
 */
export function wantedBesides(
  { losses, idle }: Pick<Situation, 'losses' | 'idle'>,
  decisions: readonly Decision[],
  cascade: boolean,
): Beside[] {
  const off = cascade ? [...losses, ...idle.filter(({ isEnabled }) => isEnabled)] : [];
  const on = decisions.filter(({ chosen }) => chosen === 'enable');
  return [
    ...off.map(({ flag, environment }) => ({ flag, environment, because: 'cascade' as const })),
    ...on.map(({ flag, environment }) => ({ flag, environment, because: 'decision' as const })),
  ];
}

/** Switches flags in files that are to be written, or in those of the project as it is; gives all files then. */
export async function withBesides(
  project: Project,
  files: ReadonlyMap<string, string>,
  besides: readonly Beside[],
  order: readonly string[],
): Promise<Map<string, string>> {
  const result = new Map(files);
  for (const { flag: key, environment, because } of besides) {
    const file = project.flags.get(key)?.file;
    if (file === undefined) continue;
    const text = result.get(file);
    const document = text === undefined ? await project.document(file) : parseDocument(file, text);
    const edit = stateEdit(document.value, environment, because === 'decision', order);
    if (edit) result.set(file, patch(document, [edit]).text);
  }
  return result;
}

/** What these do to each flag, in meaning. */
export async function besideChanges(
  before: Project,
  after: Project,
  besides: readonly Beside[],
): Promise<BesideChange[]> {
  const found: BesideChange[] = [];
  for (const { flag, environment, because } of besides) {
    const values = [before, after].map(async (project) => {
      const file = project.flags.get(flag)?.file;
      return file === undefined ? undefined : (await project.document(file)).value;
    });
    const changes = definitionChanges('flag', await values[0], await values[1]).filter(
      (one) => one.environment === environment,
    );
    found.push({ flag, environment, because, changes });
  }
  return found;
}
