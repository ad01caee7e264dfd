import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Flag } from '../../model/flag.ts';
import type { Project } from '../../project/project.ts';
import type { ValueEdit } from '../../source/value-edit.ts';
import { alwaysServing } from './always-serves.ts';

/** What another flag says of one that is to be retired, and what becomes of it. */
export interface Binding {
  readonly kind: 'prerequisite' | 'conflict' | 'fallback';
  /** Key of the flag that says it. */
  readonly flag: string;
  readonly file: string;
  /** Where. */
  readonly path: Path;
  /** Whether it can be dropped: it is met for ever, or can never be. */
  readonly drops: boolean;
  /** Why it can be dropped, or why not. */
  readonly reason: string;
}

/**
 * What other flags say of a flag, in the order of the project.
 * @param into the variant that everybody is to have for ever; undefined if it is not known
 */
export function bindingsTo(project: Project, retired: Flag, into: string | undefined): Binding[] {
  const found: Binding[] = [];
  const alwaysServes = alwaysServing(project);
  for (const flag of project.flags.values()) {
    if (flag.key === retired.key) continue;
    const { file } = flag;
    flag.prerequisites.forEach((prerequisite, index) => {
      if (prerequisite.flag !== retired.key) return;
      const path = ['prerequisites', index];
      found.push({
        kind: 'prerequisite',
        flag: flag.key,
        file,
        path,
        ...prerequisiteFate(alwaysServes, flag, retired, prerequisite.variants, into),
      });
    });
    flag.conflicts.forEach((key, index) => {
      if (key !== retired.key) return;
      found.push({
        kind: 'conflict',
        flag: flag.key,
        file,
        path: ['conflicts', index],
        ...conflictFate(retired, into),
      });
    });
    if (flag.fallback?.flag === retired.key) {
      const reason = 'what carries its traffic when it is off has to be named anew';
      found.push({ kind: 'fallback', flag: flag.key, file, path: ['fallback'], drops: false, reason });
    }
  }
  return found;
}

type Fate = Pick<Binding, 'drops' | 'reason'>;

function prerequisiteFate(
  alwaysServes: ReturnType<typeof alwaysServing>,
  flag: Flag,
  retired: Flag,
  wanted: readonly string[] | undefined,
  into: string | undefined,
): Fate {
  if (into === undefined) return { drops: false, reason: 'it needs a variant of it' };
  const isMet = wanted ? wanted.includes(into) : into !== retired.off;
  if (!isMet) return { drops: false, reason: `it needs another variant than "${into}", and could never be on` };
  // Where it is not met today, dropping it would switch something on.
  const unmet = Object.entries(flag.environments).filter(
    ([name, { enabled }]) => enabled && !alwaysServes(retired, name, into),
  );
  const names = unmet.map(([name]) => name);
  if (names.length === 0) return { drops: true, reason: 'met for ever' };
  return {
    drops: false,
    reason: `not everybody has "${into}" in ${names.join(', ')} yet, so dropping it would change who gets it`,
  };
}

function conflictFate(retired: Flag, into: string | undefined): Fate {
  if (into === retired.off) return { drops: true, reason: 'off for ever' };
  return {
    drops: false,
    reason: into === undefined ? 'it conflicts with it' : `it conflicts with it, and "${into}" is for ever`,
  };
}

/** The edits that take bindings out of the file of one flag; a list that becomes empty goes as a whole. */
export function dropEdits(flag: Flag, bindings: readonly Binding[]): ValueEdit[] {
  const lists = [
    ['prerequisites', flag.prerequisites.length, bindings.filter(({ kind }) => kind === 'prerequisite')],
    ['conflicts', flag.conflicts.length, bindings.filter(({ kind }) => kind === 'conflict')],
  ] as const;
  return lists.flatMap(([field, length, dropped]): ValueEdit[] => {
    if (dropped.length > 0 && dropped.length === length) return [{ op: 'remove', path: [field] }];
    // The last first: the others keep their places.
    return dropped.toReversed().map(({ path }) => ({ op: 'remove', path }));
  });
}
