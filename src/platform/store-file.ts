import type * as Crypto from 'node:crypto';
import { lstatSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { makeFolder } from './disk-writer.ts';
import { replaceFile } from './file-writer.ts';
import { readPlainFile } from './plain-file.ts';

/** One file below `flagwright/` in a git folder, written by renaming so that no reader ever sees half of it. */
export interface DiskStore {
  /** Nothing where there is none, and for what is not a plain file or far too large. */
  read(): Uint8Array | undefined;
  write(pieces: Iterable<Uint8Array>): void;
  digest(bytes: Uint8Array | string): string;
}

/** In bytes. What is kept of a hundred thousand flags is a fifth of it. */
const maxStoreSize = 128 * 1024 * 1024;

/** Where stores are. @param gitFolder absolute path of the common git folder */
export function storeFolder(gitFolder: string): string {
  return join(gitFolder, 'flagwright');
}

/**
 * @param gitFolder absolute path of the common git folder
 * @param name what is kept; any text
 */
export function storeFile(gitFolder: string, name: string): DiskStore {
  const folder = storeFolder(gitFolder);
  const path = join(folder, `${name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 40)}-${nameHash(name)}`);
  return {
    read() {
      try {
        return readPlainFile(path, { maxSize: maxStoreSize });
      } catch {
        return undefined;
      }
    },
    write(pieces) {
      try {
        if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) makeFolder(folder);
        replaceFile(path, pieces);
      } catch {
        // A read-only or full disk costs speed on the next run, nothing else.
      }
    },
    digest,
  };
}

/** FNV-1a over UTF-16 units, 32 bits: tells names apart that are the same where the disk ignores case or signs were replaced. */
function nameHash(name: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

let crypto: typeof Crypto | undefined;

function digest(bytes: Uint8Array | string): string {
  // Loading it takes longer than reading a small store that needs no digest. From where makes no difference.
  crypto ??= createRequire(process.execPath)('node:crypto') as typeof Crypto;
  // In one call where Node has it (20.12), which for small files takes half the time.
  if (typeof crypto.hash === 'function') return crypto.hash('sha1', bytes, 'hex');
  return crypto.createHash('sha1').update(bytes).digest('hex');
}
