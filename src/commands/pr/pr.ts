import type { JudgedCommit } from '../../audit/range/judge-range.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { dependencyGraph, edgeKinds, type DependencyGraph } from '../../graph/dependency-graph.ts';
import { dependentsOf, systemsHit } from '../../graph/impact.ts';
import { neighbourhood } from '../../graph/neighbourhood.ts';
import { daysLeft } from '../../lifecycle/days.ts';
import { notInBase } from '../../lint/baseline.ts';
import { pointedTexts } from '../../lint/pointed-texts.ts';
import { environmentsOf } from '../../meaning/change-environments.ts';
import { projectEnvironments } from '../../model/environments.ts';
import type { Flag } from '../../model/flag.ts';
import { fields, text } from '../../model/read.ts';
import type { Project } from '../../project/project.ts';
import { environmentNames } from '../../workspace/flag-summary.ts';
import { graphPicture, type GraphPicture } from '../../workspace/graph-picture.ts';
import type { Host } from '../../workspace/host.ts';
import { lintedProject, type Linted } from '../../workspace/linted-project.ts';
import { meaningDiff, type ChangedFlag, type MeaningDiff } from '../../workspace/meaning-diff.ts';
import { missingApprovals, type MissingApprovals } from '../../workspace/missing-approvals.ts';
import { rangeVerdict, type JudgedEnds, type JudgeOptions } from '../../workspace/range-verdict.ts';
import { commitSides, diffSides, type DiffSides } from '../../workspace/two-sides.ts';
import { changedEnvironments, projectSide } from './changed-environments.ts';
import { riskOf, worstOf, type ChangedEnvironment, type PullRequestRisk, type RiskLevel } from './risk.ts';

/** A pull request at one look. */
export interface PrReport extends JudgedEnds {
  readonly command: 'pr';
  readonly ok: boolean;
  /** Whether what is not committed yet belongs to it. */
  readonly includesWorkingTree: boolean;
  /** The worst of all flags. */
  readonly risk: RiskLevel;
  /** Worst first, then by key. */
  readonly flags: readonly PrFlag[];
  readonly meaning: MeaningDiff;
  /** What lint finds and the base does not have. */
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files that diagnostics point into. */
  readonly texts: ReadonlyMap<string, string>;
  readonly commits: readonly JudgedCommit[];
  readonly approvals: readonly MissingApprovals[];
  readonly expiries: readonly TouchedExpiry[];
  /** What is around the flags that changed; absent where none did. */
  readonly picture: GraphPicture | undefined;
}

export interface PrFlag {
  readonly changed: ChangedFlag;
  readonly risk: PullRequestRisk;
  /** Lowest first. */
  readonly environments: readonly ChangedEnvironment[];
  /** Keys of flags that need it, nearest first. */
  readonly dependents: readonly string[];
  readonly systems: readonly string[];
  /** Of the flag and of what it affects. */
  readonly owners: readonly string[];
}

