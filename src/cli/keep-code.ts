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
      if (name.endsWith('.code') && buildOf(name) !== buildOf(path)) removeFile(join(folder, name));
    }
  } catch {
    // It is compiled again the next time.
  }
}

/** What the name of kept code says beside which bundle of a build it is. */
function buildOf(path: string): string {
  const name = basename(path);
  return name.slice(name.indexOf('-') + 1);
}
