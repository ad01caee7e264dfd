import type { Broken, Missing, Release } from './read-commit.ts';

/** What a follower needs of the repository. */
export interface FollowedSource {
  /** The full id of the commit that is to be served now; undefined where the ref does not exist (yet). */
  head(): Promise<string | undefined>;
  read(commit: string): Promise<Release | Broken>;
  /** Whether a commit leads to another: the second is newer, and nothing was rewritten between them. */
  leadsTo(older: string, newer: string): Promise<boolean>;
  /** The commits before one on its first-parent chain, newest first. */
  before(commit: string): AsyncIterable<string>;
}

/** Why the newest commit is not served. */
export interface FollowRefusal {
  /** Full id; undefined where there is none. */
  readonly commit: string | undefined;
  readonly why: 'broken' | 'rewritten' | 'unreadable';
  /** One line for each thing that is wrong. */
  readonly problems: readonly string[];
  readonly missing?: Missing | undefined;
}

export type FollowOutcome = 'served' | 'unchanged' | 'refused';

export interface FollowerEvents {
  /** A commit is served from now on. */
  served(release: Release, previous: Release | undefined, rewritten: boolean): void;
  /** Once for each refusal, not for each look. */
  refused(refusal: FollowRefusal, served: Release | undefined): void;
}

/** So many commits are tried where the newest is broken when the server starts. */
const farthestBack = 50;

/**
 * Keeps what is served in step with a ref. A commit that is broken, or that does not follow the served one, is refused;
 * what is served then stays.
 */
export class Follower {
  readonly #source: FollowedSource;
  readonly #events: FollowerEvents;
  readonly #acceptRewrite: boolean;
  #release: Release | undefined;
  #refusal: FollowRefusal | undefined;
  #looking: Promise<FollowOutcome> | undefined;
  #next: Promise<FollowOutcome> | undefined;

  constructor(source: FollowedSource, events: FollowerEvents, { acceptRewrite = false } = {}) {
    this.#source = source;
    this.#events = events;
    this.#acceptRewrite = acceptRewrite;
  }

  /** What is served; undefined before there was anything to serve. */
  get release(): Release | undefined {
    return this.#release;
  }

  /** Why the newest commit is not what is served; undefined where it is. */
  get refusal(): FollowRefusal | undefined {
    return this.#refusal;
  }

  /**
   * Looks at the ref, and serves its commit if that is a new one. Calls while it looks share one more look, since the ref
   * may have moved in between. Never throws for what is in the repository.
   */
  refresh(): Promise<FollowOutcome> {
    if (this.#looking === undefined) return this.#start();
    this.#next ??= this.#looking.then(() => {
      this.#next = undefined;
      return this.#start();
    });
    return this.#next;
  }

  #start(): Promise<FollowOutcome> {
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<FollowOutcome> {
    let commit: string | undefined;
    try {
      commit = await this.#source.head();
      if (commit === undefined) return this.#refuse(commit, 'unreadable', ['there is no commit to serve']);
      if (commit === this.#release?.commit) {
        this.#refusal = undefined;
        return 'unchanged';
      }
      if (commit === this.#refusal?.commit && this.#refusal?.why !== 'unreadable') return 'refused';
      return await this.#consider(commit);
    } catch (error) {
      return this.#refuse(commit, 'unreadable', [error instanceof Error ? error.message : String(error)]);
    }
  }

  async #consider(commit: string): Promise<FollowOutcome> {
    const served = this.#release;
    const follows = served === undefined || (await this.#source.leadsTo(served.commit, commit));
    if (!follows && !this.#acceptRewrite) return this.#refuse(commit, 'rewritten', [rewritten(served.commit)]);
    const read = await this.#source.read(commit);
    if ('problems' in read) {
      const outcome = this.#refuse(commit, 'broken', read.problems, read.missing);
      if (served === undefined) await this.#serveLastGood(commit);
      return outcome;
    }
    const isOlder = served !== undefined && read.version <= served.version;
    if (isOlder && !this.#acceptRewrite) {
      return this.#refuse(commit, 'rewritten', [older(read.version, served.version)]);
    }
    this.#serve(read, !follows || isOlder);
    this.#refusal = undefined;
    return 'served';
  }

  /** A server that starts on a broken commit serves what one that was running would serve. */
  async #serveLastGood(broken: string): Promise<void> {
    let tried = 0;
    for await (const commit of this.#source.before(broken)) {
      if (tried++ >= farthestBack) return;
      const read = await this.#source.read(commit);
      if ('problems' in read) continue;
      this.#serve(read, false);
      return;
    }
  }

  #serve(release: Release, isRewritten: boolean): void {
    const previous = this.#release;
    this.#release = release;
    this.#events.served(release, previous, isRewritten);
  }

  #refuse(
    commit: string | undefined,
    why: FollowRefusal['why'],
    problems: readonly string[],
    missing?: Missing,
  ): FollowOutcome {
    const known = this.#refusal;
    this.#refusal = { commit, why, problems, missing };
    const isNew = known?.commit !== commit || known?.why !== why || known.problems[0] !== problems[0];
    if (isNew) this.#events.refused(this.#refusal, this.#release);
    return 'refused';
  }
}

const rewritten = (served: string): string =>
  `it does not descend from the served commit ${served.slice(0, 12)}: history was rewritten; --accept-rewrite serves it all the same`;

const older = (version: number, served: number): string =>
  `its version ${version} is not above the served ${served}: history was rewritten; --accept-rewrite serves it all the same`;
