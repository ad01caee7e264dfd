import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { activityAt } from '../../graph/activity.ts';
import { dependencyGraph, edgeKinds, type DependencyGraph } from '../../graph/dependency-graph.ts';
import { wholeGraph } from '../../graph/neighbourhood.ts';
import { projectEnvironments } from '../../model/environments.ts';
import { environmentOf } from '../../model/flag.ts';
import type { FileTree } from '../../platform/file-tree.ts';
import { readDefinitions } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import { attentionOf } from '../../workspace/attention.ts';
import { mainEnvironment } from '../../workspace/chosen-environments.ts';
import { codeUsage } from '../../workspace/code-usage.ts';
import { sortedFlags } from '../../workspace/flag-summary.ts';
import { graphPicture } from '../../workspace/graph-picture.ts';
import { hasUncommitted } from '../../workspace/has-uncommitted.ts';
import type { Host } from '../../workspace/host.ts';
import { lintedProject } from '../../workspace/linted-project.ts';
import { projectName } from '../../workspace/project-name.ts';
import type { CatalogGraph, CatalogReport } from './catalog-report.ts';
import { flagEntry } from './flag-entry.ts';
import { segmentsOf, systemsOf, teamLinks, teamsOf } from './parts.ts';
import { pastOf } from './past.ts';
import { specsOf } from './specs.ts';

export interface CatalogOptions {
  /** By default, and where it is blank, the name of the project's folder. */
  readonly title: string | undefined;
  /** Where the catalogue is, in the tree: what is in it does not use flags. Absent where it is elsewhere. */
  readonly folder: string | undefined;
}

/** A picture of more than this takes long to lay out, and nobody could read it. */
const mostNodes = 150;
const mostEdges = 400;

/**
 * Gathers all that a catalogue of the project shows. Nothing is written here.
 * @throws UserError outside of any project
 */
export async function catalog(host: Host, options: CatalogOptions): Promise<CatalogReport> {
  const { project, diagnostics } = await lintedProject(host);
  const now = host.clock.now().getTime();
  const environments = projectEnvironments(project).map(({ name, critical }) => {
    const on = [...project.flags.values()].filter((flag) => environmentOf(flag, name).enabled).length;
    return { name, critical, on, off: project.flags.size - on };
  });
  const names = environments.map(({ name }) => name);
  const past = await pastOf(host);
  const definitions = await readDefinitions(project);
  const usage = await codeUsage(host, host.git ? project : without(project, options.folder));
  const specs = await specsOf(host, project, definitions, names);
  const graph = dependencyGraph(project);
  const problems = byFile(diagnostics);
  const name = projectName(host.root, project.folder);
  const world = { project, graph, activity: activityAt(graph, now), environments: names, now };
  return {
    command: 'catalog',
    ok: true,
    title: options.title?.trim() === '' ? name : (options.title ?? name),
    ...(await commitOf(host)),
    now,
    environments,
    main: mainEnvironment(project),
    flags: sortedFlags(project).map((flag) =>
      flagEntry(world, flag, {
        value: definitions.flags.get(flag.key),
        versions: past.flags.get(flag.key) ?? [],
        specs: specs.get(flag.key) ?? [],
        references: usage.references.get(flag.key) ?? [],
        diagnostics: problems.get(flag.file) ?? [],
      }),
    ),
    segments: await segmentsOf(project, definitions, past),
    teams: teamsOf(project),
    systems: systemsOf(project),
    attention: attentionOf(diagnostics, project, now),
    changes: past.commits,
    missingHistory: past.missing,
    codeFiles: usage.files,
    graph: await graphOf(host, project, graph, names),
  };
}

/** A project without a folder that git, where there is one, is told to ignore. */
function without(project: Project, folder: string | undefined): Project {
  const { tree } = project;
  const list: FileTree['list'] = async (top) =>
    (await tree.list(top)).filter(({ path }) => folder === undefined || !path.startsWith(`${folder}/`));
  return { ...project, tree: { ...tree, list } };
}

function byFile(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const known = found.get(diagnostic.file);
    if (known) known.push(diagnostic);
    else found.set(diagnostic.file, [diagnostic]);
  }
  return found;
}

/** What is looked at, as far as git can tell. */
async function commitOf(host: Host): Promise<Pick<CatalogReport, 'commit' | 'uncommitted'>> {
  const git = await host.git?.();
  const id = host.at ?? (await git?.headCommit());
  if (git === undefined || id === undefined) return { commit: undefined, uncommitted: false };
  const info = (await git.commitInfos([id])).get(id)!;
  const uncommitted = host.at === undefined && (await hasUncommitted(host, git, id));
  return { commit: { id, committedAt: info.committedAt.getTime(), subject: info.subject }, uncommitted };
}

async function graphOf(
  host: Host,
  { flags, segments, systems }: Project,
  graph: DependencyGraph,
  environments: readonly string[],
): Promise<CatalogGraph> {
  const size = flags.size + segments.size + (systems?.systems.size ?? 0);
  if (size > mostNodes || graph.edgeCount > mostEdges) return { of: 'teams', links: teamLinks(graph) };
  const kinds = new Set(edgeKinds);
  const picture = await graphPicture(graph, {
    root: host.root,
    starts: [],
    part: wholeGraph(graph, kinds, true),
    depth: undefined,
    asked: undefined,
    kinds,
    environments,
    environmentsNamed: false,
    now: host.clock.now().getTime(),
  });
  return { of: 'project', picture };
}
