import { manifestName } from '../model/file-kind.ts';
import type { Git } from '../git/git.ts';
import type { LoggedCommit, RawChange } from '../git/raw-log.ts';
import { memberOf, type Member } from '../project/membership.ts';
import type { IndexStep, StepChange, Walk } from './index-data.ts';

const SAMPLE = 400;

/**
 * Goes back along the first-parent chain of a commit, to its beginning or to the first commit that is `known`, which is
 * left out. Follows the project's folder where it was moved whole.
 *
 * Reads the log of everything first. In a repository that mostly changes other things it goes on with the log of the
 * project's folder, which git gives several times faster, and the bare chain beside it.
 *
 * @param folder of the project in that commit
 * @param sample after so many commits it is decided how to go on
 * @throws GitError if there is no such commit, or git cannot read one
 */
export async function walkBack(
  git: Git,
  commit: string,
  folder: string,
  known: (id: string) => boolean,
  sample: number = SAMPLE,
): Promise<Walk> {
  const trail = new Trail(git, folder);
  for await (const batch of git.log(commit, { suffix: '.yaml' })) {
    for (const logged of batch) {
      if (known(logged.id)) return trail.walk();
      trail.ids.push(logged.id);
      await trail.add(logged);
      const mostlyOthers = trail.ids.length === sample && trail.steps.length < sample / 2 && trail.folder !== '';
      if (mostlyOthers && logged.parent !== undefined) {
        await walkFolder(git, logged.parent, trail, known);
        return trail.walk();
      }
    }
  }
  return trail.walk();
}

async function walkFolder(git: Git, start: string, trail: Trail, known: (id: string) => boolean): Promise<void> {
  // Heard at the end; a failure before that must not be an unhandled rejection.
  const chain = chainBack(git, start, known);
  chain.catch(() => {});
  let from: string | undefined = start;
  while (from !== undefined) from = await walkOneFolder(git, from, trail, known);
  for (const id of await chain) trail.ids.push(id);
}

/** Goes on until the folder changes. Gives the commit from which to go on, if any. */
async function walkOneFolder(
  git: Git,
  from: string,
  trail: Trail,
  known: (id: string) => boolean,
): Promise<string | undefined> {
  const { folder } = trail;
  for await (const batch of git.log(from, { folder, suffix: '.yaml' })) {
    for (const logged of batch) {
      if (known(logged.id)) return undefined;
      // Where a project came from is to be seen only in all that its commit changed.
      const whole = addedManifest(logged, folder) ? await wholeChange(git, logged) : logged;
      await trail.add(whole);
      if (trail.folder !== folder) return logged.parent;
    }
  }
  return undefined;
}

async function wholeChange(git: Git, logged: LoggedCommit): Promise<LoggedCommit> {
  for await (const [first] of git.log(logged.id, { suffix: '.yaml' })) if (first) return first;
  return logged;
}

async function chainBack(git: Git, start: string, known: (id: string) => boolean): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of git.firstParents(start)) {
    for (const { id } of batch) {
      if (known(id)) return ids;
      ids.push(id);
    }
  }
  return ids;
}

/** What has been found so far on the way back. */
class Trail {
  readonly ids: string[] = [];
  readonly steps: IndexStep[] = [];
  readonly #seams: { id: string; folder: string }[] = [];
  readonly #unclear: string[] = [];
  readonly #git: Git;
  folder: string;

  constructor(git: Git, folder: string) {
    this.#git = git;
    this.folder = folder;
  }

  async add(logged: LoggedCommit): Promise<void> {
    const added = addedManifest(logged, this.folder);
    const origin = added && logged.parent !== undefined ? originOf(logged, added) : undefined;
    let changes: StepChange[];
    if (origin?.folder === undefined) {
      if (origin !== undefined) this.#unclear.push(logged.id);
      changes = ownChanges(logged.changes, this.folder);
    } else {
      this.#seams.push({ id: logged.id, folder: this.folder });
      changes = await this.#changesOfMove(logged, origin.folder);
      this.folder = origin.folder;
    }
    if (changes.length > 0) this.steps.push({ id: logged.id, date: logged.committedAt, changes });
  }

  walk(): Walk {
    const { ids, steps, folder } = this;
    return { ids, steps, seams: this.#seams, oldestFolder: folder, unclear: this.#unclear };
  }

  /** What was there before under the old folder against what is there now under the new one. */
  async #changesOfMove(logged: LoggedCommit, before: string): Promise<StepChange[]> {
    const [old, now] = await Promise.all([
      this.#members(logged.parent as string, before),
      this.#members(logged.id, this.folder),
    ]);
    const changes: StepChange[] = [];
    for (const [path, change] of now) {
      const earlier = old.get(path);
      if (earlier?.kind !== change.kind || earlier.oid !== change.oid) changes.push(change);
    }
    for (const path of old.keys()) if (!now.has(path)) changes.push({ path, kind: 'absent', oid: '' });
    return changes;
  }

  async #members(commit: string, folder: string): Promise<Map<string, StepChange>> {
    const members = new Map<string, StepChange>();
    for (const entry of await this.#git.tree(commit).list(folder)) {
      const path = versionedMember(folder, entry.path)?.path;
      if (path !== undefined) members.set(path, { path, kind: entry.kind, oid: entry.stamp ?? '' });
    }
    return members;
  }
}

/** A file that has versions: all of a project but its specs. */
function versionedMember(folder: string, path: string): Member | undefined {
  const member = memberOf(folder, path);
  return member?.kind === 'spec' ? undefined : member;
}

function ownChanges(changes: readonly RawChange[], folder: string): StepChange[] {
  const own: StepChange[] = [];
  for (const { path, before, after } of changes) {
    // Only its mode was changed.
    if (before?.kind === after?.kind && before?.oid === after?.oid) continue;
    const member = versionedMember(folder, path);
    if (member) own.push({ path: member.path, kind: after?.kind ?? 'absent', oid: after?.oid ?? '' });
  }
  return own;
}

function addedManifest({ changes }: LoggedCommit, folder: string): RawChange | undefined {
  const path = folder === '' ? manifestName : `${folder}/${manifestName}`;
  return changes.find((change) => change.path === path && change.before === undefined);
}

/**
 * The folder that a project was moved from: the only one whose manifest was deleted with the very content that was added
 * here. Without a folder: there are such manifests, but none or several of that content.
 */
function originOf(logged: LoggedCommit, added: RawChange): { folder: string | undefined } | undefined {
  const deleted = logged.changes.filter(
    ({ path, before, after }) =>
      before?.kind === 'file' && after === undefined && (path === manifestName || path.endsWith(`/${manifestName}`)),
  );
  if (deleted.length === 0) return undefined;
  const same = deleted.filter(({ before }) => before?.oid === added.after?.oid);
  const [only] = same;
  return { folder: same.length === 1 && only ? only.path.slice(0, -manifestName.length - 1) : undefined };
}
