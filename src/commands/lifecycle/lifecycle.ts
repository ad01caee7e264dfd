import { meaningForLifecycle, type FlagPast } from '../../lifecycle/flag-past.ts';
import { lifecycleOf, lifecycleStates, type Lifecycle, type LifecycleState } from '../../lifecycle/states.ts';
import type { Flag } from '../../model/flag.ts';
import type { Project } from '../../project/project.ts';
import { sortedFlags } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';
import { pastOfFlags, type PastOfFlags } from './past-of-flags.ts';

export interface LifecycleOptions {
  /** Only the flags of this team. */
  readonly owner: string | undefined;
  /** Only flags in one of these states; all states where it is empty. */
  readonly states: readonly LifecycleState[];
  /** Flags about which nothing has to be decided as well. */
  readonly all: boolean;
  /** What the flags are sorted by first. */
  readonly by: 'urgency' | 'owner';
  /** Exit code 1 if a flag that is shown is in one of these states. */
  readonly failOn: readonly LifecycleState[];
}

/** A flag and its lifecycle states. */
export interface FlagLifecycle extends Lifecycle {
  readonly key: string;
  readonly file: string;
  readonly type: string | undefined;
  readonly owner: string | undefined;
  readonly criticality: string;
  /** As written. */
  readonly expires: string | undefined;
  /** When its meaning was last changed, in milliseconds since 1970; absent where git does not know. */
  readonly lastChanged: number | undefined;
  /** How often its end was put off: by git, or where no commit has it, by the entries in its file. */
  readonly extensions: number;
}

export interface LifecycleReport {
  readonly command: 'lifecycle';
  readonly ok: boolean;
  /** The folder of the project in the repository, `''` at its top. */
  readonly folder: string;
  readonly flags: readonly FlagLifecycle[];
  readonly by: LifecycleOptions['by'];
  /** How many flags the project has. */
  readonly total: number;
  /** Whether some of them were left out by `owner` or `states`. */
  readonly filtered: boolean;
  /** Team → how to reach it, as written in owners.yaml. */
  readonly contacts: ReadonlyMap<string, string>;
  readonly limits: { readonly maxExtensions: number };
  /** Why what needs git history is not known; absent where it is. */
  readonly missingHistory: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The flags about which somebody has to decide, the most urgent first.
 * @throws UserError outside of any project, and for an owner that does not exist
 */
export async function lifecycle(host: Host, options: LifecycleOptions): Promise<LifecycleReport> {
  const project = await openProject(host);
  const now = host.clock.now().getTime();
  const all = sortedFlags(project);
  const { owner, states } = options;
  if (owner !== undefined) requireKnown('owner', owner, ownersOf(project));
  const wanted = all.filter((flag) => owner === undefined || flag.owner === owner);
  const past = await pastOfFlags(host, project, wanted);
  const found = await Promise.all(wanted.map((flag) => stateOf(project, flag, past, now)));
  const fits = (flag: FlagLifecycle): boolean => states.length === 0 || states.some((one) => flag.states.includes(one));
  const flags = found.filter((flag) => (options.all || flag.states.length > 0) && fits(flag));
  const teams = [...(project.owners?.teams ?? [])];
  return {
    command: 'lifecycle',
    ok: !flags.some((flag) => options.failOn.some((state) => flag.states.includes(state))),
    folder: project.folder,
    flags: flags.sort(options.by === 'owner' ? byOwner : byUrgency),
    by: options.by,
    total: all.length,
    filtered: owner !== undefined || states.length > 0,
    contacts: new Map(
      teams.flatMap(([team, { contact }]) => (contact === undefined ? [] : [[team, contact] as const])),
    ),
    limits: { maxExtensions: project.manifest.maxExtensions },
    missingHistory: past.missing,
    now,
  };
}

async function stateOf(project: Project, flag: Flag, past: PastOfFlags, now: number): Promise<FlagLifecycle> {
  const ofFlag = past.pasts.get(flag.key);
  const { manifest } = project;
  const first = lifecycleOf(flag, manifest, now, ofFlag);
  // Only of what looks stale the file has to be read again.
  const isEdited = first.states.includes('stale') && !(await isAsCommitted(project, flag, ofFlag));
  return {
    ...(isEdited ? lifecycleOf(flag, manifest, now, ofFlag, false) : first),
    key: flag.key,
    file: flag.file,
    type: flag.type,
    owner: flag.owner,
    criticality: flag.criticality,
    expires: flag.expires || undefined,
    lastChanged: ofFlag?.changedAt ?? past.lastChanges.get(flag.key),
    extensions: ofFlag ? first.moves.length : flag.extensions,
  };
}

async function isAsCommitted(project: Project, flag: Flag, past: FlagPast | undefined): Promise<boolean> {
  if (past?.meaning === undefined) return true;
  return meaningForLifecycle((await project.document(flag.file)).value) === past.meaning;
}

function ownersOf({ owners, flags }: Project): Set<string> {
  const used = [...flags.values()].flatMap(({ owner }) => (owner === undefined ? [] : [owner]));
  return new Set([...(owners?.teams.keys() ?? []), ...used]);
}

/** The most urgent state first, then what is due first. */
function byUrgency(a: FlagLifecycle, b: FlagLifecycle): number {
  return rankOf(a) - rankOf(b) || compare(dueOf(a), dueOf(b)) || compare(a.key, b.key);
}

function byOwner(a: FlagLifecycle, b: FlagLifecycle): number {
  return compare(a.owner ?? '\uffff', b.owner ?? '\uffff') || byUrgency(a, b);
}

function rankOf({ states: [first] }: FlagLifecycle): number {
  return first === undefined ? lifecycleStates.length : lifecycleStates.indexOf(first);
}

function dueOf({ expiry, review }: FlagLifecycle): number {
  return expiry?.end ?? review?.due ?? Infinity;
}

function compare<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
