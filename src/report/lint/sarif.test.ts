import { describe, expect, it } from 'vitest';
import { diagnostic, hostile, hostileProblem, lintReport, twoProblems } from '../../../test/support/lint-report.ts';
import type { LintReport } from '../../commands/lint/lint-report.ts';
import { lintSarif } from './sarif.ts';

interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}
interface Place {
  id?: number;
  message?: { text: string };
  physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: Region };
}
interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: Place[];
  relatedLocations?: Place[];
  fixes?: object[];
  partialFingerprints: Record<string, string>;
}
interface Log {
  $schema: string;
  version: string;
  runs: { tool: { driver: { name: string; semanticVersion: string; rules: { id: string }[] } }; results: Result[] }[];
}

/** Parses a log, and holds it to what the specification demands of every one. */
function logOf(report: LintReport): Log {
  const log = JSON.parse(lintSarif(report)) as Log;
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toMatch(/^https:\/\/.*sarif.*2\.1\.0/);
  expect(log.runs).toHaveLength(1);
  for (const { tool, results } of log.runs) {
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const result of results) {
      expect(ids[result.ruleIndex]).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        const { artifactLocation, region } = physicalLocation;
        expect(artifactLocation.uriBaseId).toBe('%SRCROOT%');
        expect(artifactLocation.uri).toMatch(/^(?:[\w.~!'()*/-]|%[0-9A-F]{2})+$/);
        expect(Object.values(region).every((one) => Number.isInteger(one) && one >= 1)).toBe(true);
        const { startLine, startColumn, endLine, endColumn } = region;
        expect(endLine > startLine || (endLine === startLine && endColumn >= startColumn)).toBe(true);
      }
    }
    const prints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    expect(new Set(prints).size).toBe(prints.length);
  }
  return log;
}

describe('lintSarif', () => {
  it('has the tool with the rules that were broken, and each result with its places and fix', () => {
    const [run] = logOf(twoProblems()).runs;
    expect(run).toMatchObject({ columnKind: 'utf16CodeUnits' });
    expect(run?.tool.driver).toMatchObject({ name: 'Flagwright', semanticVersion: '1.2.3' });
    expect(run?.tool.driver.rules[1]).toEqual({
      id: 'expiring-soon',
      shortDescription: { text: 'About expiring-soon.' },
      fullDescription: { text: 'Why expiring-soon matters.' },
      help: {
        text:
          'About expiring-soon. Why expiring-soon matters. ' +
          'For examples and how to fix it: flagwright explain expiring-soon',
      },
      defaultConfiguration: { level: 'warning' },
    });
    const region = { startLine: 19, startColumn: 11, endLine: 19, endColumn: 25 };
    const artifactLocation = { uri: 'flags/checkout/express-checkout.flag.yaml', uriBaseId: '%SRCROOT%' };
    expect(run?.results[0]).toEqual({
      ruleId: 'prerequisite-disabled',
      ruleIndex: 0,
      level: 'error',
      message: {
        text:
          'express-checkout is on in production, but needs payment-api-v2, which is off there. ' +
          'Help: switch payment-api-v2 on in production, or express-checkout off',
      },
      locations: [{ physicalLocation: { artifactLocation, region } }],
      relatedLocations: [
        {
          id: 0,
          message: { text: 'switched off here' },
          physicalLocation: {
            artifactLocation: { uri: 'flags/payments/payment-api-v2.flag.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 31, startColumn: 5, endLine: 31, endColumn: 19 },
          },
        },
      ],
      fixes: [
        {
          description: { text: 'use payment-api-v1' },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [{ deletedRegion: region, insertedContent: { text: 'payment-api-v1' } }],
            },
          ],
        },
      ],
      partialFingerprints: { 'flagwrightDiagnostic/v1': expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    });
    expect(run?.results[1]).toMatchObject({ level: 'warning', ruleIndex: 1 });
  });

  it('calls information a note, and has an empty list when all is well', () => {
    expect(logOf(lintReport([diagnostic({ severity: 'info' })])).runs[0]?.results[0]?.level).toBe('note');
    expect(logOf(lintReport()).runs[0]?.results).toEqual([]);
  });

  it('keeps the fingerprint when lines are added above', () => {
    const prints = (text: string): object | undefined => {
      const start = text.indexOf('nobody');
      const report = lintReport([diagnostic({ span: { start, end: start + 6 } })], { 'a.flag.yaml': text });
      return logOf(report).runs[0]?.results[0]?.partialFingerprints;
    };
    expect(prints('# one\n# two\nowner: nobody\n')).toEqual(prints('owner: nobody\n'));
  });

  it('encodes any file name, and makes no links of what users wrote', () => {
    const [result] = logOf(hostileProblem()).runs[0]?.results ?? [];
    const uri = result?.locations[0]?.physicalLocation.artifactLocation.uri ?? '';
    expect(decodeURIComponent(uri)).toBe('flags/ü %,:\n<"&\'|`\u001b\u202e\ufffd.flag.yaml');
    expect(hostile).toContain('](');
    expect(result?.message.text).toContain('\\](http');
    expect(result?.message.text).not.toMatch(/(?<!\\)\]\(/);
  });
});
