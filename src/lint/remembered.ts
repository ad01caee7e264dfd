import type { Problem } from '../diagnostic/problem.ts';
import { day, dayOf, periodOf } from '../lifecycle/days.ts';
import type { Project } from '../project/project.ts';

/** What the rules said, and from when to when (exclusive) they would say the same. */
interface Memory {
  readonly fingerprint: string;
  /** The rules that did not run. */
  readonly off: readonly string[];
  readonly from: number;
  readonly until: number;
  /** Of the project rules. */
  readonly problems: readonly Problem[];
  /** The git state that the history rules have seen, and what they reported. */
  readonly history: string;
  readonly ofHistory: readonly Problem[];
}

/** What the rules depend on beside the project. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The rules that do not run. */
  readonly off: readonly string[];
  /** Identifies the history they look at; empty where there is none. */
  readonly history: string;
}

/** Runs the rules. */
export interface Search {
  ofProject(): readonly Problem[];
  /** @param flags the keys of those to look at; all if it is left out */
  ofHistory(flags?: ReadonlySet<string>): Promise<readonly Problem[]>;
  /** The flags that commits have touched since an earlier history; undefined where that is not known. */
  touchedSince(history: string): Promise<ReadonlySet<string> | undefined>;
}

/**
 * What the project rules and those of history have to say: remembered, where no summary and no setting has changed since
 * and nothing that depends on the date either; otherwise found out. A commit concerns the flags that it touched. What was
 * said by more rules serves where fewer are asked.
 */
export async function rememberedProblems(
  project: Project,
  { now, off, history }: Circumstances,
  search: Search,
): Promise<readonly Problem[]> {
  const { memory } = project;
  if (!memory) return [...(await search.ofHistory()), ...search.ofProject()];
  const fingerprint = memory.fingerprint();
  const recalled = memory.recall('problems') as Memory | null;
  const serves = recalled?.fingerprint === fingerprint && recalled.off.every((rule) => off.includes(rule));
  const known = serves && recalled.from <= now && now < recalled.until ? recalled : undefined;
  const asked = (problems: readonly Problem[]): readonly Problem[] =>
    known?.off.length === off.length ? problems : problems.filter(({ rule }) => !off.includes(rule));
  if (known && history === '') return asked(known.problems);
  if (known?.history === history) return asked([...known.problems, ...known.ofHistory]);
  const ofHistory = (known && (await afterCommits(project, known, search))) ?? (await search.ofHistory());
  const problems = known ? asked(known.problems) : search.ofProject();
  const { from, until } = known ?? { from: now, until: nextChange(project, now) };
  const next: Memory = { fingerprint, off, from, until, problems, history, ofHistory: asked(ofHistory) };
  memory.remember('problems', next);
  return [...problems, ...next.ofHistory];
}

/** What the rules of history say now, if it is known which flags commits have touched: each looks at one flag alone. */
async function afterCommits(
  { files }: Project,
  { history, ofHistory }: Memory,
  search: Search,
): Promise<readonly Problem[] | undefined> {
  const touched = await search.touchedSince(history);
  if (!touched) return undefined;
  const others = ofHistory.filter(({ at }) => !touched.has(files.get(at.file)?.key ?? ''));
  return touched.size === 0 ? others : [...others, ...(await search.ofHistory(touched))];
}

/**
 * An instant before which time alone changes nothing: the next midnight (UTC), as rules count days, or an instant
 * that a schedule, a date or a duration names. Milliseconds since 1970.
 */
function nextChange(project: Project, now: number): number {
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
