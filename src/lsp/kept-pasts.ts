import type { LintHistory } from '../lint/find-problems.ts';
import { mustExpire } from '../lifecycle/expiry.ts';
import { dayOf } from '../lifecycle/days.ts';
import type { FlagPast } from '../lifecycle/flag-past.ts';
import type { Flag } from '../model/flag.ts';
import type { Project } from '../project/project.ts';

/**
 * What commits made of flags, kept while one is checked out: a keystroke asks for the flags alone of which it is not known yet.
 */
export class KeptPasts {
  private identity = '';
  private readonly pasts = new Map<string, FlagPast | undefined>();

  forget(): void {
    this.pasts.clear();
  }

  /** A history that asks another one for what is not kept. @param now milliseconds since 1970 */
  over(history: LintHistory, now: number): LintHistory {
    return {
      identity: history.identity,
      touchedSince: history.touchedSince,
      pasts: async (project) => {
        const identity = `${history.identity} ${dayOf(now)}`;
        if (identity !== this.identity) this.forget();
        this.identity = identity;
        await this.gather(project, history);
        const found = new Map<string, FlagPast>();
        for (const key of project.flags.keys()) {
          const past = this.pasts.get(key);
          if (past) found.set(key, past);
        }
        return found;
      },
    };
  }

  private async gather(project: Project, history: LintHistory): Promise<void> {
    const { manifest, flags } = project;
    const hasPast = (flag: Flag): boolean => flag.expires !== undefined || mustExpire(flag, manifest);
    const missing = new Map([...flags].filter(([key, flag]) => hasPast(flag) && !this.pasts.has(key)));
    if (missing.size === 0) return;
    // Environments that the manifest does not name are those of all flags.
    const whole = manifest.environments === undefined || missing.size > flags.size / 2;
    const found = await history.pasts(whole ? project : { ...project, flags: missing, memory: undefined });
    for (const key of missing.keys()) this.pasts.set(key, found.get(key));
  }
}
