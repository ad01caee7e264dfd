import type { Readable, Writable } from 'node:stream';
import type { Host } from '../workspace/host.ts';

/** The process and the disk, as far as the language server touches them. */
export interface LspDoors {
  readonly input: Readable;
  readonly output: Writable;
  /** Version of the tool, as in `--version`. */
  readonly version: string;
  /** Opens the project in a folder, by absolute path. @throws UserError if there is none */
  openHost(folder: string): Promise<OpenedHost>;
  /** The folder of the project that a file is part of, by its own folder; both absolute. */
  projectOf(folder: string): string | undefined;
  /** The folders of all projects below a folder. */
  projectsBelow(folder: string): readonly string[];
  /** An absolute path with its links followed; as it is where there is nothing. */
  realPath(path: string): string;
  /** The text of a JSON Schema of the package, by the name of its file. */
  schemaText(name: string): string;
  /** Calls again and again, until it is told to end. */
  every(milliseconds: number, call: () => void): () => void;
  /** Calls once, later, unless it is told not to. */
  after(milliseconds: number, call: () => void): () => void;
}

interface OpenedHost {
  readonly host: Host;
  close(): void;
}
