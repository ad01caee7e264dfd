import type { Problem } from '../diagnostic/problem.ts';
import { day, dayOf, periodOf } from '../lifecycle/days.ts';
import type { Project } from '../project/project.ts';

/** What the project rules said, and from when to when (exclusive) they would say the same. */
interface Memory {
  readonly fingerprint: string;
  readonly off: string;
  readonly from: number;
  readonly until: number;
  readonly problems: readonly Problem[];
}

/**
 * What the project rules have to say: remembered, where no summary and no setting has changed since and nothing
 * that depends on the date either; otherwise found out.
 * @param off the rules that do not run
 */
export function rememberedProblems(
  project: Project,
  now: number,
  off: readonly string[],
  find: () => readonly Problem[],
): readonly Problem[] {
  const { memory } = project;
  if (!memory) return find();
  const fingerprint = memory.fingerprint();
  const known = memory.recall() as Memory | null;
  if (known?.fingerprint === fingerprint && known.off === off.join() && known.from <= now && now < known.until) {
    return known.problems;
  }
  const problems = find();
  const next: Memory = { fingerprint, off: off.join(), from: now, until: nextChange(project, now), problems };
  memory.remember(next);
  return problems;
}

/**
 * An instant before which time alone changes nothing: the next midnight (UTC), as rules count days, or an instant
 * that a schedule, a date or a duration names. Milliseconds since 1970.
 */
export function nextChange(project: Project, now: number): number {
  let next = (dayOf(now) + 1) * day;
  const consider = (instant: number | undefined): void => {
    if (instant !== undefined && instant > now && instant < next) next = instant;
  };
  for (const flag of project.flags.values()) {
    for (const date of [flag.created, flag.expires, flag.review?.last]) {
      const period = periodOf(date);
      consider(period?.start);
      consider(period?.end);
    }
    for (const name in flag.environments) {
      for (const { from, until } of flag.environments[name]?.serves ?? []) {
        consider(from);
        consider(until);
      }
    }
  }
  return next;
}
