import { compileFlags } from '../../src/evaluate/compile.ts';
import type { TargetingCompiler } from '../../src/evaluate/compile-flag.ts';
import type { EnvironmentBlock, FlagDefinition, SegmentDefinition } from '../../src/evaluate/definition.ts';
import type { Evaluation, ValueType } from '../../src/evaluate/evaluation.ts';
import type { Evaluator } from '../../src/evaluate/evaluator.ts';

/** The instant of all tests of evaluation. */
export const now = Date.UTC(2026, 9, 1);

export type Parts = Partial<Omit<FlagDefinition, 'environments'>>;

/** A flag whose only environment is `production`. */
export const flag = (
  key: string,
  production: boolean | EnvironmentBlock | undefined,
  parts: Parts = {},
): FlagDefinition => ({
  key,
  ...parts,
  environments: production === undefined ? {} : { production },
});

interface Surroundings {
  readonly segments?: Record<string, SegmentDefinition>;
  readonly jsonLogic?: TargetingCompiler;
  readonly now?: Date | number;
  readonly type?: ValueType;
}

export const compile = (flags: readonly FlagDefinition[], { segments = {}, jsonLogic }: Surroundings = {}): Evaluator =>
  compileFlags({ flags, segments: new Map(Object.entries(segments)), environment: 'production', jsonLogic });

/** Evaluates the first of the flags. */
export const evaluate = (flags: readonly FlagDefinition[], context: object = {}, more: Surroundings = {}): Evaluation =>
  compile(flags, more).evaluate(flags[0]!.key, { ...context }, { now: more.now ?? now, type: more.type });

/** Evaluates one flag with this block. */
export const serving = (production: boolean | EnvironmentBlock, context: object = {}, parts: Parts = {}): Evaluation =>
  evaluate([flag('f', production, parts)], context);
