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
 * whose file cannot be read stand there as what gives an error when evaluated; those that do not exist are left out.
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
  const open = [...keys].toReversed();
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const flag = project.flags.get(key);
    if (!flag || flags.has(key)) continue;
    const { value } = await project.document(flag.file);
    const definition = { ...(fields(value) as object), key } as FlagDefinition;
    flags.set(key, definition);
    added.push(definition);
    for (const needed of flag.prerequisites.toReversed()) open.push(needed.flag);
    for (const block of Object.values(flag.environments)) segmentKeys.push(...block.segments.map((one) => one.key));
  }
  for (let key = segmentKeys.pop(); key !== undefined; key = segmentKeys.pop()) {
    const segment = project.segments.get(key);
    if (!segment || segments.has(key)) continue;
    const { value } = await project.document(segment.file);
    segments.set(key, fields(value) as unknown as SegmentDefinition);
    segmentKeys.push(...segment.segments.map((one) => one.key));
  }
  return { flags, segments, jsonLogic: known?.jsonLogic ?? (await jsonLogicFor(added)) };
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
