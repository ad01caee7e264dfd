import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createFile, makeFolders, moveFile, removeFile, unguessable } from '../platform/disk-writer.ts';

/** Keeps compiled code for the next time, in place of that of other builds. Failing to is not an error. */
export function keepCode({ path, content }: { readonly path: string; readonly content: Uint8Array }): void {
  const folder = dirname(path);
  try {
    makeFolders(folder);
    const draft = `${path}.${unguessable()}`;
    createFile(draft, content, 0o600);
    moveFile(draft, path);
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.code') && name !== basename(path)) removeFile(join(folder, name));
    }
  } catch {
    // It is compiled again the next time.
  }
}
