import { parseCommit } from './commit-object.ts';
import { GitError } from './git-process.ts';
import type { GitObject } from './object-reader.ts';
import { readTrailers } from './trailers.ts';
import { trimEnd } from './white-space.ts';

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

/**
 * Reads any number of commits.
 * @param ids full ids
 * @param read gives an object by its id; calls side by side are one batch
 * @param shallow the commits at which a shallow clone was cut off: they have no parents there
 * @returns by id
 * @throws GitError if one of them is not a commit of this repository
 */
export async function commitInfos(
  ids: readonly string[],
  read: (id: string) => Promise<GitObject | undefined>,
  shallow: () => ReadonlySet<string>,
): Promise<ReadonlyMap<string, CommitInfo>> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return new Map();
  const objects = await Promise.all(unique.map(read));
  const cutOff = shallow();
  const infos = unique.map((id, index): [string, CommitInfo] => {
    const object = objects[index];
    if (object?.type !== 'commit' || object.oid !== id) {
      throw new GitError(['cat-file', 'commit', id], 128, 'there is no such commit');
    }
    return [id, commitInfo(object, cutOff.has(id))];
  });
  return new Map(infos);
}

/** The values of a trailer, however its name is written. */
export function trailerValues(info: CommitInfo, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return Object.entries(info.trailers).find(([present]) => present.toLowerCase() === wanted)?.[1] ?? [];
}

/** What a commit object says. */
function commitInfo({ oid, content }: GitObject, isCutOff: boolean): CommitInfo {
  const { parents, author, committer, message } = parseCommit(content);
  const { start, trailers } = readTrailers(message);
  const bodyStart = endOfSubject(message);
  return {
    id: oid,
    parents: isCutOff ? [] : parents,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
    authoredAt: date(author.seconds),
    committedAt: date(committer.seconds),
    subject: message.slice(0, bodyStart).split('\n').map(trimEnd).filter(Boolean).join(' '),
    body: message
      .slice(bodyStart, start)
      .replace(/^(?:[ \t\r]*\n)+/, '')
      .trimEnd(),
    trailers: gather(trailers),
  };
}

/** Index behind the first paragraph. */
function endOfSubject(message: string): number {
  return /\n[ \t\r]*(?:\n|$)/.exec(message)?.index ?? message.length;
}

function gather(trailers: readonly (readonly [string, string])[]): Readonly<Record<string, readonly string[]>> {
  const byName = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of trailers) {
    const known = byName.get(name.toLowerCase()) ?? { name, values: [] };
    known.values.push(value.trim());
    byName.set(name.toLowerCase(), known);
  }
  return Object.fromEntries([...byName.values()].map(({ name, values }) => [name, values]));
}

/** Commits with a date that cannot be read are taken for commits of 1970, as git does. */
function date(seconds: number | undefined): Date {
  const milliseconds = (seconds ?? 0) * 1000;
  return new Date(Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15 ? milliseconds : 0);
}
