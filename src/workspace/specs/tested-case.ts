import type { Location, Path, Span } from '../../diagnostic/diagnostic.ts';
import type { Evaluation, EvaluationContext } from '../../evaluate/evaluation.ts';
import type { Evaluator } from '../../evaluate/evaluator.ts';

/** Where and of what a case or population is checked. */
export interface TestSubject {
  readonly file: string;
  readonly flag: string;
  /** The variants of the flag. */
  readonly variants: readonly string[];
  /** The rules of the flag in the environment. */
  readonly rules: readonly string[];
  readonly evaluator: Evaluator;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The span of a value below `expect`, or of its name. */
  readonly span: (path: Path, part?: 'key' | 'value') => Span;
}

/** What became of one case or population of a spec, or of a spec file that cannot be run. */
export interface TestedCase extends Location {
  readonly kind: 'case' | 'population' | 'file';
  readonly name: string;
  /** The spec. */
  readonly file: string;
  readonly flag: string | undefined;
  readonly environment: string | undefined;
  /** The instant of evaluation, in milliseconds since 1970. */
  readonly at: number | undefined;
  /** Empty if it passed. */
  readonly failures: readonly Failure[];
  /** With its trace if the case failed. Absent for populations, and where nothing could be evaluated. */
  readonly evaluation?: Evaluation | undefined;
  /** What was evaluated, if a case failed. */
  readonly context?: EvaluationContext | undefined;
  readonly population?: TestedPopulation | undefined;
}

/** One thing that is not as expected, at the place where that is written. */
export interface Failure extends Location {
  /** The field of `expect`, or the variant of a population's; absent where the case could not be run. */
  readonly field: string | undefined;
  /** In one sentence without a full stop. */
  readonly message: string;
  /** Beside the marked place. */
  readonly label: string;
  readonly help?: string | undefined;
  /** For a population shares, 0 to 1. */
  readonly expected?: unknown;
  readonly received?: unknown;
}

export interface TestedPopulation {
  readonly size: number;
  /** As a share, 0 to 1. */
  readonly tolerance: number;
  /** Of every variant expected or received. Shares are from 0 to 1. */
  readonly shares: readonly {
    readonly variant: string;
    readonly expected: number | undefined;
    readonly received: number;
  }[];
  /** What the first evaluation that failed said. */
  readonly error: string | undefined;
}
