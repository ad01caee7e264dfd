import { readManifest, type Manifest } from '../model/manifest.ts';
import { UnreadableFileError, type FileEntry, type FileTree } from '../platform/file-tree.ts';
import { memberOf } from '../project/membership.ts';
import { decodeDocument } from '../source/decode.ts';
import { maxFileSize } from '../source/document.ts';
import { change, movedChange, unreadableChange, type Change } from './change.ts';
import { historyKinds, type HistoryKind } from './timeline.ts';
import { definitionChanges } from './version-changes.ts';

/** A project somewhere: the files of a tree below a folder, `''` for its root. */
export interface ProjectFiles {
  readonly tree: FileTree;
  readonly folder: string;
}

/** A flag, segment or governance file that means something else now. */
export interface ChangedDefinition {
  readonly kind: HistoryKind;
  /** Empty for governance files. */
  readonly key: string;
  readonly change: 'added' | 'removed' | 'modified' | 'moved';
  /** Of a removed one, where it was. */
  readonly path: string;
  /** As parsed; `undefined` where there is none, or it cannot be read. */
  readonly before: unknown;
  readonly after: unknown;
  readonly changes: readonly Change[];
}

interface Defining {
  readonly kind: HistoryKind;
  readonly key: string;
  /** Below the project's folder. */
  readonly below: string;
  readonly entry: FileEntry;
}

/**
 * What has changed in meaning from one state of a project to another: governance files first, then segments, then flags,
 * each by key.
 * @returns them, and the manifest of the later state
 * @param isSame tells without reading whether two files have the same content; `false` where only reading would tell
 */
export async function changedDefinitions(
  before: ProjectFiles,
  after: ProjectFiles,
  isSame: (before: FileEntry, after: FileEntry) => boolean,
): Promise<{ readonly manifest: Manifest; readonly changed: readonly ChangedDefinition[] }> {
  const [old, now] = await Promise.all([definingFiles(before), definingFiles(after)]);
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const differing = names.filter((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    return !was || !is || was.below !== is.below || !isSame(was.entry, is.entry);
  });
  const manifest = readManifest('', (await readSide(after.tree, now.get('manifest '))).value);
  const compared = differing.map(async (name): Promise<ChangedDefinition | undefined> => {
    const [was, is] = [old.get(name), now.get(name)];
    const { kind, key } = (is ?? was) as Defining;
    const [beforeSide, afterSide] = await Promise.all([readSide(before.tree, was), readSide(after.tree, is)]);
    const isMoved = was !== undefined && is !== undefined && was.below !== is.below;
    const changes = [
      ...(isMoved ? [movedChange(was.entry.path, is.entry.path)] : []),
      ...changesBetween(kind, beforeSide, afterSide, manifest.maxExtensions),
    ];
    if (changes.length === 0) return undefined;
    const how = !was ? 'added' : !is ? 'removed' : isMoved ? 'moved' : 'modified';
    const path = (is ?? was)?.entry.path ?? '';
    return { kind, key, change: how, path, before: beforeSide.value, after: afterSide.value, changes };
  });
  const found = (await Promise.all(compared)).filter((one) => one !== undefined);
  const rank = ({ kind }: ChangedDefinition): number => historyKinds.indexOf(kind);
  return { manifest, changed: found.sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1)) };
}

/** The file that defines each thing, the first by path if several do, under `KIND KEY`. */
async function definingFiles({ tree, folder }: ProjectFiles): Promise<Map<string, Defining>> {
  const files = new Map<string, Defining>();
  for (const entry of await tree.list(folder)) {
    const member = memberOf(folder, entry.path);
    if (!member || member.kind === 'spec') continue;
    const { kind, key, path } = member;
    const name = `${kind} ${key}`;
    if (!files.has(name)) files.set(name, { kind, key, below: path, entry });
  }
  return files;
}

interface Side {
  readonly state: 'absent' | 'present' | 'unreadable';
  readonly value: unknown;
}

async function readSide(tree: FileTree, file: Defining | undefined): Promise<Side> {
  if (!file) return { state: 'absent', value: undefined };
  const unreadable: Side = { state: 'unreadable', value: undefined };
  const { kind, path, size = 0 } = file.entry;
  if (kind !== 'file' || size > maxFileSize) return unreadable;
  try {
    const bytes = await tree.read(path, maxFileSize);
    if (bytes.length > maxFileSize) return unreadable;
    const { value, problems } = decodeDocument(path, bytes);
    // An empty file is a definition without fields, and no missing one.
    return problems.length > 0 ? unreadable : { state: 'present', value: value ?? null };
  } catch (error) {
    if (error instanceof UnreadableFileError) return unreadable;
    throw error;
  }
}

function changesBetween(kind: HistoryKind, before: Side, after: Side, maxExtensions: number): Change[] {
  if (after.state === 'unreadable') return [unreadableChange('after')];
  const changes = definitionChanges(kind, before.value, after.value, { maxExtensions });
  if (before.state !== 'unreadable') return changes;
  if (after.state === 'absent') return [change({ kind: 'delete', path: [], subject: '', detail: 'removed' })];
  return [unreadableChange('before'), ...changes];
}
