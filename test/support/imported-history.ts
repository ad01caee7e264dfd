import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemporaryRepository } from './repository.ts';

/** A commit to be made: what it changes against its first parent, and its parents by their places in the list. */
export interface ImportedCommit {
  /** Content by path; `null` removes, `{ link }` is a symbolic link. */
  readonly files: Readonly<Record<string, string | null | { readonly link: string }>>;
  /** By default the commit before it in the list. */
  readonly parents?: readonly number[];
  /** Seconds since 1970. By default a minute after the one before. */
  readonly date?: number;
}

const START = Date.UTC(2026, 0, 1) / 1000;

/**
 * Makes many commits at once. `main` becomes the last of them; index and working tree stay as they are.
 * @param repository not a bare one
 * @returns their ids
 */
export function importHistory(repository: TemporaryRepository, commits: readonly ImportedCommit[]): string[] {
  const input: string[] = [];
  commits.forEach((commit, i) => {
    const { files, parents = i === 0 ? [] : [i - 1], date = START + i * 60 } = commit;
    input.push('reset refs/heads/main', 'commit refs/heads/main', `mark :${i + 1}`);
    input.push(`committer Ada Example <ada@example.com> ${date} +0000`, 'data 0');
    parents.forEach((parent, n) => input.push(`${n === 0 ? 'from' : 'merge'} :${parent + 1}`));
    for (const [path, content] of Object.entries(files)) {
      if (content === null) {
        input.push(`D ${JSON.stringify(path)}`);
        continue;
      }
      const text = typeof content === 'string' ? content : content.link;
      input.push(`M ${typeof content === 'string' ? '100644' : '120000'} inline ${JSON.stringify(path)}`);
      input.push(`data ${Buffer.byteLength(text)}`, text);
    }
  });
  const marks = join(repository.path, '.git', 'imported');
  execFileSync('git', ['fast-import', '--quiet', '--force', `--export-marks=${marks}`], {
    cwd: repository.path,
    env: repository.env,
    input: `${input.join('\n')}\n`,
  });
  const ids: string[] = [];
  for (const line of readFileSync(marks, 'utf8').trim().split('\n')) {
    const [mark = '', id = ''] = line.split(' ');
    ids[Number(mark.slice(1)) - 1] = id;
  }
  return ids;
}
