import type { TargetingCompiler } from './compile-flag.ts';
import type { FlagDefinition, SegmentDefinition } from './definition.ts';
import { Evaluator } from './evaluator.ts';
import { segmentCompiler } from './segments.ts';

export interface CompileFlagsInput {
  readonly flags: Iterable<FlagDefinition> | ReadonlyMap<string, FlagDefinition>;
  readonly segments?: ReadonlyMap<string, SegmentDefinition> | undefined;
  readonly environment: string;
  /** For flags with `targeting`; without it they fail with PARSE_ERROR. */
  readonly jsonLogic?: TargetingCompiler | undefined;
}

/**
 * Makes the flags of one environment ready to be evaluated. The definitions must not change afterwards: each is compiled
 * when it is first needed. Of two flags with one key the first counts. A definition that cannot be used is not an error
 * here; evaluating it gives its `onFailure` variant with `PARSE_ERROR`.
 */
export function compileFlags({ flags, segments = new Map(), environment, jsonLogic }: CompileFlagsInput): Evaluator {
  const link = segmentCompiler(segments);
  return new Evaluator(byKey(flags), segments, { environment, link, jsonLogic });
}

function byKey(flags: CompileFlagsInput['flags']): ReadonlyMap<string, FlagDefinition> {
  if (flags instanceof Map) return flags as ReadonlyMap<string, FlagDefinition>;
  const map = new Map<string, FlagDefinition>();
  for (const flag of flags as Iterable<FlagDefinition>) if (!map.has(flag.key)) map.set(flag.key, flag);
  return map;
}
