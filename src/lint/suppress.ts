import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Problem } from '../diagnostic/problem.ts';
import { didYouMean } from '../diagnostic/suggest.ts';
import type { ProjectFile } from '../project/project.ts';
import { toProblem } from './inspect.ts';
import type { Rule } from './rule.ts';
import { suppressionWithoutReason } from './rules/suppression-without-reason.ts';
import { unusedSuppression } from './rules/unused-suppression.ts';

/** What remains of the diagnostics, and what is wrong with the suppressions themselves. */
export interface Suppressed {
  readonly kept: readonly Diagnostic[];
  readonly problems: readonly Problem[];
}

/**
 * Takes out the diagnostics that a comment in their file holds back. A suppression without a reason holds
 * nothing back, nor does one of a rule that cannot be suppressed.
 * @param offRules rules that settings have switched off: a suppression of one is not called unused
 */
export function suppress(
  files: Iterable<ProjectFile>,
  diagnostics: readonly Diagnostic[],
  rules: ReadonlyMap<string, Rule>,
  offRules: ReadonlySet<string>,
): Suppressed {
  const problems: Problem[] = [];
  const silenced = new Set<Diagnostic>();
  const inFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const others = inFile.get(diagnostic.file);
    if (others) others.push(diagnostic);
    else inFile.set(diagnostic.file, [diagnostic]);
  }
  for (const file of files) {
    for (const { rule, reason, span, line } of file.suppressions) {
      const at = { file: file.file, span };
      const known = rules.get(rule);
      if (!known) {
        const help = didYouMean(rule, rules.keys());
        problems.push(toProblem(unusedSuppression, at, { message: 'unknown', data: { rule }, help }));
        continue;
      }
      if (reason === '') problems.push(toProblem(suppressionWithoutReason, at, { message: 'bare', data: { rule } }));
      const matching = (inFile.get(file.file) ?? []).filter(
        (diagnostic) =>
          diagnostic.rule === rule && diagnostic.span.start >= line.start && diagnostic.span.start <= line.end,
      );
      if (known.fixed) {
        problems.push(toProblem(unusedSuppression, at, { message: 'fixed', data: { rule } }));
      } else if (matching.length === 0) {
        if (!offRules.has(rule)) problems.push(toProblem(unusedSuppression, at, { message: 'unused', data: { rule } }));
      } else if (reason !== '') {
        for (const diagnostic of matching) silenced.add(diagnostic);
      }
    }
  }
  return { kept: diagnostics.filter((diagnostic) => !silenced.has(diagnostic)), problems };
}
