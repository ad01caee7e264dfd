import { createHash } from 'node:crypto';
import type { StoreFile } from '../../src/project/record-store.ts';

/** What is kept between runs, in memory, where a test can look at it and change it. */
export interface MemoryStore extends StoreFile {
  bytes: Uint8Array | undefined;
}

export function memoryStore(algorithm = 'sha1'): MemoryStore {
  return {
    bytes: undefined,
    read() {
      return this.bytes;
    },
    write(pieces) {
      this.bytes = joined(pieces);
    },
    digest: (content) => createHash(algorithm).update(content).digest('hex'),
  };
}

/** All that was to be written, as one. */
export const joined = (pieces: Iterable<Uint8Array>): Uint8Array =>
  Buffer.concat(Array.from(pieces, (piece) => Uint8Array.from(piece)));
