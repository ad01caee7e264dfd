import type { FlagDefinition, SegmentDefinition } from '../evaluate/definition.ts';
import type { TargetingCompiler } from '../evaluate/compile-flag.ts';
import { compileFlags } from '../evaluate/compile.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { fields } from '../model/read.ts';
import type { Project } from './project.ts';

/** Flags and segments as written, with everything that they need: what evaluation is done on. */
export interface Definitions {
  readonly flags: ReadonlyMap<string, FlagDefinition>;
  readonly segments: ReadonlyMap<string, SegmentDefinition>;
  /** Present if one of the flags has raw JsonLogic. */
  readonly jsonLogic: TargetingCompiler | undefined;
}

/** Definitions that more can be read into. */
export interface GrowingDefinitions extends Definitions {
  readonly flags: Map<string, FlagDefinition>;
  readonly segments: Map<string, SegmentDefinition>;
}

/**
 * Reads the definitions of flags, of their prerequisites and of the segments that they use, all transitively. Those
 * whose file cannot be read are there as what gives an error when evaluated; those that do not exist are left out.
 * @param keys the flags; all of the project by default
 * @param known what was read before: it is read on, and its maps get what is new
 */
export async function readDefinitions(
  project: Project,
  keys: Iterable<string> = project.flags.keys(),
  known?: GrowingDefinitions,
): Promise<GrowingDefinitions> {
  const { flags, segments } = known ?? { flags: new Map(), segments: new Map() };
  const added: FlagDefinition[] = [];
  const segmentKeys: string[] = [];
  // All that is known to be needed is read side by side: of a commit, git then gives it in one go.
  for (let open = missing(keys, project.flags, flags); open.length > 0;) {
    const values = await Promise.all(open.map(async ({ file }) => (await project.document(file)).value));
    const next: string[] = [];
    for (const [at, { key, prerequisites, environments }] of open.entries()) {
      const definition = { ...(fields(values[at]) as object), key } as FlagDefinition;
      flags.set(key, definition);
      added.push(definition);
      for (const needed of prerequisites) next.push(needed.flag);
      for (const block of Object.values(environments)) segmentKeys.push(...block.segments.map((one) => one.key));
    }
    open = missing(next, project.flags, flags);
  }
  for (let open = missing(segmentKeys, project.segments, segments); open.length > 0;) {
    const values = await Promise.all(open.map(async ({ file }) => (await project.document(file)).value));
    for (const [at, { key }] of open.entries()) {
      segments.set(key, fields(values[at]) as unknown as SegmentDefinition);
    }
    const next = open.flatMap((segment) => segment.segments.map((one) => one.key));
    open = missing(next, project.segments, segments);
  }
  return { flags, segments, jsonLogic: known?.jsonLogic ?? (await jsonLogicFor(added)) };
}

/** Those named that exist and have not been read, each once. */
function missing<One>(
  keys: Iterable<string>,
  existing: ReadonlyMap<string, One>,
  known: ReadonlyMap<string, unknown>,
): One[] {
  const found = new Map<string, One>();
  for (const key of keys) {
    const one = known.has(key) ? undefined : existing.get(key);
    if (one) found.set(key, one);
  }
  return [...found.values()];
}

/** What compiles JsonLogic, loaded only if one of the flags has some. */
export async function jsonLogicFor(flags: Iterable<FlagDefinition>): Promise<TargetingCompiler | undefined> {
  for (const { environments } of flags) {
    const hasLogic = Object.values(fields(environments)).some((block) => fields(block).targeting !== undefined);
    if (hasLogic) return (await import('../evaluate/json-logic.ts')).compileJsonLogic;
  }
  return undefined;
}

/** Makes definitions ready to be evaluated in one environment. */
export function evaluatorOf({ flags, segments, jsonLogic }: Definitions, environment: string): Evaluator {
  return compileFlags({ flags, segments, environment, jsonLogic });
}
