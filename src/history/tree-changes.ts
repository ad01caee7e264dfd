import { definitionKinds, type DefinitionKind } from '../meaning/definition-kind.ts';
import { readManifest, type Manifest } from '../model/manifest.ts';
import { UnreadableFileError, type FileEntry, type FileTree } from '../platform/file-tree.ts';
import { memberOf } from '../project/membership.ts';
import { decodeDocument } from '../source/decode.ts';
import { maxFileSize } from '../source/document.ts';
import { absent, changesBetween, meaningOf, type Defined } from '../meaning/between.ts';
import type { Change } from '../meaning/change.ts';

/** A project somewhere: the files of a tree below a folder, `''` for its root. */
export interface ProjectFiles {
  readonly tree: FileTree;
  readonly folder: string;
}

/** A flag, segment or governance file that means something else now. */
export interface ChangedDefinition {
  readonly kind: DefinitionKind;
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

/**
 * What something meant when it could last be read: the value is `undefined` where it never could be, or was gone. Nothing
 * where that is not known.
 */
export type LastReadable = (kind: DefinitionKind, key: string) => Promise<{ readonly value: unknown } | undefined>;

interface Defining {
  readonly kind: DefinitionKind;
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
 * @param lastReadable what something was before the earlier state, when it could last be read; asked where it cannot be read there
 * @throws GitError if a side is a commit and git cannot read it
 */
export async function changedDefinitions(
  before: ProjectFiles,
  after: ProjectFiles,
  isSame: (before: FileEntry, after: FileEntry) => boolean,
  lastReadable: LastReadable = async () => undefined,
): Promise<{ readonly manifest: Manifest; readonly changed: readonly ChangedDefinition[] }> {
  const [old, now] = await Promise.all([definingFiles(before), definingFiles(after)]);
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const differing = names.filter((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    return !was || !is || was.below !== is.below || !isSame(was.entry, is.entry);
  });
  const manifest = readManifest('', meaningOf(await readSide(after.tree, now.get('manifest '))));
  const compared = differing.map(async (name): Promise<ChangedDefinition | undefined> => {
    const [was, is] = [old.get(name), now.get(name)];
    const { kind, key } = (is ?? was) as Defining;
    const [oldSide, afterSide] = await Promise.all([readSide(before.tree, was), readSide(after.tree, is)]);
    const isHidden = oldSide.state === 'unreadable' && afterSide.state !== 'unreadable';
    const beforeSide = isHidden ? { ...oldSide, last: await lastReadable(kind, key) } : oldSide;
    const isMoved = was !== undefined && is !== undefined && was.below !== is.below;
    // A folder of the project that is another one now has not moved what is in it.
    const start =
      isMoved || beforeSide.state === 'absent'
        ? beforeSide
        : { ...beforeSide, path: is?.entry.path ?? beforeSide.path };
    const changes = changesBetween(kind, start, afterSide, { maxExtensions: manifest.maxExtensions });
    if (changes.length === 0) return undefined;
    const how = !was ? 'added' : !is ? 'removed' : isMoved ? 'moved' : 'modified';
    const path = (is ?? was)?.entry.path ?? '';
    return { kind, key, change: how, path, before: meaningOf(beforeSide), after: meaningOf(afterSide), changes };
  });
  const found = (await Promise.all(compared)).filter((one) => one !== undefined);
  const rank = ({ kind }: ChangedDefinition): number => definitionKinds.indexOf(kind);
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

async function readSide(tree: FileTree, file: Defining | undefined): Promise<Defined> {
  if (!file) return absent;
  const { kind, path, size = 0 } = file.entry;
  const unreadable: Defined = { state: 'unreadable', path };
  if (kind !== 'file' || size > maxFileSize) return unreadable;
  try {
    const bytes = await tree.read(path, maxFileSize);
    if (bytes.length > maxFileSize) return unreadable;
    const { value, problems } = decodeDocument(path, bytes);
    // An empty file is a definition without fields, and no missing one.
    return problems.length > 0 ? unreadable : { state: 'present', path, value: value ?? null };
  } catch (error) {
    if (error instanceof UnreadableFileError) return unreadable;
    throw error;
  }
}
