import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../test/support/lint-report.ts';
import { readFlag } from '../model/flag.ts';
import { readManifest } from '../model/manifest.ts';
import { attentionOf } from './attention.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

const flag = (key: string, fields: object) =>
  [key, readFlag(key, `${key}.flag.yaml`, { owner: 'checkout', ...fields })] as const;

const flags = new Map([
  flag('long-gone', { expires: '2026-10-01' }),
  flag('just-gone', { expires: '2026-11-19' }),
  flag('broken', {}),
  flag('nearly', { expires: '2026-12-01' }),
  flag('unseen', { review: { every: '180d', last: '2026-05-16' } }),
]);

const project = { flags, manifest: readManifest('flagwright.yaml', undefined) };

const about = (key: string, rule: string, severity: 'error' | 'warning', message = `${key} is ${rule}`) =>
  diagnostic({ rule, severity, message, flag: key, file: `${key}.flag.yaml` });

const shown = (found: ReturnType<typeof attentionOf>): string[] =>
  found.map(({ severity, flag: key, message, owner, more }) => [severity, key, message, owner, more].join(' | '));

describe('attentionOf', () => {
  it('puts the worst first, in words of time', () => {
    const diagnostics = [
      about('unseen', 'review-overdue', 'warning'),
      about('nearly', 'expiring-soon', 'warning'),
      about('broken', 'unknown-owner', 'error', 'broken is owned by nobody'),
      about('just-gone', 'expired', 'error'),
      about('long-gone', 'expired', 'error'),
    ];
    expect(shown(attentionOf(diagnostics, project, now))).toEqual([
      'error | long-gone | expired 52 days ago | checkout | 0',
      'error | just-gone | expired 3 days ago | checkout | 0',
      'error | broken | is owned by nobody | checkout | 0',
      'warning | nearly | expires in 9 days | checkout | 0',
      'warning | unseen | review overdue since 12 Nov | checkout | 0',
    ]);
  });

  it('has one entry for a flag, with its worst', () => {
    const diagnostics = [
      about('nearly', 'expiring-soon', 'warning'),
      about('nearly', 'wrong-type', 'error', 'no number'),
    ];
    expect(shown(attentionOf(diagnostics, project, now))).toEqual(['error | nearly | no number | checkout | 1']);
  });

  it('leaves other warnings to lint', () => {
    expect(attentionOf([about('broken', 'unused-segment', 'warning')], project, now)).toEqual([]);
  });

  it('names the file where there is no flag', () => {
    const [found] = attentionOf([diagnostic({ file: 'owners.yaml', message: 'no' })], project, now);
    expect(found).toMatchObject({ flag: undefined, file: 'owners.yaml', owner: undefined, message: 'no' });
  });

  it('repeats what lint says where the dates do not tell', () => {
    const early = new Map([flag('unseen', { review: { every: '900d', last: '2026-11-22' } })]);
    const found = attentionOf(
      [about('unseen', 'review-overdue', 'warning', 'unseen is late')],
      { ...project, flags: early },
      now,
    );
    expect(found[0]?.message).toBe('is late');
  });
});
