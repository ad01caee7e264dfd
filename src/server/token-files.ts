import { createHash } from 'node:crypto';
import { UserError } from '../diagnostic/user-error.ts';
import { UnreadableFileError } from '../platform/file-tree.ts';
import { readPlainFile } from '../platform/plain-file.ts';
import { parseTokens, type Tokens } from './tokens.ts';

/** In bytes: some ten thousand tokens. */
const largest = 1024 * 1024;

export interface TokenFile {
  readonly environment: string;
  /** Absolute. */
  readonly path: string;
  /** As the user wrote it. */
  readonly name: string;
}

/** Reads a token file. Tests give their own. */
export type ReadTokenFile = (path: string) => Buffer;

const readFromDisk: ReadTokenFile = (path) => readPlainFile(path, { maxSize: largest, followLinks: true });

/** The tokens of all environments, kept in step with their files. */
export class TokenFiles {
  readonly #files: readonly TokenFile[];
  readonly #read: ReadTokenFile;
  /** Digests of the files: tokens are not kept in memory as they are. */
  #seen: readonly string[] = [];
  #tokens: Tokens = new Map();

  /** @throws UserError if a file cannot be read, holds no token, or shares one with another environment */
  constructor(files: readonly TokenFile[], read: ReadTokenFile = readFromDisk) {
    this.#files = files;
    this.#read = read;
    this.refresh();
  }

  get tokens(): Tokens {
    return this.#tokens;
  }

  /**
   * Reads the files again. Tokens that are no longer in them are refused from now on.
   * @returns whether the tokens are others
   * @throws UserError as the constructor does; the tokens then stay as they were
   */
  refresh(): boolean {
    const texts = this.#files.map((file) => this.#text(file));
    const seen = texts.map((text) => createHash('sha256').update(text).digest('hex'));
    if (seen.every((digest, at) => digest === this.#seen[at])) return false;
    const tokens = new Map<string, Buffer[]>();
    const owners = new Map<string, string>();
    for (const [at, { environment, name }] of this.#files.entries()) {
      const hashes = parseTokens(texts[at]!, name);
      for (const hash of hashes) {
        const owner = owners.get(hash.toString('hex'));
        if (owner !== undefined && owner !== environment) {
          throw new UserError(
            `a token in ${name} also opens the environment ${owner}`,
            'give each environment tokens of its own: a token says which environment is meant',
          );
        }
        owners.set(hash.toString('hex'), environment);
      }
      tokens.set(environment, hashes);
    }
    this.#seen = seen;
    this.#tokens = tokens;
    return true;
  }

  #text({ path, name }: TokenFile): string {
    try {
      return this.#read(path).toString('utf8');
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      throw new UserError(`the token file ${name} cannot be read: ${error.message}`, 'name it as --env NAME=FILE');
    }
  }
}
