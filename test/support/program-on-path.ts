import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The built program where git finds it, as one that is installed. */
export interface ProgramOnPath {
  /** A folder with `flagwright` and the `node` that runs it. */
  readonly folder: string;
  /** A PATH that begins with that folder. */
  readonly path: string;
  /** A PATH on which there is no such program. */
  readonly without: string;
  remove(): void;
}

export function programOnPath(): ProgramOnPath {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-path-'));
  symlinkSync(resolve('bin/flagwright.js'), join(folder, 'flagwright'));
  symlinkSync(process.execPath, join(folder, 'node'));
  const others = (process.env.PATH ?? '').split(':').filter((one) => !one.includes('node_modules'));
  const without = others.join(':');
  return {
    folder,
    path: `${folder}:${without}`,
    without,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Whether a program is installed where tests can start it. */
export function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));
}
