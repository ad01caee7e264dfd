import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Of git's folder: objects and logs of refs, which git may add to before it fails, and what Flagwright keeps between runs. */
const added = /\/\.git\/(?:objects|logs|flagwright)(?:\/|$)/;
/** In those too: what Flagwright writes before it gets its name, and locks. Git leaves `tmp_obj_…` until it collects garbage. */
const drafts = /\/\.flagwright-[^/]*$|\.lock$/;
const tokens = /\d+-[0-9a-f]{32}/g;

/** All files, links and folders below a folder, with what they hold. */
export function everythingBelow(top: string): Map<string, string> {
  const found = new Map<string, string>();
  const look = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const stats = lstatSync(path);
      const shown = relative(top, path).replace(tokens, 'TOKEN');
      const isFolder = stats.isDirectory();
      // Git makes those of refs and leaves them where it fails.
      const isOfRefs = isFolder && /\/\.git\/refs\//.test(path);
      if (!isOfRefs && (!added.test(path) || drafts.test(path)))
        found.set(shown, isFolder ? 'folder' : contentOf(path));
      if (isFolder) look(path);
    }
  };
  look(top);
  return found;
}

function contentOf(path: string): string {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  // The index holds dates and inodes; what it says is compared by git.
  if (path.endsWith('/.git/index')) return 'index';
  return `${(stats.mode & 0o111) === 0 ? '' : 'executable '}${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}

/** What one has and the other has not, or otherwise. */
export function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}
