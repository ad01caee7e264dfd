import type { Evaluation, EvaluationContext, ValueType } from '../../evaluate/evaluation.ts';
import { evaluatorOf, readDefinitions } from '../../project/definitions.ts';
import { chosenEnvironment } from '../../workspace/chosen-environment.ts';
import { environmentNames, sortedFlags } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';

export interface EvaluateCommandOptions {
  /** May be left out where there is only one. */
  readonly environment: string | undefined;
  readonly context: EvaluationContext;
  /** The type that the caller of a flag would ask for; another one is a `TYPE_MISMATCH`. */
  readonly type?: ValueType | undefined;
  /** Whether a flag that does not exist is an evaluation with `FLAG_NOT_FOUND`, for programs, instead of an error. */
  readonly missingIsAnswer?: boolean | undefined;
}

export interface EvaluateReport {
  readonly command: 'evaluate';
  /** Whether every evaluation gave an answer and not an error. */
  readonly ok: boolean;
  readonly environment: string;
  /** The one flag that was asked for, with its trace. */
  readonly evaluation: Evaluation | undefined;
  /** Of all flags by their keys, without traces, where none was asked for. */
  readonly evaluations: readonly Evaluation[];
}

/**
 * What one flag gives for a context and why, or what all of them give.
 * @throws UserError if there is no such flag or environment
 */
export async function evaluate(
  host: Host,
  flag: string | undefined,
  { environment: named, context, type, missingIsAnswer = false }: EvaluateCommandOptions,
): Promise<EvaluateReport> {
  const project = await openProject(host);
  const count = project.flags.size;
  const more = count === 0 ? '`flagwright new` makes one' : `\`flagwright list\` shows all ${count}`;
  if (flag !== undefined && !missingIsAnswer) requireKnown('flag', flag, project.flags.keys(), { more });
  const environment = chosenEnvironment(named, environmentNames(project));
  const keys = flag === undefined ? sortedFlags(project).map(({ key }) => key) : [flag];
  const evaluator = evaluatorOf(await readDefinitions(project, keys), environment);
  project.memory?.save();
  const now = host.clock.now();
  if (flag !== undefined) {
    const evaluation = evaluator.evaluate(flag, context, { now, trace: true, type });
    return { command: 'evaluate', ok: evaluation.reason !== 'ERROR', environment, evaluation, evaluations: [] };
  }
  const byKey = new Map(evaluator.evaluateAll(context, { now }).map((one) => [one.flagKey, one]));
  const evaluations = keys.flatMap((key) => byKey.get(key) ?? []);
  const ok = evaluations.every(({ reason }) => reason !== 'ERROR');
  return { command: 'evaluate', ok, environment, evaluation: undefined, evaluations };
}
