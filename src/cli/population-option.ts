import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import type { Session } from './session.ts';

/** In bytes: some million contexts. It is held in memory. */
const maxPopulationSize = 128 * 1024 * 1024;

/**
 * The text of the file that `--population` names; `-` is standard input.
 * @throws UserError if it cannot be read, is too large, or no UTF-8
 */
export async function populationText(session: Session, file: string): Promise<string> {
  if (file === '-') return checked(await session.readStdin(), file);
  const path = resolve(session.io.cwd(), session.options.cwd ?? '.', file);
  return decoded(readBytes(path, file), file);
}

function readBytes(path: string, shown: string): Uint8Array {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const stats = fstatSync(descriptor);
      if (stats.isDirectory()) throw new UserError(`${shown} is a folder`, 'name a file: CSV, JSON or JSON Lines');
      const chunks: Uint8Array[] = [];
      let size = 0;
      for (;;) {
        const chunk = Buffer.allocUnsafe(Math.max(1 << 16, Math.min(stats.size - size + 1, 1 << 24)));
        const read = readSync(descriptor, chunk, 0, chunk.length, null);
        if (read === 0) return Buffer.concat(chunks);
        chunks.push(chunk.subarray(0, read));
        size += read;
        if (size > maxPopulationSize) throw tooLarge(shown);
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const message = code === 'ENOENT' ? `there is no file ${shown}` : `cannot read ${shown}: ${code}`;
    throw new UserError(message, 'check the path given with --population');
  }
}

function decoded(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${shown} is not UTF-8`, 'save it as UTF-8');
  }
}

function checked(text: string, shown: string): string {
  if (text.length > maxPopulationSize) throw tooLarge(shown);
  return text;
}

function tooLarge(shown: string): UserError {
  const what = shown === '-' ? 'standard input' : shown;
  return new UserError(`${what} is larger than 128 MiB`, 'a part of it, drawn at random, gives nearly the same shares');
}
