import { UserError } from '../../diagnostic/user-error.ts';
import type { Evaluation, EvaluationContext } from '../../evaluate/evaluation.ts';
import { environmentsOf } from '../../meaning/change-environments.ts';
import type { Change } from '../../meaning/change.ts';
import type { History } from '../../history/history.ts';
import { resolveRevision } from '../../history/revision.ts';
import { changedVersions } from '../../history/version-changes.ts';
import type { CommitInfo } from '../../git/commit-info.ts';
import { evaluatorOf } from '../../project/definitions.ts';
import { chosenEnvironment } from '../../workspace/chosen-environment.ts';
import { lastManifest, versionsOfFlag } from '../../workspace/flag-versions.ts';
import type { Host } from '../../workspace/host.ts';
import { openedHistory } from '../../workspace/opened-history.ts';
import { pastDefinitions, type PastDefinitions } from './past-definitions.ts';
import { searchChange } from './search-change.ts';

export interface BisectOptions {
  /** May be left out where there is only one. */
  readonly environment: string | undefined;
  readonly context: EvaluationContext;
  /** A revision that had another result; by default one is looked for backwards from `bad`. */
  readonly good: string | undefined;
  /** The revision whose result is to be explained; by default `--at`, else HEAD. */
  readonly bad: string | undefined;
}

export interface BisectReport {
  readonly command: 'bisect';
  /** Whether a commit was found. */
  readonly ok: boolean;
  readonly flag: string;
  readonly environment: string;
  /** The first commit of which the result is what it is at `bad`; absent where none was found to have another. */
  readonly found: FoundCommit | undefined;
  /** Before that commit; where none was found, at `good`, else in the oldest version. */
  readonly before: Evaluation;
  /** At `bad`. */
  readonly after: Evaluation;
  /** Full ids of what was searched between: that of `good`, or of the oldest version that was looked at. */
  readonly good: string;
  readonly bad: string;
  /** Whether `good` was named. */
  readonly isGoodNamed: boolean;
  /** How many states were evaluated, and how many commits there were to choose from. */
  readonly evaluations: number;
  readonly candidates: number;
  /** Milliseconds since 1970: the instant of all evaluations. */
  readonly now: number;
}

export interface FoundCommit {
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
  readonly info: CommitInfo;
  /** What it changed, in this environment, of the flag, its prerequisites and their segments. */
  readonly changed: readonly ChangedDefinition[];
}

interface ChangedDefinition {
  readonly kind: 'flag' | 'segment';
  readonly key: string;
  readonly changes: readonly Change[];
}

/**
 * The commit of the first-parent chain that made a flag give a context what it gives at `bad`. All states are evaluated
 * at the same instant, so that only definitions can make a difference.
 * @throws UserError if there never was such a flag, no such environment or revision, or no history
 */
export async function bisect(host: Host, flag: string, options: BisectOptions): Promise<BisectReport> {
  const now = host.clock.now();
  if (host.at !== undefined && options.bad !== undefined) {
    throw new UserError('--at and --bad both name the last commit', 'leave one of them out');
  }
  const { git, history } = await openedHistory(host, await resolved(host, options.bad, '--bad'));
  await versionsOfFlag(host, history, flag);
  const environments = (await lastManifest(history)).environments?.map(({ name }) => name);
  const environment = chosenEnvironment(options.environment, environments);
  const past = await pastDefinitions(history, flag);
  const first = past.versions[0]?.[0]?.commit ?? history.head;
  // What was before the flag came about is another result only for those who name it.
  const states = options.good === undefined ? since(past, history.position(first)) : past.changes;

  const results = new Map<number, Promise<Evaluation>>();
  const resultAt = (state: number): Promise<Evaluation> => {
    const known = results.get(state);
    if (known !== undefined) return known;
    const definitions = past.at(states[state]?.position ?? -1);
    const result = definitions.then((all) => evaluatorOf(all, environment).evaluate(flag, options.context, { now }));
    results.set(state, result);
    return result;
  };

  const last = states.length - 1;
  const after = await resultAt(last);
  const isAsLast = async (state: number): Promise<boolean> => isSame(await resultAt(state), after);
  const good = await resolved(host, options.good, '--good');
  const from = good === undefined ? undefined : stateAt(states, positionOf(history, good, options.good ?? ''));
  const isSearched = from === undefined || !(await isAsLast(from));
  const index = isSearched ? await searchChange(isAsLast, last, from) : undefined;
  const commit = index === undefined ? undefined : states[index]?.commit;
  const info = commit === undefined ? undefined : (await git.commitInfos([commit])).get(commit);
  const before = await resultAt(index === undefined ? (from ?? 0) : index - 1);
  return {
    command: 'bisect',
    ok: info !== undefined,
    flag,
    environment,
    found: info && {
      commit: info.id,
      committedAt: info.committedAt.getTime(),
      info,
      changed: await changedIn(history, past, info.id, environment),
    },
    before,
    after,
    good: good ?? states[index === undefined ? 0 : index - 1]?.commit ?? first,
    bad: history.head,
    isGoodNamed: good !== undefined,
    evaluations: results.size,
    candidates: states.length,
    now: now.getTime(),
  };
}

type States = PastDefinitions['changes'];

function since({ changes }: PastDefinitions, position: number): States {
  return changes.slice(Math.max(0, stateAt(changes, position)));
}

/** The state that held at a position: -1 for what was before the first. */
function stateAt(states: States, position: number): number {
  return states.findLastIndex((state) => state.position <= position);
}

function isSame(a: Evaluation, b: Evaluation): boolean {
  return a.variant === b.variant && JSON.stringify(a.value) === JSON.stringify(b.value);
}

async function resolved(host: Host, revision: string | undefined, option: string): Promise<string | undefined> {
  if (revision === undefined || !host.git) return undefined;
  try {
    return await resolveRevision(await host.git(), revision, host.clock.now());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${option}: ${error.message}`, error.help ?? 'name a commit, a tag, a branch or a date');
  }
}

function positionOf(history: History, commit: string, name: string): number {
  const position = history.position(commit);
  if (position >= 0 && position < history.length - 1) return position;
  const isHead = position === history.length - 1;
  throw new UserError(
    isHead
      ? `--good ${name} is the very commit that the search ends at`
      : `--good ${name} is not on the first-parent chain of the commit that the search ends at`,
    isHead ? 'name an older one' : 'name a date, or a commit that it went through: git log --first-parent --oneline',
  );
}

/** What a commit changed of the definitions, as far as it concerns the environment; all of it if nothing does. */
async function changedIn(
  history: History,
  { versions }: PastDefinitions,
  commit: string,
  environment: string,
): Promise<ChangedDefinition[]> {
  const touched = versions.filter((list) => list.some((version) => version.commit === commit));
  const found = await Promise.all(
    touched.map(async (list) => {
      const one = (await changedVersions(history, list)).find(({ version }) => version.commit === commit);
      if (one === undefined) return [];
      const { kind, key } = one.version;
      const concerning =
        kind === 'segment'
          ? one.changes
          : one.changes.filter((change) => environmentsOf(change, one.before, one.after).includes(environment));
      const changes = concerning.length > 0 ? concerning : one.changes;
      return [{ kind: kind === 'segment' ? ('segment' as const) : ('flag' as const), key, changes }];
    }),
  );
  return found.flat();
}
