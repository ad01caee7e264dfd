import { readdirSync, type Dirent } from 'node:fs';

/** More folders than this are not looked into: what is open is then no repository, but a disk. */
const maxFolders = 50_000;

/**
 * The folders below one that hold a file of a name, the folder itself included: by absolute path. Links are not followed;
 * folders whose name begins with a dot, and installed packages, are left out.
 */
export function foldersWith(root: string, name: string): string[] {
  const found: string[] = [];
  const pending = [root];
  for (let seen = 0; seen < maxFolders; seen++) {
    const folder = pending.shift();
    if (folder === undefined) break;
    for (const entry of entriesOf(folder)) {
      if (entry.isFile() && entry.name === name) found.push(folder);
      const isLeftOut = entry.name.startsWith('.') || entry.name === 'node_modules';
      if (entry.isDirectory() && !isLeftOut) pending.push(`${folder}/${entry.name}`);
    }
  }
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It refuses us, or is gone.
    return [];
  }
}
