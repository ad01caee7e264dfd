import { readPlainFile } from '../platform/plain-file.ts';

/** In bytes; the packed refs of the largest repositories are a tenth of it. */
const maxSize = 256 * 1024 * 1024;

/** The text of one of git's own files, behind a link too; undefined where there is no plain file that can be read. */
export function readGitFile(path: string): string | undefined {
  try {
    return readPlainFile(path, { maxSize, followLinks: true }).toString('utf8');
  } catch {
    return undefined;
  }
}
