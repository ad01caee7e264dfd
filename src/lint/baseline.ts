import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { UnreadableFileError, type FileTree } from '../platform/file-tree.ts';
import { overlay } from '../platform/overlay.ts';

/**
 * The project as it was at a base: what has not changed since is taken from `tree`, so that all that is known of
 * those files holds for both.
 * @param changed paths that differ between the two
 */
export async function baseOverlay(tree: FileTree, base: FileTree, changed: readonly string[]): Promise<FileTree> {
  const contents = await Promise.all(
    changed.map(async (path): Promise<[string, Uint8Array | null]> => [path, await contentOrNull(base, path)]),
  );
  return overlay(tree, new Map(contents));
}

async function contentOrNull(tree: FileTree, path: string): Promise<Uint8Array | null> {
  try {
    return await tree.read(path);
  } catch (error) {
    if (error instanceof UnreadableFileError) return null;
    throw error;
  }
}

/**
 * The diagnostics that the base does not have, wherever they are: those that changes elsewhere have caused as well.
 * Lines may have moved, so a diagnostic is recognised by rule, file and message; of several alike, only as many
 * count as known as the base has.
 */
export function notInBase(diagnostics: readonly Diagnostic[], base: readonly Diagnostic[]): Diagnostic[] {
  return surplus(diagnostics, base, ({ rule, file, message }) => `${rule}\n${file}\n${message}`);
}

/** What there is more of than in a base: of several that are alike, the first count as known. */
export function surplus<One>(all: readonly One[], base: readonly One[], identity: (one: One) => string): One[] {
  const known = new Map<string, number>();
  for (const one of base) known.set(identity(one), (known.get(identity(one)) ?? 0) + 1);
  return all.filter((one) => {
    const key = identity(one);
    const left = known.get(key) ?? 0;
    if (left > 0) known.set(key, left - 1);
    return left === 0;
  });
}
