import type { History, Touch } from '../../history/history.ts';
import { mustExpire } from '../../lifecycle/expiry.ts';
import type { Flag } from '../../model/flag.ts';
import type { Environment, Manifest } from '../../model/manifest.ts';
import type { Project } from '../../project/project.ts';
import { contentIdOf, type StoreFile } from '../../project/record-store.ts';
import { flagPast, isStanding, unchangedPast, type CommittedFlag, type FlagPast } from '../../lifecycle/flag-past.ts';
import { readPasts, writePasts } from './past-file.ts';

/** Where the pasts of flags come from. */
export interface PastSource {
  /** Full id of the commit up to which is looked. */
  readonly head: string;
  /** Where they are kept between runs. */
  readonly store: StoreFile | undefined;
  /** Whether what is found out is kept; if not, what was is still used. */
  readonly keeps: boolean;
  /** Version of the tool: another one may find something else. */
  readonly toolVersion: string;
  /** Opens the history up to `head`; called only if something is not known. */
  history(): Promise<History>;
}

/** So many flags are read at a time: their contents come in one batch. */
const BATCH = 500;

/**
 * The pasts of the flags that expire, by key. What was found out in an earlier run is taken over: all of it while the
 * commit is the same, and later that of each flag which no commit has touched since.
 * @param now milliseconds since 1970
 */
export async function gatherPasts(
  project: Project,
  now: number,
  source: PastSource,
): Promise<ReadonlyMap<string, FlagPast>> {
  const wanted = [...project.flags.values()].filter(
    (flag) => flag.expires !== undefined || mustExpire(flag, project.manifest),
  );
  if (wanted.length === 0) return new Map();
  const { head, store, toolVersion } = source;
  const environments = environmentsOf(project.manifest, wanted);
  const context = JSON.stringify([toolVersion, environments]);
  const known = store && readPasts(store, context);
  const isStale = ({ changedAt }: { changedAt: number }): boolean => isStanding(changedAt, project.manifest, now);
  const idOf = ({ file }: Flag): string | undefined => project.files.get(file)?.contentId;
  // Of a small project no ids are known; making them is quicker than asking git.
  const readId = async ({ file }: Flag): Promise<string | undefined> =>
    store && contentIdOf(await project.tree.read(file), store.digest);
  const isEnough = (past: FlagPast | null | undefined): boolean =>
    past === null || (past !== undefined && (past.meaning !== undefined || !isStale(past)));
  const found = new Map<string, FlagPast | null>();
  const missing: Flag[] = [];
  for (const flag of wanted) {
    const past = known?.head === head ? known.past(flag.key) : undefined;
    if (past !== undefined && isEnough(past)) found.set(flag.key, past);
    else missing.push(flag);
  }
  if (missing.length > 0) {
    const history = await source.history();
    const touched = known && touchedFlags(history, known.head);
    const unread: { readonly key: string; readonly life: readonly Touch[] }[] = [];
    for (const flag of missing) {
      const { key } = flag;
      const before = known?.past(key);
      // What a commit has before it never changes.
      if (before !== undefined && touched?.has(key) === false && isEnough(before)) {
        found.set(key, before);
        continue;
      }
      const life = history.touches('flag', key);
      const last = life.at(-1);
      const isNew = life.length === 1 && last?.path === flag.file && !isStale({ changedAt: last.committedAt });
      if (!last) found.set(key, null);
      else if (before?.touched === last.commit && isEnough(before)) found.set(key, before);
      else if (isNew && last.blob !== undefined && (idOf(flag) ?? (await readId(flag))) === last.blob) {
        found.set(key, unchangedPast(flag, last, environments));
      } else unread.push({ key, life });
    }
    for (let at = 0; at < unread.length; at += BATCH) {
      const batch = unread.slice(at, at + BATCH).map(async ({ key, life }) => {
        return [key, flagPast(key, await readAll(history, life), environments)] as const;
      });
      for (const [key, past] of await Promise.all(batch)) found.set(key, past);
    }
    if (store && source.keeps) writePasts(store, context, head, found);
  }
  return new Map([...found].filter((entry): entry is [string, FlagPast] => entry[1] !== null));
}

/** A project that names no environments has those that its flags name. */
function environmentsOf({ environments }: Manifest, flags: readonly Flag[]): readonly Environment[] {
  if (environments) return environments;
  const names = new Set(flags.flatMap((flag) => Object.keys(flag.environments)));
  return [...names].map((name) => ({ name, critical: true }));
}

/** The flags that commits have touched since one of the chain, by key; undefined for a commit that is not on it. */
export function touchedFlags(history: History, commit: string): ReadonlySet<string> | undefined {
  const touched = history.touchedSince(commit);
  return touched && new Set(touched.filter(({ kind }) => kind === 'flag').map(({ key }) => key));
}

async function readAll(history: History, touches: readonly Touch[]): Promise<CommittedFlag[]> {
  return Promise.all(
    touches.map(async ({ commit, committedAt, path, blob }) => {
      const document = path === undefined ? undefined : await history.definition({ blob, path });
      return { commit, committedAt, value: document?.problems.length === 0 ? document.value : undefined };
    }),
  );
}
