import type { GitOptions } from './git-process.ts';
import { runGit, splitZ } from './git-process.ts';

/** What a commit says of itself. */
export interface CommitInfo {
  readonly id: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly authoredAt: Date;
  readonly committedAt: Date;
  /** The first paragraph of the message on one line. */
  readonly subject: string;
  /** What follows it, without the trailers. */
  readonly body: string;
  /** The trailers by name as it is first written (names that differ in case alone are one), in the order of the message. */
  readonly trailers: Readonly<Record<string, readonly string[]>>;
}

export interface Person {
  readonly name: string;
  readonly email: string;
}

const FIELDS = ['H', 'P', 'an', 'ae', 'at', 'cn', 'ce', 'ct', 's', 'b', '(trailers)', '(trailers:only,unfold)'];

const ARGS: readonly string[] = [
  '-c',
  'trailer.separators=:',
  'log',
  '--no-walk=unsorted',
  '--no-patch',
  '--no-notes',
  '--no-color',
  '--no-show-signature',
  '--encoding=UTF-8',
  '-z',
  `--format=${FIELDS.map((field) => `%${field}`).join('%x00')}`,
  '--stdin',
];

/**
 * Reads any number of commits through one process.
 * @param ids full ids
 * @returns by id
 * @throws GitError if one of them is no commit of this repository
 */
export async function commitInfos(
  ids: readonly string[],
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
): Promise<ReadonlyMap<string, CommitInfo>> {
  const infos = new Map<string, CommitInfo>();
  if (ids.length === 0) return infos;
  const { stdout } = await runGit(ARGS, { ...options, stdin: `${[...new Set(ids)].join('\n')}\n` });
  const values = splitZ(stdout);
  for (let at = 0; at + FIELDS.length <= values.length; at += FIELDS.length) {
    const info = readInfo(values.slice(at, at + FIELDS.length));
    infos.set(info.id, info);
  }
  return infos;
}

/** The values of a trailer, however its name is written. */
export function trailerValues(info: CommitInfo, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return Object.entries(info.trailers).find(([present]) => present.toLowerCase() === wanted)?.[1] ?? [];
}

function readInfo(values: readonly string[]): CommitInfo {
  const [id = '', parents = '', an = '', ae = '', at, cn = '', ce = '', ct, subject = '', text = ''] = values;
  const [block = '', trailers = ''] = values.slice(10);
  const body = text.trimEnd();
  const end = block.trim();
  return {
    id,
    parents: parents.split(' ').filter(Boolean),
    author: { name: an, email: ae },
    committer: { name: cn, email: ce },
    authoredAt: date(at),
    committedAt: date(ct),
    subject,
    body: end !== '' && body.endsWith(end) ? body.slice(0, -end.length).trimEnd() : body,
    trailers: readTrailers(trailers),
  };
}

function readTrailers(text: string): Readonly<Record<string, readonly string[]>> {
  const byName = new Map<string, { name: string; values: string[] }>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim();
    const known = byName.get(name.toLowerCase()) ?? { name, values: [] };
    known.values.push(line.slice(colon + 1).trim());
    byName.set(name.toLowerCase(), known);
  }
  return Object.fromEntries([...byName.values()].map(({ name, values }) => [name, values]));
}

/** Commits with a date that is none are taken for commits of 1970, as git does. */
function date(seconds: string | undefined): Date {
  const milliseconds = Number(seconds) * 1000;
  return new Date(Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15 ? milliseconds : 0);
}
