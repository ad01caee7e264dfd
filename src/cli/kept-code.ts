import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { readPlainFile } from '../platform/plain-file.ts';

/** In bytes: many times what a bundle is compiled to. */
const maxSize = 32 * 1024 * 1024;

/** In bytes, after the code: its checksum, and in how many runs it was made. */
const trailerSize = 5;

/**
 * So many runs add to the code what they compiled: one may have found nothing to read anew, or have taken so long that V8 has
 * dropped what only the start needs.
 */
const runsToLearn = 5;

/** A module with what V8 made of it, on Nodes that keep no compiled code themselves. */
export interface KeptModule {
  readonly exports: unknown;
  /** What to keep for the next time: the file, and its content. Undefined where the kept code was used and is as good as it gets. */
  toKeep(): { readonly path: string; readonly content: Uint8Array } | undefined;
}

/**
 * Loads a CommonJS module together with the code that V8 made of it before: compiling it takes longer than most commands.
 * V8 refuses code of another version and of another text, but ends the process over damaged code: a checksum goes after it.
 * @param path absolute; its name changes with its content
 * @param folder absolute, where compiled code is kept
 */
export function loadKept(path: string, name: string, folder: string): KeptModule {
  const kept = join(folder, `${name}-${process.version}-${process.arch}.code`);
  const before = codeIn(kept);
  const cachedData = before?.code;
  // The build writes nothing but ASCII.
  const source = readFileSync(path, 'latin1');
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const script = new Script(wrapped, { filename: path, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  const define = script.runInThisContext() as (...parts: unknown[]) => void;
  define.call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  return {
    exports: module.exports,
    toKeep() {
      const used = before && script.cachedDataRejected === false ? before : undefined;
      if (used && used.runs >= runsToLearn) return undefined;
      const made = script.createCachedData();
      const code = used && used.code.length >= made.length ? used.code : made;
      const content = Buffer.alloc(code.length + trailerSize, (used?.runs ?? 0) + 1);
      code.copy(content);
      content.writeInt32LE(checksumOf(code), code.length);
      return { path: kept, content };
    },
  };
}

function codeIn(path: string): { readonly code: Buffer; readonly runs: number } | undefined {
  try {
    const content = readPlainFile(path, { maxSize });
    const code = content.subarray(0, content.length - trailerSize);
    const runs = content.at(-1)!;
    return content.readInt32LE(code.length) === checksumOf(code) ? { code, runs } : undefined;
  } catch {
    return undefined;
  }
}

/** In words of 32 bits: half of the smallest part of a file that a disk loses or mixes up, which is 512 bytes. */
const stride = 64;

/**
 * FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) over some words of 32 bits, so that one that changes changes it. All of
 * them would take longer than anything else at the start, as would loading Node's own hashes.
 * @param code of whole words, as V8 makes it
 */
function checksumOf(code: Buffer): number {
  const words = new Int32Array(code.buffer, code.byteOffset, code.length >> 2);
  let sum = code.length ^ 0x811c9dc5;
  for (let at = 0; at < words.length; at += stride) sum = Math.imul(sum ^ words[at]!, 0x01000193);
  return sum;
}
