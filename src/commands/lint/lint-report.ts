import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import type { Rule } from '../../lint/rule.ts';
import { rules } from '../../lint/rules/index.ts';
import type { Project } from '../../project/project.ts';
import type { Base } from '../../workspace/base-commit.ts';
import type { MisnamedFile } from '../../workspace/misnamed-files.ts';

/** From where on the answer is no. */
export interface LintLimits {
  /** The least severity that makes the answer no. */
  readonly failOn: Severity | 'never';
  /** More warnings than this make the answer no. */
  readonly maxWarnings: number | undefined;
}

export interface LintReport {
  readonly command: 'lint';
  readonly ok: boolean;
  readonly summary: LintSummary;
  readonly diagnostics: readonly Diagnostic[];
  /** The rules of these diagnostics. */
  readonly rules: readonly ReportedRule[];
  /** Version of the tool, as in `--version`. */
  readonly version: string;
  /** Texts of the files that diagnostics point into. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the project was compared with; absent where all of it is reported. */
  readonly against: ComparedWith | undefined;
  /** Absent where every rule that is on was run. */
  readonly skipped: SkippedRules | undefined;
  /** Files that were passed over, though their names are nearly right; each counts as a warning. */
  readonly misnamed: readonly MisnamedFile[];
  /** What `--fix` changed, or would with `--dry-run`. */
  readonly fixed: { readonly changes: readonly FileChange[]; readonly count: number; readonly written: boolean };
}

/** A base, and what the report leaves out because the base has it too. */
export interface ComparedWith extends Base {
  /** Files of the project that differ from the base. */
  readonly changed: readonly string[];
  /** Errors that are not reported. */
  readonly older: number;
}

/** Rules that could not run, and why. */
export interface SkippedRules {
  readonly rules: readonly string[];
  readonly reason: string;
}

/** What a reporter needs to document a rule. */
export type ReportedRule = Pick<Rule, 'id' | 'summary' | 'why' | 'severity'>;

export interface FileChange {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface LintSummary {
  readonly files: number;
  readonly flags: number;
  readonly segments: number;
  readonly specs: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly fixable: number;
}

/** @param found texts of the files that diagnostics point into, what was fixed, and what was passed over */
export function lintReport(
  project: Project,
  diagnostics: readonly Diagnostic[],
  found: Pick<LintReport, 'texts' | 'fixed' | 'misnamed'>,
  options: LintLimits,
): Omit<LintReport, 'against' | 'skipped' | 'version'> {
  const count = (severity: Severity): number => diagnostics.filter((one) => one.severity === severity).length;
  const reported = new Set(diagnostics.map(({ rule }) => rule));
  const summary: LintSummary = {
    files: project.files.size,
    flags: project.flags.size,
    segments: project.segments.size,
    specs: project.specs.length,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    fixable: diagnostics.filter(({ fix }) => fix).length,
  };
  return {
    command: 'lint',
    ok: isOk(summary, found.misnamed.length, options),
    summary,
    diagnostics,
    rules: rules.filter(({ id }) => reported.has(id)),
    ...found,
  };
}

/** Having found no flag at all counts as a warning. */
function isOk(
  { flags, errors, warnings: found, infos }: LintSummary,
  misnamed: number,
  { failOn, maxWarnings }: LintLimits,
): boolean {
  const warnings = found + misnamed + (flags === 0 ? 1 : 0);
  if (maxWarnings !== undefined && warnings > maxWarnings) return false;
  if (failOn === 'never') return true;
  const failing = { error: errors, warning: errors + warnings, info: errors + warnings + infos };
  return failing[failOn] === 0;
}
