import type { Manifest } from '../model/manifest.ts';
import { fileKind } from '../model/file-kind.ts';
import { pathTest } from './glob.ts';

/** Documents, in which a key is named and not used. A pattern may name them all the same. */
const documents = /\.(md|markdown|rst|adoc)$/i;

/**
 * The files in which flags are looked for: those that the manifest's patterns name, or all but documents without. The project's
 * own files, which define flags rather than use them, are not among them.
 * @param folder of the project, from the root; `''` at the root
 * @param paths from the root
 */
export function codePaths(paths: readonly string[], folder: string, { include, exclude }: Manifest['code']): string[] {
  const included = include.map((pattern) => pathTest(pattern, folder));
  const excluded = exclude.map((pattern) => pathTest(pattern, folder));
  const prefix = folder === '' ? '' : `${folder}/`;
  return paths.filter(
    (path) =>
      (included.length === 0 ? !documents.test(path) : included.some((test) => test(path))) &&
      !(path.startsWith(prefix) && fileKind(path.slice(prefix.length)) !== undefined) &&
      !excluded.some((test) => test(path)),
  );
}
