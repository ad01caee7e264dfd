import { UserError } from '../../diagnostic/user-error.ts';
import { definitionChanges } from '../../meaning/between.ts';
import type { History } from '../../history/history.ts';
import type { DescribedVersion, Version } from '../../history/version.ts';
import { trailerValues } from '../../git/commit-info.ts';
import { UnreadableFileError } from '../../platform/file-tree.ts';
import type { Git } from '../../git/git.ts';
import type { Project } from '../../project/project.ts';
import { decodeDocument } from '../../source/decode.ts';
import { maxFileSize, type Document } from '../../source/document.ts';
import type { VersionLabel } from './restoration.ts';

export type RestoredKind = 'flag' | 'segment';

/** What a rollback is planned from: the project at one commit, and how it came to be. */
export interface Present {
  readonly git: Pick<Git, 'tree' | 'commitInfos'>;
  readonly history: History;
  /** At `base`. */
  readonly project: Project;
  /** Full id of the commit. */
  readonly base: string;
}

/** One definition of the present. */
export interface Current {
  readonly kind: RestoredKind;
  readonly key: string;
  /** Oldest first. */
  readonly versions: readonly DescribedVersion[];
  /** Its file; absent where it was removed. */
  readonly document: Document | undefined;
  /** Its value; `undefined` where there is none, or the file cannot be read. */
  readonly value: unknown;
}

/** Reads a flag or segment as it is, or as nothing where it was removed. @throws GitError if git cannot give its versions */
export async function currentOf(present: Present, kind: RestoredKind, key: string): Promise<Current> {
  const { project, history } = present;
  const versions = await history.describedVersions(kind, key);
  const definition = (kind === 'flag' ? project.flags : project.segments).get(key);
  const document = definition && (await project.document(definition.file));
  const isReadable = document !== undefined && document.problems.length === 0;
  return { kind, key, versions, document, value: isReadable ? document.value : undefined };
}

/** What is told of a version, with the incident that its trailers name: the last `Incident`, else `Emergency`. */
export function labelOf({ number, commit, committedAt, info }: DescribedVersion): VersionLabel {
  const incident = trailerValues(info, 'Incident').at(-1) ?? trailerValues(info, 'Emergency').at(-1);
  return { number, commit, committedAt, author: info.author, subject: info.subject, incident };
}

/**
 * The file of a version as it was last, just before the next one: with comments that came after it.
 * @throws UserError if the version cannot be read
 */
export async function lastDocument(present: Present, { versions }: Current, version: Version): Promise<Document> {
  const next = versions[version.number];
  const until = next === undefined ? present.base : next.info.parents[0];
  const document = until === undefined ? undefined : await documentAt(present, until, version.path);
  const wanted = await present.history.definition(version);
  if (document && wanted && isSame(version, document.value, wanted.value)) return document;
  if (wanted && wanted.problems.length === 0) return wanted;
  throw new UserError(
    `version ${version.number} of ${version.key} cannot be read`,
    'roll back to another version: `flagwright history` shows them',
  );
}

/**
 * A definition that is gone comes back to where it was last.
 * @throws UserError where something else is there by now, or on the way
 */
export async function requireFree({ git, base }: Present, key: string, path: string): Promise<void> {
  const parts = path.split('/');
  const onTheWay = new Set(parts.map((_, at) => parts.slice(0, at + 1).join('/')));
  const obstacle = (await git.tree(base).list('')).find((entry) => onTheWay.has(entry.path));
  if (!obstacle || (obstacle.path === path && obstacle.kind === 'file')) return;
  const what = obstacle.kind === 'link' ? 'a link' : obstacle.kind === 'submodule' ? 'a submodule' : 'a file';
  throw new UserError(
    `${key} would come back as ${path}, but ${obstacle.path} is now ${what}`,
    'move it out of the way, and commit that first',
  );
}

/** The file at a path of a commit; nothing where it is not there, or does not parse. @throws GitError if there is no such commit */
export async function documentAt(present: Present, commit: string, path: string): Promise<Document | undefined> {
  try {
    const document = decodeDocument(path, await present.git.tree(commit).read(path, maxFileSize));
    return document.problems.length === 0 ? document : undefined;
  } catch (error) {
    if (error instanceof UnreadableFileError) return undefined;
    throw error;
  }
}

function isSame({ kind }: Version, a: unknown, b: unknown): boolean {
  return definitionChanges(kind, a, b).length === 0;
}
