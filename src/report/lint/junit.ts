import type { LintReport } from '../../commands/lint/lint-report.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { junitXml, type JunitCase } from '../junit.ts';
import { clip, prose } from '../../diagnostic/printable.ts';
import { counted } from '../style.ts';
import { nothingNew } from './summary.ts';
import { LintTexts } from './texts.ts';

const name = 'flagwright lint';

/**
 * A test case for each file in which there is something, failed where there is an error. A failed case has one
 * failure that lists all errors of the file, since most readers of this format take the first failure only.
 */
export function lintJunit(report: LintReport): string {
  const texts = new LintTexts(report.texts);
  const byFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of report.diagnostics) {
    const known = byFile.get(diagnostic.file);
    if (known) known.push(diagnostic);
    else byFile.set(diagnostic.file, [diagnostic]);
  }
  const cases = [...byFile].map(([file, diagnostics]) => testCase(file, diagnostics, texts));
  return junitXml([{ name, cases: cases.length > 0 ? cases : [nothingFound(report)] }]);
}

/** Readers of this format want a case that passed. */
function nothingFound({ against }: LintReport): JunitCase {
  return { classname: name, name, ...(against && { output: nothingNew(against) }) };
}

function testCase(file: string, diagnostics: readonly Diagnostic[], texts: LintTexts): JunitCase {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const others = diagnostics.filter(({ severity }) => severity !== 'error');
  const list = (some: readonly Diagnostic[]): string => some.map((one) => paragraph(one, texts)).join('\n');
  const [first] = errors;
  const type = first && errors.every(({ rule }) => rule === first.rule) ? first.rule : 'error';
  const message = clip(first && errors.length === 1 ? first.message : counted(errors.length, 'error'), 500);
  return {
    classname: name,
    name: file,
    file,
    failure: first && { message, type, text: list(errors) },
    output: others.length > 0 ? list(others) : undefined,
  };
}

function paragraph({ severity, rule, message, help, file, span, related }: Diagnostic, texts: LintTexts): string {
  const place = (path: string, offset: number): string => {
    const { line, column } = texts.position(path, offset);
    return `${path}:${line}:${column}`;
  };
  const lines = [`${place(file, span.start)}: ${severity}[${rule}]: ${message}`];
  for (const other of related) lines.push(`  ${place(other.file, other.span.start)}: ${other.message}`);
  if (help !== undefined) lines.push(`  help: ${help}`);
  return lines.map((line) => prose(line)).join('\n');
}
