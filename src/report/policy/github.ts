import type { PolicyCheckReport } from '../../commands/policy/check.ts';
import type { Violation } from '../../audit/violation.ts';
import { prose } from '../../diagnostic/printable.ts';
import { annotationText, annotationProperty } from '../github-commands.ts';
import { makeStyle } from '../style.ts';
import { verdictLines } from './check-text.ts';
import { placeText, remedyOf } from './remedy.ts';

/** An annotation for each violation, and the verdict as a plain line. */
export function policyCheckGithub(report: PolicyCheckReport): string {
  const lines = report.commits.flatMap(({ info, violations }) =>
    violations.map((one) =>
      violationAnnotation(info.id === 'uncommitted' ? 'not committed yet' : info.id.slice(0, 7), one),
    ),
  );
  const notes = report.notes.map((note) => `::notice title=policy::${annotationText(prose(note))}`);
  return `${[...lines, ...notes, ...verdictLines(report, makeStyle({ color: false }))].join('\n')}\n`;
}

export function violationAnnotation(commit: string, violation: Violation): string {
  const places = violation.against?.places.map(placeText) ?? [];
  const remedy = remedyOf(violation);
  const text = [`${commit}: ${violation.message}`, ...places.slice(0, 10), ...(remedy === undefined ? [] : [remedy])];
  const title = annotationProperty(violation.against?.rule ?? violation.code);
  return `::error title=${title}::${annotationText(text.map((line) => prose(line)).join('\n'))}`;
}
