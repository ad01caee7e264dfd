import type { LintReport, ReportedRule } from '../../commands/lint/lint-report.ts';
import type { Diagnostic, Fix, Location } from '../../diagnostic/diagnostic.ts';
import { jsonText } from '../json.ts';
import { fingerprints } from './fingerprint.ts';
import { inOneLine } from './one-line.ts';
import { LintTexts } from './texts.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;
const root = '%SRCROOT%';

/** SARIF 2.1.0, for code scanning. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function lintSarif(report: LintReport): string {
  const texts = new LintTexts(report.texts);
  const prints = fingerprints(report.diagnostics);
  const indexes = new Map(report.rules.map(({ id }, index) => [id, index]));
  const driver = {
    name: 'Flagwright',
    version: report.version,
    semanticVersion: report.version,
    rules: report.rules.map(descriptor),
  };
  const results = report.diagnostics.map((diagnostic, index) => ({
    ruleId: diagnostic.rule,
    ruleIndex: indexes.get(diagnostic.rule),
    level: levels[diagnostic.severity],
    message: { text: plainMessage(inOneLine(diagnostic)) },
    locations: [{ physicalLocation: physicalLocation(diagnostic, texts) }],
    ...(diagnostic.related.length > 0 && {
      relatedLocations: diagnostic.related.map((related, id) => ({
        id,
        message: { text: plainMessage(related.message) },
        physicalLocation: physicalLocation(related, texts),
      })),
    }),
    ...(diagnostic.fix && { fixes: [fixOf(diagnostic, diagnostic.fix, texts)] }),
    partialFingerprints: { 'flagwrightDiagnostic/v1': prints[index] },
  }));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        originalUriBaseIds: { [root]: { description: { text: 'The top of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        ...(report.against && {
          properties: { base: { revision: report.against.revision, commit: report.against.commit } },
        }),
        results,
      },
    ],
  });
}

function descriptor({ id, summary, why, severity }: ReportedRule): object {
  return {
    id,
    shortDescription: { text: plainMessage(summary) },
    fullDescription: { text: plainMessage(why) },
    help: { text: plainMessage(`${summary} ${why} For examples and how to fix it: flagwright explain ${id}`) },
    defaultConfiguration: { level: levels[severity] },
  };
}

function physicalLocation(at: Location, texts: LintTexts): object {
  return { artifactLocation: artifactLocation(at.file), region: region(at, texts) };
}

/** A relative URI; everything but plain characters of a path is percent-encoded as UTF-8. */
function artifactLocation(file: string): object {
  const wellFormed = file.replace(/\p{Cs}/gu, '\ufffd');
  return { uri: wellFormed.split('/').map(encodeURIComponent).join('/'), uriBaseId: root };
}

function region(at: Location, texts: LintTexts): object {
  const { start, end } = texts.range(at);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function fixOf({ file }: Diagnostic, { title, edits }: Fix, texts: LintTexts): object {
  const replacements = edits.map(({ span, text }) => ({
    deletedRegion: region({ file, span }, texts),
    insertedContent: { text },
  }));
  return {
    description: { text: plainMessage(title) },
    artifactChanges: [{ artifactLocation: artifactLocation(file), replacements }],
  };
}

/** In a message `[text](target)` would be a link; users' texts make none. */
function plainMessage(text: string): string {
  return text.includes('](') ? text.replace(/[[\]\\]/g, '\\$&') : text;
}
