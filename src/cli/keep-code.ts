import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFile, makeFolders, moveFile, removeFile, unguessable } from '../platform/disk-writer.ts';

/**
 * Keeps compiled code for the next time, in place of that of other builds. Failing to is not an error.
 * @param build is part of the names of what belongs to this one
 */
export function keepCode(
  { path, content }: { readonly path: string; readonly content: Uint8Array },
  build: string,
): void {
  const folder = dirname(path);
  try {
    makeFolders(folder);
    const draft = `${path}.${unguessable()}`;
    createFile(draft, content, 0o600);
    moveFile(draft, path);
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.code') && !name.includes(build)) removeFile(join(folder, name));
    }
  } catch {
    // It is compiled again the next time.
  }
}
