import { join } from 'node:path';
import { readGitFile } from './git-file.ts';
import type { Repository } from './repository.ts';

/**
 * Whether a repository lacks objects that its remote promised to give when they are needed: its own configuration says
 * so. What that includes from elsewhere, perhaps from the working tree, is not asked.
 */
export function isPartialClone({ commonDir }: Repository): boolean {
  let section = '';
  for (const line of (readGitFile(join(commonDir, 'config')) ?? '').split('\n')) {
    // A setting may follow on the line of its section.
    const [, name, rest] = /^\s*\[\s*([A-Za-z0-9.-]+)(?:\s+"(?:[^"\\]|\\.)*")?\s*\](.*)$/.exec(line) ?? [];
    if (name !== undefined) section = name.toLowerCase();
    const setting = rest ?? line;
    if (section === 'extensions' && /^\s*partialclone\s*=\s*\S/i.test(setting)) return true;
    if (section === 'remote' && /^\s*promisor\s*(?:$|[;#]|=\s*(?:true|yes|on|[1-9]))/i.test(setting)) return true;
  }
  return false;
}
