import { describe, expect, it } from 'vitest';
import { exampleSituation } from '../../../test/support/example-rollback.ts';
import type { VersionLabel } from '../target/restoration.ts';
import type { Situation } from '../situation.ts';
import { cascadeRisk } from './cascade.ts';
import { concurrentChangeRisk } from './concurrent-change.ts';
import { driftedRisk } from './drifted.ts';
import { fallbackCapacityRisk } from './fallback-capacity.ts';
import { freezeRisk } from './freeze.ts';
import { risks } from './index.ts';
import { irreversibleRisk } from './irreversible.ts';
import { missingPrerequisiteRisk } from './missing-prerequisite.ts';
import { newConflictRisk } from './new-conflict.ts';
import { releasedConflictRisk } from './released-conflict.ts';

const off = 'environments: { production: false }\n';
const simple = { before: { 'fast-search': '' }, after: { 'fast-search': off } };

const label = (number: number): VersionLabel => ({
  number,
  commit: 'a'.repeat(40),
  committedAt: Date.UTC(2026, 10, 19),
  author: { name: `author ${number}`, email: 'a@example.com' },
  subject: 'one\ntwo',
  incident: undefined,
});

describe('risks of many', () => {
  it('list some facts and count the others', async () => {
    const versions = Array.from({ length: 1000 }, (_, number) => label(number));
    const [found] = driftedRisk.check(
      await exampleSituation({ ...simple, restored: { 'fast-search': { drifted: versions } } }),
    );
    expect(found?.message).toBe(
      '1000 other versions of fast-search would be undone too, by author 0, author 1, author 2 and others',
    );
    expect(found?.evidence).toHaveLength(21);
    expect(found?.evidence.at(-1)).toBe('980 more');
    const edited = Array.from({ length: 30 }, (_, number) => `${number}.flag.yaml`);
    const [edits] = concurrentChangeRisk.check(await exampleSituation({ ...simple, repository: { edited } }));
    expect(edits?.message).toBe('30 files of the rollback have edits that are not committed');
    expect(edits?.evidence).toHaveLength(21);
  });

  it('name a system once, whatever falls back to it', async () => {
    const flag = 'fallback: { system: old }\nload: { peak: 0.5, unit: rps }\n';
    const keys = Array.from({ length: 30 }, (_, number) => `flag-${number}`);
    const files = (more: string): Record<string, string> =>
      Object.fromEntries(keys.map((key) => [key, `${flag}${more}`]));
    const found = fallbackCapacityRisk.check(
      await exampleSituation({
        before: files(''),
        after: files(off),
        files: {
          'systems.yaml': 'systems:\n  old: { owner: platform, status: active, capacity: { peak: 14.9, unit: rps } }\n',
        },
      }),
    );
    expect(found.map(({ message }) => message)).toEqual(['15 rps onto old, which has 14.9']);
    expect(found[0]?.evidence).toHaveLength(22);
  });

  it('ask once for a flag that several kept off', async () => {
    const one = {
      flag: 'express-checkout',
      environment: 'production',
      version: 4,
      commit: 'b19e5c1',
      author: 'sam',
      turnedOffAt: 0,
      since: true,
    };
    const released = [
      { ...one, by: 'performance-mode' },
      { ...one, by: 'read-only' },
    ];
    const found = releasedConflictRisk.check(await exampleSituation({ ...simple, released }));
    expect(found.map(({ message }) => message)).toEqual([
      'express-checkout gave way to performance-mode and read-only, and could be on again',
    ]);
    expect(found[0]?.evidence).toHaveLength(2);
  });

  it('find a conflict that both declare once', async () => {
    const conflict = (flag: string): string => `conflicts: [{ flag: ${flag} }]\n`;
    const found = newConflictRisk.check(
      await exampleSituation({
        before: { 'flag-a': conflict('flag-b'), 'flag-b': `${conflict('flag-a')}${off}` },
        after: { 'flag-b': conflict('flag-a') },
      }),
    );
    expect(found).toHaveLength(1);
  });

  it('walk long chains of segments without recursion, and in circles once', async () => {
    const segments: Record<string, string> = { 'segment-5000': 'when: { segment: segment-0 }\n' };
    for (let at = 0; at < 5000; at++) {
      segments[`segment-${at}`] = `when: { any: [{ segment: segment-${at + 1} }, { segment: gone }] }\n`;
    }
    const rules = 'rules: [{ name: some, when: { segment: segment-0 }, serve: on }]';
    const situation = await exampleSituation({
      before: { 'fast-search': off },
      after: { 'fast-search': `environments:\n  production: { enabled: true, ${rules}, otherwise: off }\n` },
      segments,
    });
    expect(missingPrerequisiteRisk.check(situation).map(({ message }) => message)).toEqual([
      'fast-search needs segment gone through segment-0, which does not exist',
    ]);
  });
});

