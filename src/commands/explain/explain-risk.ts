import { completeFlag } from '../../lint/complete-example.ts';
import { fileName } from '../../model/file-kind.ts';
import type { FoundExample, Risk, RiskSeverity } from '../../rollback/risk.ts';
import { flagFiles, segmentFiles, type ExplainedFile } from './explained-file.ts';

/** A risk that a rollback is checked for. */
export interface ExplainedRisk {
  readonly code: string;
  readonly severity: RiskSeverity;
  /** Whether `--accept` can let it pass. */
  readonly acceptable: boolean;
  readonly summary: string;
  readonly why: string;
  readonly examples: readonly ExplainedRollback[];
}

/** A small rollback that runs the risk: whole files, beside those of the project that examples are in. */
export interface ExplainedRollback {
  /** The day on which it is so, where that matters. */
  readonly today: string | undefined;
  readonly severity: RiskSeverity;
  /** All files as they are. */
  readonly before: readonly ExplainedFile[];
  /** Those that the rollback changes, as they would be; without a text where it removes them. */
  readonly after: readonly { readonly path: string; readonly text: string | undefined }[];
  /** What the risk says. */
  readonly messages: readonly string[];
}

export function explainedRisk({ code, severity, acceptable, summary, why, examples }: Risk): ExplainedRisk {
  return {
    code,
    severity,
    acceptable,
    summary,
    why,
    examples: examples.has.map((example) => shown(example, severity)),
  };
}

function shown(example: FoundExample, severity: RiskSeverity): ExplainedRollback {
  const { before, after = {}, segments = {}, files = {} } = example;
  return {
    today: example.now,
    severity: example.severity ?? severity,
    before: [
      ...flagFiles(before),
      ...segmentFiles(segments),
      ...Object.entries(files).map(([path, text]) => ({ path, text })),
    ],
    after: Object.entries(after).map(([key, part]) => ({
      path: fileName('flag', key),
      text: part === null ? undefined : completeFlag(part),
    })),
    messages: example.says,
  };
}
