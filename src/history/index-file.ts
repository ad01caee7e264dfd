import { endianness } from 'node:os';
import type { StoreFile } from '../project/record-store.ts';
import { Chain } from './chain.ts';
import type { FolderSpan, IndexData } from './index-data.ts';

/** Columns are stored as they lie in memory, so the order of bytes is part of the format. */
const FORMAT = `flagwright-history 1 ${endianness()}`;

interface Header {
  readonly width: number;
  readonly commits: number;
  readonly touched: number;
  readonly changes: number;
  readonly paths: readonly string[];
  readonly folders: readonly FolderSpan[];
  readonly unclear: readonly number[];
  /** What else the index depends on. */
  readonly context: string;
}

/**
 * The index as bytes: a line with format and digest, a line of JSON, then the columns.
 * @param context must be the same when it is read again
 */
export function encodeIndex(data: IndexData, context: string, digest: StoreFile['digest']): Uint8Array {
  const { chain, touched, dates, changeCommit, changePath, changeKind, changeBlob, paths, folders, unclear } = data;
  const header: Header = {
    width: chain.width,
    commits: chain.length,
    touched: touched.length,
    changes: changeKind.length,
    paths,
    folders,
    unclear,
    context,
  };
  const columns = [dates, touched, changeCommit, changePath, changeKind, changeBlob, chain.bytes];
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...columns.map(bytesOf)]);
  return Buffer.concat([Buffer.from(`${FORMAT} ${digest(body)}\n`), body]);
}

/** The index out of bytes; undefined if they are damaged, of another format, or were made in another context. */
export function decodeIndex(
  bytes: Uint8Array | undefined,
  context: string,
  digest: StoreFile['digest'],
): IndexData | undefined {
  if (bytes === undefined) return undefined;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const line = all.indexOf(10);
  const body = all.subarray(line + 1);
  if (!all.subarray(0, FORMAT.length).equals(Buffer.from(FORMAT))) return undefined;
  if (all.toString('latin1', 0, line) !== `${FORMAT} ${digest(body)}`) return undefined;
  try {
    const end = body.indexOf(10);
    const header = JSON.parse(body.toString('utf8', 0, end)) as Header;
    if (header.context !== context) return undefined;
    const data = readColumns(header, body.subarray(end + 1));
    return isSound(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function readColumns(header: Header, bytes: Buffer): IndexData {
  const { width, commits, touched, changes, paths, folders, unclear } = header;
  let at = 0;
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  // Copied, since a column has to begin at a multiple of its width.
  const copy = (length: number): ArrayBuffer => new Uint8Array(take(length)).buffer;
  const data = {
    dates: new Float64Array(copy(touched * 8)),
    touched: new Uint32Array(copy(touched * 4)),
    changeCommit: new Uint32Array(copy(changes * 4)),
    changePath: new Uint32Array(copy(changes * 4)),
    changeKind: new Uint8Array(copy(changes)),
    changeBlob: take(changes * width),
    chain: new Chain(take(commits * width), width),
    paths,
    folders,
    unclear,
  };
  if (at !== bytes.length || data.chain.length !== commits) throw new RangeError('columns do not fill the file');
  return data;
}

/** Whether everything is of the right type. That numbers point to what is there is seen where they are used. */
function isSound({ chain, paths, folders, unclear }: IndexData): boolean {
  if (chain.length === 0 || (chain.width !== 20 && chain.width !== 32) || folders[0]?.from !== 0) return false;
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) return false;
  return folders.every(({ folder }) => typeof folder === 'string') && Array.isArray(unclear);
}

function bytesOf(column: Uint8Array | Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
