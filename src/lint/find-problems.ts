import type { Problem } from '../diagnostic/problem.ts';
import type { Flag } from '../model/flag.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import type { CodeUsage } from '../usage/usage.ts';
import { problemsAfter } from './apart.ts';
import { problemsInCode } from './problems-in-code.ts';
import type { FlagPast } from '../lifecycle/flag-past.ts';
import { toProblem } from './inspect.ts';
import { rememberedProblems } from './remembered.ts';
import type { Weighed } from './resolve.ts';
import type { HistoryContext, ProjectRule, Rule } from './rule.ts';
import { rules } from './rules/index.ts';
import { checkOverrides, resolveSettings, severityOf, type Setting } from './settings.ts';
import { stillThere } from './still-there.ts';
import { readFilesWithSegments, type FileWithSegments } from './with-segments.ts';

export interface LintOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Rule id → severity, over what the manifest says. */
  readonly overrides?: Readonly<Record<string, Setting>>;
  /** Only what is wrong in the file of this flag is told; finding where the rest is would mean reading those files. */
  readonly flag?: string | undefined;
  /** Without it the rules of history do not run. */
  readonly history?: LintHistory | undefined;
  /** Looks for the flags of a project in code; without it the rules about code do not run. */
  readonly code?: ((project: Project) => Promise<CodeUsage>) | undefined;
}

/** What git says of the flags of a project. */
export interface LintHistory {
  /** Changes whenever `pasts` could give something else for the same project. */
  readonly identity: string;
  /** By key, of the flags of a project; see `gatherPasts`. Asked only if it is not remembered what the rules said. */
  pasts(project: Project): Promise<ReadonlyMap<string, FlagPast>>;
  /** The flags that were touched since an earlier `identity`, by key; undefined where that cannot be told. */
  touchedSince(identity: string): Promise<ReadonlySet<string> | undefined>;
}

/** What the rules found in a project, before places become spans. */
export interface FoundProblems {
  /** Also what is suppressed. */
  readonly problems: readonly Weighed[];
  /** Gives problems their severity, and leaves out those of rules that are off. */
  readonly weigh: (problems: readonly Problem[]) => Weighed[];
  /** The rules that did not run. */
  readonly off: ReadonlySet<string>;
  /** Those of them that would have run if there were a history to look at. */
  readonly skipped: readonly string[];
  /** The documents that have been read. */
  readonly documents: Map<string, Document>;
}

export const rulesById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/**
 * Runs the rules, or recalls what they said.
 * @throws UserError if `overrides` names what is not a rule
 */
export async function findProblems(project: Project, options: LintOptions): Promise<FoundProblems> {
  checkOverrides(options.overrides ?? {}, rulesById.keys());
  const settings = resolveSettings(project.manifest.rules, options.overrides);
  const documents = new Map<string, Document>();
  const weigh = (problems: readonly Problem[]): Weighed[] =>
    problems.flatMap((problem) => {
      const rule = rulesById.get(problem.rule);
      if (!rule) throw new Error(`a problem of an unknown rule: ${problem.rule}`);
      const severity = severityOf(settings, rule, problem.severity);
      return severity ? [{ problem, severity }] : [];
    });
  const off = new Set(rules.filter((rule) => settings.setting(rule.id) === 'off').map((rule) => rule.id));
  const { now, history } = options;
  const ofHistory = rules.filter(({ scope, id }) => scope === 'history' && !off.has(id)).map(({ id }) => id);
  const skipped = history ? [] : ofHistory;
  for (const id of skipped) off.add(id);
  const problems: Problem[] = [];
  for (const file of project.files.values()) problems.push(...file.problems);
  const running = async (part: Project): Promise<ProjectRule[]> => {
    const asked = rules.filter(({ id }) => !off.has(id));
    const files = asked.some(looksIntoSegments) ? await readFilesWithSegments(part) : [];
    return asked.flatMap((rule) => ofProject(rule, files) ?? []);
  };
  const circumstances = { now, off: [...off], history: (ofHistory.length > 0 && history?.identity) || '' };
  const remembered = await rememberedProblems(project, circumstances, {
    ofProject: async () => (await running(project)).flatMap((rule) => problemsOf(rule, { project, now })),
    ofConcerned: async (concerned, before) =>
      problemsAfter(concerned, before, await running(concerned.part), (rule, part = project) =>
        problemsOf(rule, { project: part, now }),
      ),
    async ofHistory(keys) {
      if (ofHistory.length === 0 || !history) return [];
      const part = keys ? withFlags(project, keys) : project;
      const seen = { project: part, now, pasts: await history.pasts(part) };
      return rules.flatMap((rule) => (rule.scope === 'history' && !off.has(rule.id) ? problemsOf(rule, seen) : []));
    },
    touchedSince: async (identity) => history?.touchedSince(identity),
  });
  problems.push(...(await stillThere(project, remembered, documents)));
  problems.push(...(await problemsInCode(project, rules, { now, find: options.code, off, documents })));
  return { problems: weigh(problems), weigh, off, skipped, documents };
}

const looksIntoSegments = (rule: Rule): boolean => rule.scope === 'file' && rule.checkWithSegments !== undefined;

/**
 * A rule as it looks at a project: what a file rule reports with the help of segments depends on that file and on segments.
 * @param files in which segments may matter
 */
function ofProject(rule: Rule, files: readonly FileWithSegments[]): ProjectRule | undefined {
  if (rule.scope === 'project') return rule;
  if (rule.scope !== 'file' || !rule.checkWithSegments) return undefined;
  const { checkWithSegments } = rule;
  return { ...rule, scope: 'project', apart: 'always', check: (context) => checkWithSegments({ ...context, files }) };
}

function problemsOf<Seen extends object>(
  rule: Rule & { check(context: Seen & { report: ProjectReporter }): void },
  seen: Seen,
): Problem[] {
  const problems: Problem[] = [];
  rule.check({ ...seen, report: (at, report) => problems.push(toProblem(rule, at, report)) });
  return problems;
}

type ProjectReporter = HistoryContext['report'];

/** A project of some of its flags, for who looks at flags one by one. */
function withFlags(project: Project, keys: ReadonlySet<string>): Project {
  const flags = new Map<string, Flag>();
  for (const key of keys) {
    const flag = project.flags.get(key);
    if (flag) flags.set(key, flag);
  }
  return { ...project, flags, memory: undefined };
}
