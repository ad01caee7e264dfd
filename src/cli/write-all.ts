import type { Io } from './io.ts';

/** Writes all of a text to standard output, however long; resolves when a pipe has taken it, or its reader has gone away. */
export function writeAll({ stdout }: Io, text: string): Promise<void> {
  return new Promise((done) => {
    if (!('writableLength' in stdout)) {
      stdout.write(text);
      done();
      return;
    }
    const stream = stdout as unknown as NodeJS.WriteStream;
    // A reader that has gone away (`| head`) has seen what it wanted. The error comes after the callback, so this stays.
    stream.on('error', () => done());
    stream.write(text, () => done());
  });
}
