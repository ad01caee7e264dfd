import type { CodeMemory } from './code-memory.ts';
import type { FileUsage } from './file-usage.ts';
import { FileTooLargeError, UnreadableFileError, type FileTree } from '../platform/file-tree.ts';

/** A file of code, what is known of it, or why it could not be read. */
export type CodeFile =
  | { readonly file: string; readonly bytes: Buffer; readonly stamp?: string | undefined }
  | { readonly file: string; readonly known: FileUsage }
  | { readonly file: string; readonly reason: string };

export function didNotRead(code: CodeFile): code is { readonly file: string; readonly reason: string } {
  return 'reason' in code;
}

export function isKnown(code: CodeFile): code is { readonly file: string; readonly known: FileUsage } {
  return 'known' in code;
}

/** A file as the tree lists it. */
export interface ListedFile {
  readonly path: string;
  readonly stamp?: string | undefined;
}

/** In bytes: what hosts of code take. */
const maxSize = 100 * 1024 * 1024;
/** As git does: a file with a zero byte among its first is not text. */
const lookedAt = 8000;
/** Read side by side, as git then gives the files of a commit in one go. */
const batch = 64;

/**
 * Reads files one after the other, and passes over those that are not text and those that are gone.
 * @param memory tells of files that need not be read
 */
export async function* readCode(
  tree: FileTree,
  files: readonly ListedFile[],
  memory?: CodeMemory,
): AsyncGenerator<CodeFile, void, undefined> {
  for (let at = 0; at < files.length; at += batch) {
    const read = files.slice(at, at + batch).map((file) => knownOrRead(tree, file, memory));
    for (const file of await Promise.all(read)) if (file) yield file;
  }
}

async function knownOrRead(
  tree: FileTree,
  { path, stamp }: ListedFile,
  memory: CodeMemory | undefined,
): Promise<CodeFile | undefined> {
  const known = memory?.known(path, stamp);
  if (known === null) return undefined;
  // The text of a file with something to report is wanted as well.
  if (known && known.undeclared.length === 0) return { file: path, known };
  const code = await readOne(tree, path);
  if (code && 'isText' in code) memory?.keep(path, stamp, null);
  return code && 'isText' in code ? undefined : code && { ...code, stamp };
}

/** Stands for what a working tree refuses without asking the system: folders, and all that is reached through a link. */
const NO_FILE = 'no file';

/** A file that is gone, and what is not a file: git lists links and other repositories as well. */
const passedOver: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', NO_FILE]);

async function readOne(tree: FileTree, file: string): Promise<CodeFile | { readonly isText: false } | undefined> {
  try {
    const content = await tree.read(file, maxSize);
    const bytes = textOf(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
    return bytes ? { file, bytes } : { isText: false };
  } catch (error) {
    if (error instanceof FileTooLargeError) return { file, reason: `it has ${error.size} bytes` };
    if (!(error instanceof UnreadableFileError)) throw error;
    const { code } = (error.cause ?? { code: NO_FILE }) as { code?: string };
    return passedOver.has(code ?? '') ? undefined : { file, reason: error.message };
  }
}

/** The text in UTF-8; undefined for other bytes. */
function textOf(bytes: Buffer): Buffer | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(bytes.toString('utf16le'));
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(new TextDecoder('utf-16be', { ignoreBOM: true }).decode(bytes));
  const zero = bytes.subarray(0, lookedAt).indexOf(0);
  return zero < 0 ? bytes : undefined;
}
