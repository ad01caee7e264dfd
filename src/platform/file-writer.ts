import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';

/**
 * Writes files below a folder, all or nothing: each is prepared beside its place, then all are renamed into it. If
 * one of the renames fails, those done before are taken back.
 * @param root absolute path
 */
export function fileWriter(root: string): { write(files: ReadonlyMap<string, string | Uint8Array>): void } {
  return {
    write(files) {
      const prepared: { path: string; draft: string; before: Uint8Array | undefined }[] = [];
      const renamed: typeof prepared = [];
      try {
        for (const [name, text] of files) {
          const path = placeInside(root, name);
          const draft = draftOf(path, process.pid);
          prepared.push({ path, draft, before: contentOf(path) });
          writeFileSync(draft, text);
          const mode = lstatSync(path, { throwIfNoEntry: false })?.mode;
          if (mode !== undefined) chmodSync(draft, mode & 0o777);
        }
        for (const one of prepared) {
          renameSync(one.draft, one.path);
          renamed.push(one);
        }
      } catch (error) {
        for (const { path, before } of renamed) {
          if (before === undefined) rmSync(path, { force: true });
          else writeFileSync(path, before);
        }
        for (const { draft } of prepared) rmSync(draft, { force: true });
        if (error instanceof UserError) throw error;
        throw new UserError(
          `cannot write: ${(error as Error).message}`,
          'nothing was changed; check permissions and space',
        );
      }
    },
  };
}

/** Where the new content of a file is prepared. */
export function draftOf(path: string, pid: number): string {
  return `${path}.flagwright-${pid}`;
}

/** The absolute path of a file, its folder made if need be. A link on the way out of the tree is refused. */
function placeInside(root: string, name: string): string {
  const path = join(root, name);
  const refusal = new UserError(`${name} leads out of the project through a link`, 'nothing was changed');
  if (!path.startsWith(root + sep)) throw refusal;
  let existing = dirname(path);
  while (lstatSync(existing, { throwIfNoEntry: false }) === undefined) existing = dirname(existing);
  const real = realpathSync(existing);
  const top = realpathSync(root);
  if (real !== top && !real.startsWith(top + sep)) throw refusal;
  mkdirSync(dirname(path), { recursive: true });
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw refusal;
  return path;
}

function contentOf(path: string): Uint8Array | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;
}
