import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { FlagDefinition } from '../../evaluate/definition.ts';
import type { Activity } from '../../graph/activity.ts';
import type { DependencyGraph } from '../../graph/dependency-graph.ts';
import { daysLeft } from '../../lifecycle/days.ts';
import { lifecycleOf } from '../../lifecycle/states.ts';
import type { Flag } from '../../model/flag.ts';
import { fields, text, texts } from '../../model/read.ts';
import type { Project } from '../../project/project.ts';
import type { Reference } from '../../usage/file-usage.ts';
import type { CatalogFlag, CatalogProblem, CatalogSpec, CatalogVersion } from './catalog-report.ts';
import { dependentsIn, relationsOf } from './relations.ts';
import { targetingIn } from './targeting.ts';

/** What flags are looked at in. */
interface World {
  readonly project: Project;
  readonly graph: DependencyGraph;
  readonly activity: Activity;
  /** Names, lowest first. */
  readonly environments: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What was found of one flag elsewhere. */
interface Found {
  /** Of its file; absent where that cannot be read. */
  readonly value: FlagDefinition | undefined;
  readonly versions: readonly CatalogVersion[];
  readonly specs: readonly CatalogSpec[];
  readonly references: readonly Reference[];
  readonly diagnostics: readonly Diagnostic[];
}

/** All that the page of a flag tells. */
export function flagEntry(
  { project, graph, activity, environments, now }: World,
  flag: Flag,
  found: Found,
): CatalogFlag {
  const { key, file, type, owner, criticality, created, expires, extensions, tags, off } = flag;
  const value = fields(found.value);
  const { review, everybodyGets } = lifecycleOf(flag, project.manifest, now, undefined);
  return {
    key,
    file,
    description: text(value.description),
    type,
    owner,
    criticality,
    created,
    expires: expires || undefined,
    daysLeft: daysLeft(expires, now),
    retire: text(value.retire),
    review: flag.review?.every,
    reviewIn: review?.daysLeft,
    extensions,
    tags,
    variants: value.variants === undefined ? { on: true, off: false } : fields(value.variants),
    off,
    bucketBy: typeof value.bucketBy === 'string' ? [value.bucketBy] : texts(value.bucketBy),
    links: Object.entries(fields(value.links)).flatMap(([name, url]) =>
      typeof url === 'string' ? [{ name, url }] : [],
    ),
    environments: environments.map((name) => targetingIn(flag, name, value.environments, activity)),
    relations: relationsOf(graph, flag, value),
    dependents: dependentsIn(graph, key),
    versions: found.versions,
    specs: found.specs,
    usage: found.references.map(({ file: inFile, line, text: code }) => ({ file: inFile, line, text: code })),
    problems: problemsOf(found.diagnostics),
    everybodyGets,
  };
}

const weights = { error: 0, warning: 1, info: 2 } as const;

function problemsOf(diagnostics: readonly Diagnostic[]): CatalogProblem[] {
  return diagnostics
    .map(({ severity, rule, message, help }) => ({ severity, rule, message, help }))
    .sort((a, b) => weights[a.severity] - weights[b.severity]);
}
