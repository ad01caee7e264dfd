/** One test of a JUnit report, as most CI systems read it. */
export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly file?: string | undefined;
  /** Present if it failed. Most readers take one failure only. */
  readonly failure?: { readonly message: string; readonly type: string; readonly text: string } | undefined;
  readonly output?: string | undefined;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** Suites of tests as JUnit's XML, well-formed whatever the texts hold. */
export function junitXml(suites: readonly JunitSuite[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines({ name, cases }: JunitSuite): string[] {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const counts = { name, tests: cases.length, failures, errors: 0, skipped: 0, time: 0 };
  return [`  <testsuite${attributes(counts)}>`, ...cases.flatMap(caseLines), '  </testsuite>'];
}

function caseLines({ classname, name, file, failure, output }: JunitCase): string[] {
  const start = `    <testcase${attributes({ classname, name, file })}`;
  if (failure === undefined && output === undefined) return [`${start}/>`];
  const lines = [`${start}>`];
  if (failure !== undefined) {
    const { message, type, text } = failure;
    lines.push(`      <failure${attributes({ message, type })}>${escapeXml(text)}</failure>`);
  }
  if (output !== undefined) lines.push(`      <system-out>${escapeXml(output)}</system-out>`);
  return [...lines, '    </testcase>'];
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .map(([key, value]) =>
      value === undefined ? '' : ` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`,
    )
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
