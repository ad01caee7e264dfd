import { expect, it } from 'vitest';
import { parseDocument } from '../source/document.ts';
import { flagPast, isStanding, meaningForLifecycle, type FlagPast } from './flag-past.ts';

const environments = [
  { name: 'staging', critical: false },
  { name: 'production', critical: true },
];

const valueOf = (text: string): unknown => parseDocument('a.flag.yaml', text).value;

/** The past that these contents make, a day each from 2026-11-01; `undefined` cannot be read. */
function past(...contents: (string | undefined)[]): FlagPast {
  const commits = contents.map((text, index) => ({
    commit: `c${index + 1}`,
    committedAt: Date.UTC(2026, 10, index + 1),
    value: text === undefined ? undefined : valueOf(text),
  }));
  return flagPast('a', commits, environments);
}

const dayOfNovember = (instant: number | undefined): number => new Date(instant ?? 0).getUTCDate();
const served = (production: string, staging = 'true'): string =>
  `environments: { staging: ${staging}, production: ${production} }\n`;

it('tells when the meaning was last changed, whatever was touched since', () => {
  const found = past('type: release\n', 'type: migration\n', '# a comment\ntype: migration\n');
  expect(found.touched).toBe('c3');
  expect(dayOfNovember(found.changedAt)).toBe(2);
  expect(found.meaning).toBe(meaningForLifecycle(valueOf('type: migration')));
});

it('tells since when everybody has had one variant', () => {
  const quarter = '{ enabled: true, otherwise: { on: 25, off: 75 } }';
  const settled = (...contents: string[]): string | undefined => {
    const found = past(...contents).settled;
    return found && `${found.variant} since ${dayOfNovember(found.since)}`;
  };
  expect(settled(served(quarter), served('true'), `${served('true')}tags: [a]\n`)).toBe('on since 2');
  expect(settled(served('true'), served('true', '{ enabled: true, otherwise: on }'))).toBe('on since 1');
  expect(settled(served('{ enabled: true, otherwise: { on: 100, off: 0 } }'))).toBe('on since 1');
  expect(settled(served('true', 'false'))).toBe('on since 1');
  expect(settled(served('false', 'false'))).toBe('off since 1');
  expect(settled(served('true'), served(quarter))).toBeUndefined();
  expect(settled(served('false'))).toBeUndefined();
  expect(settled('environments: { staging: true }\n')).toBeUndefined();
  const scheduled = '{ enabled: true, rules: [{ name: a, serve: off, from: 2026-12-01 }], otherwise: on }';
  expect(settled(served(scheduled))).toBeUndefined();
});

it('takes what cannot be read for a change, and compares expiries across it', () => {
  const found = past('expires: 2026-12-01\n', undefined, 'expires: 2026-12-24\n');
  expect(dayOfNovember(found.changedAt)).toBe(3);
  expect(found.moves).toEqual([{ from: '2026-12-01', until: '2026-12-24', commit: 'c3' }]);
  expect(past('type: release\n', undefined)).toMatchObject({ touched: 'c2', settled: undefined });
});

it('compares an expiry that was left out for a while with what it was', () => {
  expect(past('expires: 2026-12-01\n', 'type: ops\n', 'expires: 2026-12-24\n').moves).toHaveLength(1);
});

it('counts days, not hours', () => {
  const manifest = { staleAfter: 60 * 86_400_000 } as Parameters<typeof isStanding>[1];
  const since = Date.parse('2026-09-01T18:00:00Z');
  expect(isStanding(since, manifest, Date.parse('2026-10-30T23:59:59Z'))).toBe(false);
  expect(isStanding(since, manifest, Date.parse('2026-10-31T00:00:00Z'))).toBe(true);
});
