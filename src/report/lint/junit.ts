import type { LintReport } from '../../commands/lint.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { clip, prose } from '../printable.ts';
import { counted } from '../style.ts';
import { Texts } from './texts.ts';

const name = 'flagwright lint';

/**
 * A test case for each file in which there is something, failed where there is an error. A failed case has one
 * failure that lists all errors of the file, since most readers of this format take the first failure only.
 */
export function lintJunit(report: LintReport): string {
  const texts = new Texts(report.texts);
  const byFile = new Map<string, Diagnostic[]>();
  for (const diagnostic of report.diagnostics) {
    const known = byFile.get(diagnostic.file);
    if (known) known.push(diagnostic);
    else byFile.set(diagnostic.file, [diagnostic]);
  }
  const cases = [...byFile].map(([file, diagnostics]) => testCase(file, diagnostics, texts));
  if (cases.length === 0) cases.push({ failed: false, xml: `    <testcase${attributes({ classname: name, name })}/>` });
  const failures = cases.filter(({ failed }) => failed).length;
  const counts = { name, tests: cases.length, failures, errors: 0, skipped: 0, time: 0 };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${attributes(counts)}>`,
    ...cases.map(({ xml }) => xml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(
  file: string,
  diagnostics: readonly Diagnostic[],
  texts: Texts,
): { readonly failed: boolean; readonly xml: string } {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const others = diagnostics.filter(({ severity }) => severity !== 'error');
  const list = (some: readonly Diagnostic[]): string => escapeXml(some.map((one) => paragraph(one, texts)).join('\n'));
  const lines = [`    <testcase${attributes({ classname: name, name: file, file })}>`];
  const [first] = errors;
  if (first) {
    const message = errors.length === 1 ? first.message : counted(errors.length, 'error');
    const type = errors.every(({ rule }) => rule === first.rule) ? first.rule : 'error';
    lines.push(`      <failure${attributes({ message: clip(message, 500), type })}>${list(errors)}</failure>`);
  }
  if (others.length > 0) lines.push(`      <system-out>${list(others)}</system-out>`);
  lines.push('    </testcase>');
  return { failed: errors.length > 0, xml: lines.join('\n') };
}

function paragraph({ severity, rule, message, help, file, span, related }: Diagnostic, texts: Texts): string {
  const place = (path: string, offset: number): string => {
    const { line, column } = texts.position(path, offset);
    return `${path}:${line}:${column}`;
  };
  const lines = [`${place(file, span.start)}: ${severity}[${rule}]: ${message}`];
  for (const other of related) lines.push(`  ${place(other.file, other.span.start)}: ${other.message}`);
  if (help !== undefined) lines.push(`  help: ${help}`);
  return lines.map((line) => prose(line)).join('\n');
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\r': '&#13;',
};

/** What XML 1.0 does not allow, or a terminal would obey, is dropped; direction marks become references. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu, '')
    .replace(/[&<>"'\t\r]/g, (character) => entities[character] ?? '')
    .replace(/[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => `&#${character.charCodeAt(0)};`);
}
