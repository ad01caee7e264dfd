import type { Problem } from '../diagnostic/problem.ts';
import { day, dayOf, periodOf } from '../lifecycle/days.ts';
import type { Flag } from '../model/flag.ts';
import type { Project } from '../project/project.ts';
import { concernedBy, type Concerned } from './apart.ts';

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
  ofProject(): Promise<readonly Problem[]>;
  /** What the project rules say now, by what they said before what is concerned changed. */
  ofConcerned(concerned: Concerned, before: readonly Problem[]): Promise<readonly Problem[]>;
  /** @param flags the keys of those to look at; all if it is left out */
  ofHistory(flags?: ReadonlySet<string>): Promise<readonly Problem[]>;
  /** The flags that commits have touched since an earlier history; undefined where that is not known. */
  touchedSince(history: string): Promise<ReadonlySet<string> | undefined>;
}

/**
 * What the project rules and those of history have to say: remembered, where no summary and no setting has changed since
 * and nothing that depends on the date either; otherwise found out. Where only flags have changed, only what they concern
 * is looked at, and a commit concerns the flags that it touched. What was said by more rules serves where fewer are asked.
 */
export async function rememberedProblems(
  project: Project,
  circumstances: Circumstances,
  search: Search,
): Promise<readonly Problem[]> {
  const { memory } = project;
  if (!memory) return [...(await search.ofHistory()), ...(await search.ofProject())];
  const { now, off, history } = circumstances;
  const fingerprint = memory.fingerprint();
  const known = await stillKnown(project, fingerprint, circumstances, search);
  const asked = (problems: readonly Problem[]): readonly Problem[] =>
    known?.off.length === off.length ? problems : problems.filter(({ rule }) => !off.includes(rule));
  if (known && known.changed.size === 0) {
    if (history === '') return asked(known.problems);
    if (known.history === history) return asked([...known.problems, ...known.ofHistory]);
  }
  const ofHistory = (known && (await afterChanges(project, known, history, search))) ?? (await search.ofHistory());
  const problems = known ? asked(known.problems) : await search.ofProject();
  const { from, until } = known ?? { from: now, until: nextChange(project.flags.values(), now) };
  const next: Memory = { fingerprint, off, from, until, problems, history, ofHistory: asked(ofHistory) };
  memory.remember('problems', next);
  return [...problems, ...next.ofHistory];
}

/** What is known, but that the rules of history have yet to look at the flags with these keys. */
interface Known extends Memory {
  readonly changed: ReadonlySet<string>;
}

/** What is remembered and holds, with what has changed since put right; undefined where too much has. */
async function stillKnown(
  project: Project,
  fingerprint: string,
  { now, off }: Circumstances,
  search: Search,
): Promise<Known | undefined> {
  const recalled = project.memory?.recall('problems') as Memory | null;
  if (!recalled || now < recalled.from || recalled.until <= now) return undefined;
  if (!recalled.off.every((rule) => off.includes(rule))) return undefined;
  if (recalled.fingerprint === fingerprint) return { ...recalled, changed: new Set() };
  const changed = recalled.off.length === off.length ? project.memory?.changedSince(recalled.fingerprint) : undefined;
  const concerned = changed && concernedBy(project, changed);
  if (!concerned) return undefined;
  const keys = new Set([...changed].map((file) => project.files.get(file)?.key ?? ''));
  const flags = [...keys].flatMap((key) => project.flags.get(key) ?? []);
  return {
    ...recalled,
    problems: await search.ofConcerned(concerned, recalled.problems),
    from: now,
    until: Math.min(recalled.until, nextChange(flags, now)),
    changed: keys,
  };
}

/** What the rules of history say now, if it is known which flags have been touched: each looks at one flag alone. */
async function afterChanges(
  { files }: Project,
  { history, ofHistory, changed }: Known,
  now: string,
  search: Search,
): Promise<readonly Problem[] | undefined> {
  const committed = history === now ? new Set<string>() : await search.touchedSince(history);
  if (!committed) return undefined;
  const touched = new Set([...committed, ...changed]);
  const others = ofHistory.filter(({ at }) => !touched.has(files.get(at.file)?.key ?? ''));
  return touched.size === 0 ? others : [...others, ...(await search.ofHistory(touched))];
}

/**
 * An instant before which time alone changes nothing: the next midnight (UTC), as rules count days, or an instant
 * that a schedule, a date or a duration names. Milliseconds since 1970.
 */
function nextChange(flags: Iterable<Flag>, now: number): number {
  let next = (dayOf(now) + 1) * day;
  const consider = (instant: number | undefined): void => {
    if (instant !== undefined && instant > now && instant < next) next = instant;
  };
  for (const flag of flags) {
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
