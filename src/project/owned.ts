import type { ValuePlace } from '../diagnostic/problem.ts';
import type { Project } from './project.ts';

/** Something that names a team as its owner. */
export interface Owned {
  readonly kind: 'flag' | 'segment' | 'system';
  readonly key: string;
  readonly owner: string;
  /** Where it names the owner. */
  readonly at: ValuePlace;
}

/** Everything that names an owner: flags, segments, systems, in this order and in the project's. */
export function ownedThings(project: Project): Owned[] {
  const owned: Owned[] = [];
  const add = (kind: Owned['kind'], key: string, owner: string | undefined, at: ValuePlace): void => {
    if (owner !== undefined && owner !== '') owned.push({ kind, key, owner, at });
  };
  for (const { key, owner, file } of project.flags.values()) add('flag', key, owner, { file, path: ['owner'] });
  for (const { key, owner, file } of project.segments.values()) add('segment', key, owner, { file, path: ['owner'] });
  const { systems } = project;
  for (const [key, { owner }] of systems?.systems ?? [])
    add('system', key, owner, { file: systems?.file ?? '', path: ['systems', key, 'owner'] });
  return owned;
}
