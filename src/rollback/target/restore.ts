import { definitionChanges } from '../../meaning/between.ts';
import { stateEdit } from '../../change/state-edit.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { DescribedVersion } from '../../history/version.ts';
import { field, fields } from '../../model/read.ts';
import type { Document } from '../../source/document.ts';
import { editsBetween } from '../../source/edits-between.ts';
import { patch } from '../../source/patch.ts';
import { isMapping, mappingOf } from '../../source/value-edit.ts';
import { labelOf, lastDocument, requireFree, type Current, type Present } from './past.ts';
import type { Restoration, VersionLabel } from './restoration.ts';

/** What is restored of a version: all of it, or the blocks of some environments. */
export interface Extent {
  /** Empty for all of it. */
  readonly environments: readonly string[];
  /** Every environment of the project, in order. */
  readonly all: readonly string[];
}

/**
 * Restores a version that was present: byte for byte where all of it comes back, or where what comes of restoring some
 * blocks means the same. A definition that is gone, or cannot be read, comes back whole.
 * @throws UserError if the version cannot be read, or something else is where it would come back
 */
export async function restoreVersion(
  present: Present,
  current: Current,
  version: DescribedVersion,
  { environments, all }: Extent,
  drifted: readonly VersionLabel[] = [],
): Promise<Restoration> {
  const wanted = await lastDocument(present, current, version);
  if (!current.document) await requireFree(present, current.key, version.path);
  const isPart = environments.length > 0 && current.kind === 'flag' && current.value !== undefined;
  const after = isPart ? withBlocks(current.value, wanted.value, environments, all) : wanted.value;
  const text = isPart ? textOf(current, after, [wanted]) : wanted.text;
  return {
    ...partsOf(current, environments, all),
    mode: isPart ? 'environments' : 'whole',
    path: current.document?.file ?? version.path,
    to: labelOf(version),
    after,
    text,
    changes: definitionChanges(current.kind, current.value, after),
    drifted,
    staying: isPart ? definitionChanges(current.kind, after, wanted.value) : [],
  };
}

/** Switches a flag off in some environments, or in all. @throws UserError if it was removed, or cannot be read */
export function switchOff(current: Current, { environments, all }: Extent): Restoration {
  const { document, key, value } = current;
  if (!document || !isMapping(value)) {
    const problem = document ? `${document.file} cannot be read` : `${key} was removed`;
    throw new UserError(`${problem}, so it cannot be switched off`, `restore a version of it: rollback ${key} --to N`);
  }
  const edits = (environments.length > 0 ? environments : all).flatMap(
    (name) => stateEdit(value, name, false, all) ?? [],
  );
  const changed = patch(document, edits);
  return {
    ...partsOf(current, environments, all),
    mode: 'off',
    path: document.file,
    to: undefined,
    after: changed.value,
    text: changed.text,
    changes: definitionChanges('flag', value, changed.value),
    drifted: [],
    staying: [],
  };
}

/** What every restoration says of the definition as it is. */
export function partsOf(
  { kind, key, value, versions }: Current,
  environments: readonly string[],
  all: readonly string[],
): Pick<Restoration, 'kind' | 'key' | 'from' | 'environments' | 'before'> {
  const last = versions.at(-1);
  return {
    kind,
    key,
    from: last && labelOf(last),
    environments: environments.length > 0 ? environments : all,
    before: value,
  };
}

/**
 * The text that means a value: that of one of the known texts that mean the same, else the present one with the
 * fewest edits.
 * @throws PatchError if the present text cannot be edited so
 */
export function textOf(current: Current, value: unknown, known: readonly Document[]): string {
  const same = known.find((document) => definitionChanges(current.kind, document.value, value).length === 0);
  if (same) return same.text;
  if (!current.document) throw new Error('what is gone comes back with one of the texts known');
  return patch(current.document, editsBetween(current.value, value)).text;
}

/** A definition with the blocks of some environments taken from another. */
function withBlocks(value: unknown, source: unknown, environments: readonly string[], all: readonly string[]): unknown {
  const blocks = fields(fields(value).environments);
  const restored = new Set(environments);
  const taken = new Map(Object.entries(blocks));
  for (const name of environments) {
    const block = field(fields(fields(source).environments), name);
    if (block === undefined) taken.delete(name);
    else taken.set(name, block);
  }
  // A block that comes back goes to its place in the order of the project.
  const order = [...new Set([...Object.keys(blocks), ...all])].filter((name) => taken.has(name) || restored.has(name));
  const entries = order.filter((name) => taken.has(name)).map((name) => [name, taken.get(name)] as const);
  return mappingOf([
    ...Object.entries(fields(value)).filter(([name]) => name !== 'environments'),
    ['environments', mappingOf(entries)],
  ]);
}
