import type { Problem } from '../diagnostic/problem.ts';
import { day, dayOf, periodOf } from '../lifecycle/days.ts';
import type { Project } from '../project/project.ts';

/** What the project rules said, and from when to when (exclusive) they would say the same. */
interface Memory {
  readonly fingerprint: string;
  /** The rules that did not run. */
  readonly off: readonly string[];
  /** What of git they looked at. */
  readonly history: string;
  readonly from: number;
  readonly until: number;
  readonly problems: readonly Problem[];
}

/** What the project rules depend on beside the project. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The rules that do not run. */
  readonly off: readonly string[];
  /** Identifies the history they look at; empty where there is none. */
  readonly history: string;
}

/**
 * What the project rules have to say: remembered, where no summary and no setting has changed since and nothing
 * that depends on the date either, and no commit was made; otherwise found out. What was said by more rules serves
 * where fewer are asked.
 */
export async function rememberedProblems(
  project: Project,
  circumstances: Circumstances,
  find: () => Promise<readonly Problem[]>,
): Promise<readonly Problem[]> {
  const { memory } = project;
  if (!memory) return find();
  const { now, off, history } = circumstances;
  const fingerprint = memory.fingerprint();
  const known = memory.recall() as Memory | null;
  if (known?.fingerprint === fingerprint && answers(known, circumstances)) {
    return known.problems.filter(({ rule }) => !off.includes(rule));
  }
  const problems = await find();
  const next: Memory = { fingerprint, off, history, from: now, until: nextChange(project, now), problems };
  memory.remember(next);
  return problems;
}

/** Whether every rule that is asked was asked then, under the same circumstances. */
function answers(known: Memory, { now, off, history }: Circumstances): boolean {
  const wereAsked = known.off.every((rule) => off.includes(rule));
  return wereAsked && (history === '' || history === known.history) && known.from <= now && now < known.until;
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
