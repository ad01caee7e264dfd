import { definitionKinds, type DefinitionKind } from '../meaning/definition-kind.ts';
import { environmentsOf } from '../meaning/change-environments.ts';
import { absent, changesBetween, type Defined } from '../meaning/between.ts';
import type { Change } from '../meaning/change.ts';
import type { History } from '../history/history.ts';
import { once } from '../history/once.ts';
import { definedBy, startOf } from '../history/version-changes.ts';
import type { DefinedVersion, Version } from '../history/version.ts';
import { readManifest } from '../model/manifest.ts';
import { usersInAudit, type UsingDefinition } from './segment-users.ts';

/** The files that are neither flags nor segments: they govern the project. */
const governanceKinds: ReadonlySet<DefinitionKind> = new Set(['manifest', 'owners', 'systems', 'policy']);

/** One version of a flag, a segment or a governance file, against the one before. What it changed is found out when asked for. */
export interface AuditedChange {
  readonly version: Version;
  readonly changes: readonly Change[];
  /** Those that the changes concern, as the definitions name them. */
  readonly environments: readonly string[];
  /** The flag itself; of a segment those that use it, directly or not; none of a governance file. */
  readonly flags: readonly string[];
}

/** A commit of the chain that changed what something means. */
export interface AuditedCommit {
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
  /** Governance files first, then segments and flags by key. */
  readonly changes: readonly AuditedChange[];
  /** The value of policy.yaml in the first parent; undefined where it had none. */
  readonly policy: unknown;
}

interface Occurrence {
  readonly version: Version;
  /** Of the version before; where that cannot be read, of the last one that can. */
  readonly before: UsingDefinition;
  readonly after: UsingDefinition;
  readonly was: 'absent' | 'present' | 'unreadable';
}

/** So many keys are asked for side by side: their contents come in one batch. */
const BATCH = 8;

