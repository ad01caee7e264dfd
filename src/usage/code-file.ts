import { FileTooLargeError, UnreadableFileError, type FileTree } from '../platform/file-tree.ts';

/** A file of code, or why it could not be read. */
export type CodeFile =
  | { readonly file: string; readonly bytes: Buffer }
  | { readonly file: string; readonly reason: string };

export function didNotRead(code: CodeFile): code is { readonly file: string; readonly reason: string } {
  return 'reason' in code;
}

/** In bytes: what hosts of code take. */
const maxSize = 100 * 1024 * 1024;
/** As git does: a file with a zero byte among its first is not text. */
const lookedAt = 8000;
/** Read side by side, as git then gives the files of a commit in one go. */
const batch = 64;

/** Reads files one after the other, and passes over those that are not text and those that are gone. */
export async function* readCode(tree: FileTree, paths: readonly string[]): AsyncGenerator<CodeFile, void, undefined> {
  for (let at = 0; at < paths.length; at += batch) {
    for (const file of await Promise.all(paths.slice(at, at + batch).map((path) => readOne(tree, path)))) {
      if (file) yield file;
    }
  }
}

/** Stands for what a working tree refuses without asking the system: folders, and all that is reached through a link. */
const NO_FILE = 'no file';

/** A file that is gone, and what is not a file: git lists links and other repositories as well. */
const passedOver: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', NO_FILE]);

async function readOne(tree: FileTree, file: string): Promise<CodeFile | undefined> {
  try {
    const content = await tree.read(file, maxSize);
    const bytes = textOf(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
    return bytes && { file, bytes };
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
