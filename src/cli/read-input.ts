import { createReadStream, realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import { FileTooLargeError, UnreadableFileError } from '../platform/file-tree.ts';
import { plainFileChunks, readPlainFile } from '../platform/plain-file.ts';
import { systemErrorCode } from '../platform/system-error.ts';
import type { Session } from './session.ts';

/** A file that an option names. */
export interface InputFile {
  /** As it was given: relative to the current folder; `-` for standard input. */
  readonly path: string;
  /** In bytes. */
  readonly maxSize: number;
  /** What to do where it cannot be read. */
  readonly help: string;
  /** What to do where it is too large; `help` if it is left out. */
  readonly helpWhenLarge?: string;
}

/** Where a shell puts what it hands over: `--population <(zcat customers.csv.gz)`. */
const handedOver = /^\/(?:dev|proc\/self)\/fd\/(\d{1,9})$/;

/**
 * The bytes of a file that an option names. In a checkout, where a stranger's branch may have put it, links are not
 * followed.
 * @throws UserError if it cannot be read: it is missing, too large, a device, a pipe, a folder
 */
export async function readInput(session: Session, input: InputFile): Promise<Buffer> {
  const place = await placeOf(session, input.path);
  if ('stream' in place) return readStream(place.stream, input);
  try {
    return readPlainFile(plainPath(place), { maxSize: input.maxSize, followLinks: !place.isInCheckout });
  } catch (error) {
    throw refusal(input, error);
  }
}

/**
 * The same, piece by piece, and of any size.
 * @throws UserError as `readInput` does, while it is gone through
 */
export async function* inputChunks(session: Session, path: string, help: string): AsyncGenerator<Uint8Array> {
  const input = { path, maxSize: Infinity, help };
  const place = await placeOf(session, path);
  try {
    if ('stream' in place)
      for await (const chunk of place.stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    else yield* plainFileChunks(plainPath(place), !place.isInCheckout);
  } catch (error) {
    throw refusal(input, error);
  }
}

type Place =
  | { readonly stream: AsyncIterable<Uint8Array | string> }
  | { readonly absolute: string; readonly isInCheckout: boolean };

/** Where it is read from: standard input, what a shell has opened, or a file. */
async function placeOf(session: Session, path: string): Promise<Place> {
  if (path === '-' || path === '/dev/stdin') return { stream: session.io.stdin };
  const { git, folder, root } = await session.host();
  const absolute = resolve(realpathSync(resolve(session.io.cwd(), session.options.cwd ?? '.')), path);
  const descriptor = handedOver.exec(absolute)?.[1];
  if (descriptor !== undefined) return { stream: createReadStream('', { fd: Number(descriptor) }) };
  return { absolute, isInCheckout: (git !== undefined || folder !== undefined) && isBelow(absolute, root) };
}

/** @throws UnreadableFileError if it is in the checkout, and a link is on the way to it */
function plainPath({ absolute, isInCheckout }: { readonly absolute: string; readonly isInCheckout: boolean }): string {
  if (isInCheckout && realpathSync(absolute) !== absolute)
    throw new UnreadableFileError('its path has a symbolic link');
  return absolute;
}

/**
 * All that a stream gives.
 * @throws UserError once it is more than `maxSize` bytes
 */
async function readStream(stream: AsyncIterable<Uint8Array | string>, input: InputFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > input.maxSize) throw new FileTooLargeError(size);
      chunks.push(bytes);
    }
  } catch (error) {
    throw refusal(input, error);
  }
  return Buffer.concat(chunks);
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function refusal({ path, maxSize, help, helpWhenLarge = help }: InputFile, error: unknown): unknown {
  const shown = path === '-' || path === '/dev/stdin' ? 'standard input' : path || '.';
  if (error instanceof FileTooLargeError) {
    return new UserError(`${shown} is larger than ${maxSize / 1024 / 1024} MiB`, helpWhenLarge);
  }
  const failed = error instanceof UnreadableFileError ? (error.cause ?? error) : error;
  const code = systemErrorCode(failed);
  if (code === 'ENOENT') return new UserError(`there is no file ${shown}`, help);
  if (code !== undefined) return new UserError(`cannot read ${shown}: ${code}`, help);
  return failed instanceof UnreadableFileError
    ? new UserError(`cannot read ${shown}: ${failed.message}`, help)
    : failed;
}
