import type { Problem } from '../diagnostic/problem.ts';
import { dependencyGraph, type DependencyGraph } from '../graph/dependency-graph.ts';
import type { Flag } from '../model/flag.ts';
import type { Project, ProjectFile } from '../project/project.ts';
import type { ProjectRule } from './rule.ts';

/** What a change of some flags can change in what is said of flags. */
export interface Concerned {
  /** The files of the flags that have changed, and of all that lead to them. */
  readonly files: ReadonlySet<string>;
  /** The project with these and with all that they lead to, and without the other flags. */
  readonly part: Project;
}

/**
 * What is concerned where only these files of a project have changed.
 * @returns nothing where more may be: something else than flags has changed, or what each flag says depends on all
 */
export function concernedBy(project: Project, changed: ReadonlySet<string>): Concerned | undefined {
  // Then the environments are those that any flag names.
  if (project.manifest.environments === undefined) return undefined;
  const keys: string[] = [];
  for (const path of changed) {
    const file = project.files.get(path);
    if (file?.kind !== 'flag' || project.flags.get(file.key)?.file !== path) return undefined;
    keys.push(file.key);
  }
  const graph = dependencyGraph(project);
  const starts = keys.map((key) => graph.node('flag', key)!);
  const concerned = reached(graph, starts, ({ dependents }, node) => dependents(node).map(({ from }) => from));
  const wanted = reached(graph, concerned, ({ dependencies }, node) => dependencies(node).map(({ to }) => to));
  const flags = new Map<string, Flag>();
  // In the order of the project, as there what is said may depend on it.
  for (const node of [...wanted].sort((a, b) => a - b)) {
    const { key } = graph.nodes[node]!;
    flags.set(key, project.flags.get(key)!);
  }
  const files = new Map<string, ProjectFile>();
  for (const [path, file] of project.files) {
    if (!isOfKey(file) || (file.kind === 'flag' && flags.has(file.key))) files.set(path, file);
  }
  return {
    files: new Set([...concerned].map((node) => flags.get(graph.nodes[node]!.key)!.file)),
    part: { ...project, flags, files, specs: [], duplicates: [], memory: undefined },
  };
}

const isOfKey = ({ kind }: ProjectFile): boolean => kind === 'flag' || kind === 'segment' || kind === 'spec';

/** The flags that can be reached, these included. */
function reached(
  graph: DependencyGraph,
  starts: Iterable<number>,
  next: (graph: DependencyGraph, node: number) => readonly number[],
): Set<number> {
  const found = new Set(starts);
  for (const node of found) {
    for (const other of next(graph, node)) if (graph.nodes[other]!.kind === 'flag') found.add(other);
  }
  return found;
}

/**
 * What project rules say now, by what they said before some flags changed.
 * @param rules those that run, and ran
 * @param check runs one of them on the project, or on a part of it
 */
export function problemsAfter(
  { files, part }: Concerned,
  known: readonly Problem[],
  rules: readonly ProjectRule[],
  check: (rule: ProjectRule, part?: Project) => readonly Problem[],
): Problem[] {
  const before = new Map<string, Problem[]>(rules.map(({ id }) => [id, []]));
  for (const problem of known) before.get(problem.rule)?.push(problem);
  return rules.flatMap((rule) => {
    const said = before.get(rule.id) ?? [];
    if (rule.apart === undefined || (rule.apart === 'if-silent' && said.length > 0)) return check(rule);
    const now = check(rule, part);
    if (rule.apart === 'if-silent') return now.length > 0 ? check(rule) : [];
    return [...said.filter(({ at }) => !files.has(at.file)), ...now.filter(({ at }) => files.has(at.file))];
  });
}
