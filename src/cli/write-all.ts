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

/** Bytes that wait for a slow reader of a log before lines are left out: a log must not fill the memory. */
const largestBacklog = 4 * 1024 * 1024;

/** Writes lines to standard output for as long as the process runs. Says how many were left out, once its reader catches up. */
export function lineWriter({ stdout }: Io): (line: string) => void {
  const stream = stdout as Partial<NodeJS.WriteStream> & Io['stdout'];
  // Where the reader has gone away, nobody wants the lines.
  stream.on?.('error', () => {});
  let leftOut = 0;
  return (line) => {
    if ((stream.writableLength ?? 0) > largestBacklog) {
      leftOut++;
      return;
    }
    if (leftOut > 0) stdout.write(`${JSON.stringify({ level: 'warning', event: 'lines-left-out', lines: leftOut })}\n`);
    leftOut = 0;
    stdout.write(line);
  };
}

/**
 * Writes the messages of a protocol to standard output; each resolves when it has been taken, or the reader has gone
 * away.
 */
export function messageWriter({ stdout }: Io): (text: string) => Promise<void> {
  if (!('writableLength' in stdout)) return async (text) => void stdout.write(text);
  const stream = stdout as unknown as NodeJS.WriteStream;
  // Each write is told as well where nobody reads any more.
  stream.on('error', () => {});
  return (text) => new Promise((done) => void stream.write(text, () => done()));
}

/** Clears a terminal, with what has scrolled off it; does nothing elsewhere. */
export function clearScreen({ stdout }: Io): void {
  if (stdout.isTTY === true) stdout.write('\u001B[2J\u001B[3J\u001B[H');
}
