import { UserError } from '../diagnostic/user-error.ts';
import { unknownName } from '../workspace/named.ts';
import { answeredRequest } from './access-log.ts';
import { Announcer } from './announcer.ts';
import { makeApp } from './app.ts';
import { redisServerBus } from './bus.ts';
import { Follower, type FollowOutcome, type FollowRefusal, type FollowedSource } from './follower.ts';
import type { Release } from './read-commit.ts';
import type { Limits } from './limits.ts';
import { drain, listen, type Address } from './listen.ts';
import type { Log } from './log.ts';
import { makeMetrics } from './metrics.ts';
import type { Site } from './site.ts';
import { Streams } from './streams.ts';
import type { TokenFiles } from './token-files.ts';

/** What a server needs of the world; tests give their own. */
export interface World {
  /** Milliseconds since 1970: what schedules are held against. */
  readonly now: () => number;
  readonly log: Log;
  /** Calls again and again, every so many milliseconds, until the given function is called. */
  readonly every: (milliseconds: number, call: () => void) => () => void;
}

export interface StartOptions extends Address {
  /** Names of environments, each once. */
  readonly environments: readonly string[];
  readonly tokens: TokenFiles;
  /** Milliseconds between looks at the ref. */
  readonly poll: number;
  readonly acceptRewrite: boolean;
  readonly accessLog: boolean;
  /** Address of a Redis where changes are announced. */
  readonly bus: string | undefined;
  readonly limits: Limits;
}

/** A server that runs. */
export interface Running {
  readonly url: string;
  readonly streams: Streams;
  /** Looks for a new commit, for other tokens, and for schedules that have begun or ended. */
  refresh(): Promise<FollowOutcome>;
  /** Takes no new requests, ends the streams, and resolves when all others are answered. */
  close(): Promise<void>;
}

/**
 * Serves what a source gives until it is closed.
 * @throws UserError if something else is asked for than there is, or the address cannot be used
 */
export async function start(
  source: FollowedSource,
  options: StartOptions,
  { now, log, every }: World,
): Promise<Running> {
  const { environments, limits, tokens } = options;
  const metrics = makeMetrics(environments, (name) => streams.count(name));
  const streams = new Streams(limits, () => {
    metrics.droppedStream();
    log({ level: 'warning', event: 'stream-dropped', why: 'its reader was too slow' });
  });
  const bus = options.bus === undefined ? undefined : redisServerBus(options.bus, log, metrics.bus);
  const announcer = new Announcer(streams, bus);
  const logRefusal = ({ commit, why, problems }: FollowRefusal, served: Release | undefined): void => {
    const some = problems.slice(0, 10);
    log({ level: 'error', event: 'refused', commit, why, problems: some, served: served?.commit ?? null });
  };
  const follower = new Follower(
    source,
    {
      served(release, previous, rewritten) {
        const { commit, version } = release;
        const level = rewritten ? 'warning' : 'info';
        log({ level, event: 'served', commit, version, ...(rewritten && { rewritten }) });
        for (const served of release.environments.values()) metrics.served(served);
        announcer.served(release, previous, now());
      },
      refused(refusal, served) {
        // Where nothing can be served because of a mistake in the options, the one who made it is told.
        if (served !== undefined || mistakeIn(refusal) === undefined) logRefusal(refusal, served);
      },
    },
    options,
  );
  let tokenProblem: string | undefined;
  const refresh = async (): Promise<FollowOutcome> => {
    tokenProblem = refreshTokens(tokens, streams, log, tokenProblem);
    const outcome = await follower.refresh();
    metrics.looked(follower.refusal?.why, now());
    announcer.passed(follower.release, now());
    return outcome;
  };
  let isDraining = false;
  const site: Site = {
    environments,
    limits,
    streams,
    metrics,
    served: (name) => follower.release?.environments.get(name),
    refusal: () => follower.refusal,
    tokens: () => tokens.tokens,
    refresh,
    isDraining: () => isDraining,
    now,
    failed: (error) =>
      log({ level: 'error', event: 'bug', stack: error instanceof Error ? error.stack : String(error) }),
  };
  const begin = async (): ReturnType<typeof listen> => {
    await refresh();
    const { refusal, release } = follower;
    const mistake = refusal && mistakeIn(refusal);
    if (mistake !== undefined && release === undefined) throw mistake;
    if (mistake !== undefined && refusal !== undefined) logRefusal(refusal, release);
    return listen(makeApp(site), options, limits, answeredRequest(metrics, options.accessLog ? log : undefined));
  };
  const { server, url } = await begin().catch(async (error: unknown) => {
    await bus?.close();
    throw error;
  });
  log({ level: 'info', event: 'listening', url });
  const timers = [
    every(limits.heartbeat, () => streams.beat()),
    every(options.poll, () => void refresh().catch(site.failed)),
  ];
  return {
    url,
    streams,
    refresh,
    async close() {
      isDraining = true;
      for (const end of timers) end();
      streams.endAll();
      await Promise.all([drain(server, limits.drain), bus?.close()]);
      log({ level: 'info', event: 'closed' });
    },
  };
}

/**
 * Streams whose token is gone end; files that cannot be used leave the tokens as they were.
 * @param before what was wrong with the files at the last look: it is not told again at each
 * @returns what is wrong with them now
 */
function refreshTokens(files: TokenFiles, streams: Streams, log: Log, before: string | undefined): string | undefined {
  try {
    if (!files.refresh()) return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.message !== before) log({ level: 'error', event: 'tokens-unreadable', why: error.message });
    return error.message;
  }
  log({ level: 'info', event: 'tokens-changed' });
  streams.endWithout((environment, token) => {
    const known = files.tokens.get(environment);
    return token === undefined ? known === undefined : known?.some((one) => one.equals(token)) === true;
  });
  return undefined;
}

/** What may be wrong with the options rather than with the commit. */
function mistakeIn({ why, commit, problems, missing }: FollowRefusal): UserError | undefined {
  if (why === 'unreadable' && commit === undefined) {
    return new UserError(problems[0]!, 'commit the flags first, or name a branch with --at');
  }
  if (missing === undefined) return undefined;
  const [name] = missing.environments ?? [];
  if (name === undefined) return new UserError(problems[0]!, 'name its folder with --project, or another commit with --at'); // prettier-ignore
  return unknownName('environment', name, missing.known);
}