/** An expiry that came, went or was moved. */
export interface TouchedExpiry {
  readonly flag: string;
  readonly owner: string | undefined;
  /** As written. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly daysLeft: number | undefined;
}

/** A picture of more nodes than this helps nobody. */
const mostNodes = 40;

/**
 * Everything about a pull request: what changes in meaning, what that reaches, how risky it is, what lint finds, and what the
 * policy of the base says.
 * @throws UserError as `policy check` does
 */
export async function pr(host: Host, options: JudgeOptions): Promise<PrReport> {
  const { git, range, ends, commits } = await rangeVerdict(host, options);
  const { base, head } = ends;
  const sides = range.includesWorkingTree ? await diffSides(host, git, base.commit) : await commitSides(host, git, base, head); // prettier-ignore
  const now = host.clock.now().getTime();
  const [before, after] = [await lintedSide(host, sides, 'base'), await lintedSide(host, sides, 'head')];
  const diagnostics = notInBase(after.diagnostics, before.diagnostics);
  const meaning = await meaningDiff(host, git, sides);
  const flags = await prFlags(meaning, before, after, diagnostics, now);
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  return {
    command: 'pr',
    ok: !hasErrors && commits.every(({ violations }) => violations.length === 0),
    ...ends,
    includesWorkingTree: range.includesWorkingTree && range.uncommitted.changes.length > 0,
    risk: worstOf(flags.map(({ risk }) => risk.level)),
    flags,
    meaning,
    diagnostics,
    texts: await pointedTexts(after.project, diagnostics, after.documents),
    commits,
    approvals: missingApprovals(commits),
    expiries: touchedExpiries(meaning, before, after, now),
    picture: await picture(host, dependencyGraph(after.project), flags, now),
  };
}

/** The project on one side as lint sees it, with the history that leads there. */
function lintedSide(host: Host, sides: DiffSides, which: 'base' | 'head'): Promise<Linted> {
  const { tree, folder, commit } = sides[which];
  return lintedProject(commit === undefined ? host : { ...host, tree, folder, at: commit });
}

async function prFlags(
  meaning: MeaningDiff,
  before: Linted,
  after: Linted,
  diagnostics: readonly Diagnostic[],
  now: number,
): Promise<PrFlag[]> {
  const keys = meaning.flags.map(({ key }) => key);
  const graphs = [dependencyGraph(before.project), dependencyGraph(after.project)] as const;
  const [was, is] = [await projectSide(graphs[0], keys, now), await projectSide(graphs[1], keys, now)];
  const known = projectEnvironments(after.project);
  const describe = async (changed: ChangedFlag): Promise<PrFlag> => {
    const { key } = changed;
    const names = touchedEnvironments(changed, before.project.flags.get(key), after.project.flags.get(key));
    const environments = changedEnvironments(key, known.filter(({ name }) => names.has(name)), was, is, now); // prettier-ignore
    const risk = riskOf({
      criticality: before.project.flags.get(key)?.criticality ?? changed.criticality,
      environments,
      errors: diagnostics.filter((one) => one.severity === 'error' && one.flag === key).length,
      irreversible: await irreversibleReason(after.project, key),
    });
    const graph: DependencyGraph = after.project.flags.has(key) ? graphs[1] : graphs[0];
    const { systems, owners } = systemsHit(graph, [key]);
    const dependents = dependentsOf(graph, [key]).map((one) => one.key);
    return { changed, risk, environments, dependents, systems: systems.map(({ name }) => name), owners };
  };
  const flags = await Promise.all(meaning.flags.map(describe));
  const rank = ({ risk }: PrFlag): number => ['critical', 'high', 'medium', 'low'].indexOf(risk.level);
  return flags.sort((a, b) => rank(a) - rank(b) || (a.changed.key < b.changed.key ? -1 : 1));
}

/** Environments in which what a flag does may have changed: a word about it changes nothing there. */
function touchedEnvironments({ changes }: ChangedFlag, before: Flag | undefined, after: Flag | undefined): Set<string> {
  const matter = changes.filter(({ kind }) => !['lifecycle', 'ownership', 'metadata', 'moved'].includes(kind));
  const blocks = (flag: Flag | undefined): object => ({ environments: flag?.environments ?? {} });
  return new Set(matter.flatMap((change) => environmentsOf(change, before && blocks(before), after && blocks(after))));
}

/** Why a flag says that switching it off undoes nothing. */
async function irreversibleReason(project: Project, key: string): Promise<string | undefined> {
  const flag = project.flags.get(key);
  if (!flag) return undefined;
  const { never, reason } = fields(fields((await project.document(flag.file)).value).reversible);
  return never === true ? (text(reason) ?? 'it says so') : undefined;
}

function touchedExpiries(meaning: MeaningDiff, before: Linted, after: Linted, now: number): TouchedExpiry[] {
  return meaning.flags.flatMap(({ key, owner }) => {
    const [was, is] = [before.project.flags.get(key)?.expires, after.project.flags.get(key)?.expires];
    return was === is ? [] : [{ flag: key, owner, before: was, after: is, daysLeft: daysLeft(is, now) }];
  });
}

async function picture(
  host: Host,
  graph: DependencyGraph,
  flags: readonly PrFlag[],
  now: number,
): Promise<GraphPicture | undefined> {
  const starts = flags.flatMap(({ changed }) => graph.node('flag', changed.key) ?? []);
  if (starts.length === 0) return undefined;
  const kinds = new Set(edgeKinds);
  const around = neighbourhood(graph, starts, { depth: 1, kinds });
  if (around.nodes.length > mostNodes) return undefined;
  return graphPicture(graph, {
    root: host.root,
    starts,
    part: around,
    depth: 1,
    asked: undefined,
    kinds,
    environments: environmentNames(graph.project),
    environmentsNamed: false,
    now,
  });
}
