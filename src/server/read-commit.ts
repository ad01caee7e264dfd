import { environmentFlags } from '../export/environment-flag.ts';
import type { ExportInput } from '../export/exported.ts';
import { lintProject } from '../lint/lint.ts';
import type { FileKind } from '../model/file-kind.ts';
import type { Project } from '../project/project.ts';
import { chainFacts } from '../workspace/chain-facts.ts';
import { environmentNames, sortedFlags } from '../workspace/flag-summary.ts';
import type { Host } from '../workspace/host.ts';
import { openProject } from '../workspace/linted-project.ts';
import { breakingRules } from './breaking-rules.ts';
import type { DefinitionMemory } from './definition-memory.ts';
import { serveEnvironment, type ServedProject } from './served.ts';

/** One commit as it is served: all environments or none. */
export interface Release {
  readonly commit: string;
  readonly version: number;
  readonly environments: ReadonlyMap<string, ServedProject>;
}

/** Why a commit cannot be served, one line for each thing. */
export interface Broken {
  readonly problems: readonly string[];
  /** Set where the commit lacks what was asked for: then the one who asked may be wrong, not the commit. */
  readonly missing?: Missing;
}

export interface Missing {
  /** No project at all, or these environments. */
  readonly environments: readonly string[] | undefined;
  /** The environments that there are. */
  readonly known: readonly string[];
}

const noProject: Broken = {
  problems: ['there is no flagwright.yaml in this commit'],
  missing: { environments: undefined, known: [] },
};

/**
 * Reads the flags of a commit, whole, before anything of them is served.
 * @param host of the commit; see `commitHost`
 * @param now milliseconds since 1970
 * @param memory of the last sound commit
 */
export async function readCommit(
  host: Host,
  environments: readonly string[],
  now: number,
  memory: DefinitionMemory,
): Promise<Release | Broken> {
  if (host.folder === undefined) return noProject;
  const commit = host.at!;
  const project = await openProject(host);
  if (!project.files.has(project.manifest.file)) return noProject;
  const problems = await breakingProblems(project, now);
  if (problems.length > 0) return { problems };
  const known = environmentNames(project);
  const missing = environments.filter((name) => !known.includes(name));
  if (missing.length > 0) {
    const { file } = project.manifest;
    const said = missing.map((name) => `${file}: there is no environment "${name}"`);
    return { problems: said, missing: { environments: missing, known } };
  }
  const { definitions, changed } = await memory.read(project);
  project.memory?.save();
  const keys = sortedFlags(project).map(({ key }) => key);
  const { context } = project.manifest;
  const served = new Map<string, ServedProject>();
  for (const environment of environments) {
    const chain = await chainFacts(host, commit, environment);
    const source = { project: project.folder || '.', commit, uncommitted: false, context, chain };
    const input: ExportInput = { keys, definitions, environment, now, source };
    problems.push(...flagsThatDoNotCompile(input, changed));
    served.set(environment, serveEnvironment(input));
  }
  if (problems.length > 0) return { problems };
  memory.keep();
  const version = Math.max(...[...served.values()].map((one) => one.version));
  return { commit, version, environments: served };
}

/** Files that decide what is served. Others may be malformed without any harm to it. */
const serving: ReadonlySet<FileKind> = new Set<FileKind>(['manifest', 'flag', 'segment']);

/** What lint finds that changes what flags mean. Whether a flag has expired or has an owner does not. */
async function breakingProblems(project: Project, now: number): Promise<string[]> {
  const { diagnostics } = await lintProject(project, { now });
  return diagnostics
    .filter(({ rule, severity, file }) => {
      const kind = project.files.get(file)?.kind;
      return severity === 'error' && breakingRules.has(rule) && kind !== undefined && serving.has(kind);
    })
    .map(({ file, message, rule }) => `${file}: ${message} [${rule}]`);
}

/** Rules of lint can be switched off; whether a flag compiles does not depend on them. Of those that have not changed it is known. */
function flagsThatDoNotCompile({ definitions, environment }: ExportInput, changed: readonly string[]): string[] {
  const flags = new Map(changed.map((key) => [key, definitions.flags.get(key)!]));
  return [...environmentFlags({ ...definitions, flags }, environment).values()]
    .filter(({ broken }) => broken !== undefined)
    .map(({ key, broken }) => `${key}, in ${environment}: ${broken}`);
}