export interface AuditedOptions {
  /** By id and committer date. What is not wanted is not read either, as far as it does not matter for the rest. */
  readonly isWanted?: (commit: string, committedAt: number) => boolean;
  /** Only changes of this flag and of segments. */
  readonly flag?: string | undefined;
  /** Whether to find out which flags use a segment that changed; by default yes. */
  readonly segmentUsers?: boolean;
  /** Progress: keys read, keys in total. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What changed in a project, oldest first. @throws GitError if git cannot give a content */
export async function auditedCommits(history: History, options: AuditedOptions = {}): Promise<AuditedCommit[]> {
  const { isWanted = () => true, flag, segmentUsers = true } = options;
  const needed = neededKeys(history, isWanted, flag);
  const byCommit = new Map<string, Occurrence[]>();
  for await (const occurrence of allOccurrences(history, needed, options.onProgress)) {
    const list = byCommit.get(occurrence.version.commit);
    if (list) list.push(occurrence);
    else byCommit.set(occurrence.version.commit, [occurrence]);
  }
  const policyOf = ofLast((definition) => definition?.());
  const extensionsOf = ofLast((definition) => readManifest('', definition?.()).maxExtensions);
  const state = new Map<DefinitionKind, Map<string, UsingDefinition>>(definitionKinds.map((kind) => [kind, new Map()]));
  const definitions = (kind: DefinitionKind): Map<string, UsingDefinition> =>
    state.get(kind) ?? new Map<string, UsingDefinition>();
  return history.changingCommits().flatMap(({ commit, committedAt }) => {
    const found = byCommit.get(commit);
    if (!found) return [];
    const policy = policyOf(definitions('policy').get(''));
    for (const { version, after } of found) {
      // What cannot be read stays what it was when it last could be.
      if (version.state !== 'unreadable') definitions(version.kind).set(version.key, after);
    }
    if (!isWanted(commit, committedAt)) return [];
    const maxExtensions = extensionsOf(definitions('manifest').get(''));
    const changes = found.map((one) =>
      one.version.kind === 'segment' && segmentUsers
        ? segmentChange(one, definitions('flag'), definitions('segment'))
        : ownChange(one, maxExtensions),
    );
    return [{ commit, committedAt, changes, policy }];
  });
}

/** Whether something has to be read: where a segment was changed, every flag may use it. */
function neededKeys(
  history: History,
  isWanted: (commit: string, committedAt: number) => boolean,
  flag: string | undefined,
): (kind: DefinitionKind, key: string) => boolean {
  const flags = new Set<string>();
  for (const { commit, committedAt, entries } of history.changingCommits()) {
    if (!isWanted(commit, committedAt)) continue;
    for (const { kind, key } of entries) {
      if (kind === 'segment') return () => true;
      if (kind === 'flag' && (flag === undefined || key === flag)) flags.add(key);
    }
  }
  return (kind, key) => governanceKinds.has(kind) || (kind === 'flag' && flags.has(key));
}

/** Every environment that a manifest of the history has named. @throws GitError if git cannot give one */
export async function environmentsEver(history: History): Promise<Set<string>> {
  const names = new Set<string>();
  for (const version of await history.versions('manifest', '')) {
    for (const { name } of readManifest('', await history.value(version)).environments ?? []) names.add(name);
  }
  return names;
}

/** Governance files first, then segments and flags by key; of each oldest first. */
async function* allOccurrences(
  history: History,
  needed: (kind: DefinitionKind, key: string) => boolean,
  onProgress: AuditedOptions['onProgress'],
): AsyncGenerator<Occurrence> {
  const wanted = definitionKinds.flatMap((kind) =>
    history.keys(kind).flatMap((key) => (needed(kind, key) ? [{ kind, key }] : [])),
  );
  for (let at = 0; at < wanted.length; at += BATCH) {
    onProgress?.(at, wanted.length);
    const batch = wanted.slice(at, at + BATCH).map(({ kind, key }) => history.definedVersions(kind, key));
    for (const versions of await Promise.all(batch)) yield* occurrences(versions);
  }
}

function occurrences(versions: readonly DefinedVersion[]): Occurrence[] {
  let before = nothing;
  let was: Occurrence['was'] = 'absent';
  return versions.map(({ version, value }) => {
    const one = { version, before, after: value, was };
    was = version.state === 'removed' ? 'absent' : version.state;
    if (was !== 'unreadable') before = value;
    return one;
  });
}

const nothing: UsingDefinition = () => undefined;

/** Remembers what was made of the last definition: those of the whole project stay the same from commit to commit. */
function ofLast<T>(
  make: (definition: UsingDefinition | undefined) => T,
): (definition: UsingDefinition | undefined) => T {
  let last: { readonly definition: UsingDefinition | undefined; readonly made: T } | undefined;
  return (definition) => {
    if (!last || last.definition !== definition) last = { definition, made: make(definition) };
    return last.made;
  };
}

/** Of a flag or governance file. What it changed is not needed by everybody, and takes most of the time. */
function ownChange(one: Occurrence, maxExtensions: number): AuditedChange {
  const { version } = one;
  const isFlag = version.kind === 'flag';
  const found = once(() => {
    const [before, after] = [one.before(), one.after()];
    const changes = changesOf(one, before, after, maxExtensions);
    const environments = isFlag ? changes.flatMap((change) => environmentsOf(change, before, after)) : [];
    return { changes, environments: [...new Set(environments)] };
  });
  return {
    version,
    flags: isFlag ? [version.key] : [],
    get changes() {
      return found().changes;
    },
    get environments() {
      return found().environments;
    },
  };
}

/** @param flags definitions as they are after it, by key, and likewise segments */
function segmentChange(
  one: Occurrence,
  flags: ReadonlyMap<string, UsingDefinition>,
  segments: ReadonlyMap<string, UsingDefinition>,
): AuditedChange {
  const users = usersInAudit(one.version.key, flags, segments);
  const environments = new Set([...users.values()].flatMap((names) => [...names]));
  const { version, before, after } = one;
  const changes = changesOf(one, before(), after());
  return { version, changes, environments: [...environments], flags: [...users.keys()] };
}

function changesOf({ version, was }: Occurrence, before: unknown, after: unknown, maxExtensions?: number): Change[] {
  const { path } = version;
  const state: Defined =
    was === 'absent'
      ? absent
      : was === 'present'
        ? { state: was, path, value: before }
        : { state: was, path, last: { value: before } };
  return changesBetween(version.kind, startOf(version, state), definedBy(version, state, after), { maxExtensions });
}