describe('what people wrote', () => {
  it('stays on one line', async () => {
    const text = '"first\\nsecond"';
    const before = `reversible: { never: true, reason: ${text} }\nrollbackChecks: [${text}]\n`;
    const situation = await exampleSituation({
      before: { 'fast-search': before },
      after: { 'fast-search': `${before}${off}` },
      restored: { 'fast-search': { to: { ...label(3), committedAt: 0 }, drifted: [label(4)] } },
      freezes: [{ environment: 'production', until: '2026-12-02', reason: 'first\nsecond' }],
    });
    const found = risks.flatMap((risk) => risk.check(situation));
    const lines = found.flatMap(({ message, evidence, remedy, question }) => [
      message,
      ...evidence,
      ...remedy,
      question?.text ?? '',
    ]);
    expect(lines.filter((line) => line.includes('first second'))).toHaveLength(4);
    expect(lines.filter((line) => line.includes('\n'))).toEqual([]);
  });
});

describe('cascade', () => {
  it('says may where nobody could be named', async () => {
    const situation: Situation = {
      ...(await exampleSituation(simple)),
      losses: [
        {
          flag: 'search-page',
          environment: 'production',
          prerequisite: 'fast-search',
          path: ['fast-search', 'search-page'],
          extent: 'partly',
          criticality: 'medium',
        },
      ],
    };
    expect(cascadeRisk.check(situation)[0]?.message).toBe(
      'some who get search-page may lose it, because it needs fast-search',
    );
  });
});

describe('irreversible', () => {
  it('does not take what is not a date for one that has passed', async () => {
    const soon = 'reversible: { until: soon, reason: Nobody knows until when exactly. }\n';
    const example = { before: { 'fast-search': soon }, after: { 'fast-search': `${soon}${off}` } };
    expect(irreversibleRisk.check(await exampleSituation(example))).toEqual([]);
  });

  it('sees what only attributes tell apart', async () => {
    const forGermans = (serve: string): string =>
      `reversible: { never: true, reason: The old orders have been rewritten. }\nenvironments:\n  production:\n    enabled: true\n    rules: [{ name: germans, when: { attribute: country, equals: DE }, serve: ${serve} }]\n    otherwise: off\n`;
    const [found] = irreversibleRisk.check(
      await exampleSituation({
        before: { 'fast-search': forGermans('on') },
        after: { 'fast-search': forGermans('off') },
      }),
    );
    expect(found?.evidence).toContain('those lose it who get it for their attributes');
  });
});

describe('freeze', () => {
  it('says what it holds up where no flag behaves differently', async () => {
    const freezes = [{ environment: 'staging', until: '2026-12-02', reason: '' }];
    const [found] = freezeRisk.check(await exampleSituation({ ...simple, freezes }));
    expect(found).toMatchObject({
      flag: 'fast-search',
      evidence: ['the rollback changes the description of a flag that is on there'],
    });
  });
});
