import { UserError } from '../diagnostic/user-error.ts';
import type { Git } from '../git/git.ts';
import type { History } from '../history/history.ts';
import type { Host } from '../workspace/host.ts';
import { openedHistory } from '../workspace/opened-history.ts';

/** The newest version of a flag or segment, and the commit that made it. */
export interface FlagVersion {
  readonly number: number;
  readonly commit: Commit;
}

interface Commit {
  readonly id: string;
  readonly author: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
  readonly subject: string;
}

/** The versions of flags in what is checked out, each found out when it is asked for. */
export class FlagVersions {
  private readonly host: Host;
  private head: string | undefined;
  private opened: Promise<{ readonly git: Git; readonly history: History }> | undefined;
  private known = new Map<string, Promise<FlagVersion | undefined>>();

  constructor(host: Host) {
    this.host = host;
  }

  /** Nothing where there is no history to tell it, or where no commit has the flag. */
  newest(kind: 'flag' | 'segment', key: string): Promise<FlagVersion | undefined> {
    const head = this.host.checkout?.()?.commit;
    if (head !== this.head || head === undefined) {
      this.opened = undefined;
      this.known = new Map();
    }
    this.head = head;
    const name = `${kind} ${key}`;
    const found = this.known.get(name) ?? this.find(kind, key);
    this.known.set(name, found);
    return found;
  }

  private async find(kind: 'flag' | 'segment', key: string): Promise<FlagVersion | undefined> {
    if (!this.host.git) return undefined;
    try {
      this.opened ??= openedHistory(this.host);
      const { git, history } = await this.opened;
      const last = (await history.versions(kind, key)).at(-1);
      if (last === undefined || last.state === 'removed') return undefined;
      const info = (await git.commitInfos([last.commit])).get(last.commit);
      if (!info) return undefined;
      const { commit: id, committedAt } = last;
      const { subject } = info;
      return { number: last.number, commit: { id, author: info.author.name, committedAt, subject } };
    } catch (error) {
      // No commit yet, a shallow clone, no git: the flag can be shown all the same.
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}
