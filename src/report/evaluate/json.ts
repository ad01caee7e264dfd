import type { EvaluateReport } from '../../commands/evaluate/evaluate.ts';
import type { Evaluation } from '../../evaluate/evaluation.ts';
import { jsonText } from '../json.ts';

/** The evaluation of one flag, or those of all, as data; see schemas/output/evaluate.schema.json. */
export function evaluateJson({ command, environment, evaluation, evaluations }: EvaluateReport): string {
  const head = { schemaVersion: 1, command };
  if (evaluation !== undefined) {
    const { trace = [] } = evaluation;
    return jsonText({ ...head, ...evaluationJson(environment, evaluation), trace });
  }
  return jsonText({ ...head, environment, evaluations: evaluations.map((one) => evaluationJson(environment, one)) });
}

/** One evaluation as data, without its trace. */
export function evaluationJson(environment: string, evaluation: Evaluation): object {
  const { flagKey, value = null, variant = null, reason, errorCode = null, errorMessage = null } = evaluation;
  return {
    environment,
    flagKey,
    value,
    variant,
    reason,
    errorCode,
    errorMessage,
    flagMetadata: evaluation.flagMetadata,
  };
}
