import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { listJson } from '../../report/list/json.ts';
import { listText } from '../../report/list/text.ts';
import { makeStyle } from '../../report/style.ts';
import { listOfFlags, type ListOptions } from './list.ts';

const files = projectWith({
  'soon-gone': 'type: release\nexpires: 2026-12-01\ntags: [search]\n',
  'long-gone': 'type: release\nexpires: 2026-11-21\nowner: checkout\nenvironments: { staging: true }\n',
  'shed-load': 'criticality: high\nowner: left-team\n',
});
const host = fakeHost({ files });
const none: ListOptions = { environments: [], expired: false };
const keys = async (own: Partial<ListOptions>): Promise<string> =>
  (await listOfFlags(host, { ...none, ...own })).flags.map(({ key }) => key).join();

describe('list', () => {
  it.each([
    [{}, 'long-gone,shed-load,soon-gone'],
    [{ owner: 'platform' }, 'soon-gone'],
    [{ owner: 'left-team' }, 'shed-load'],
    [{ type: 'release' }, 'long-gone,soon-gone'],
    [{ type: 'migration' }, ''],
    [{ tag: 'search' }, 'soon-gone'],
    [{ criticality: 'high' }, 'shed-load'],
    [{ environments: ['production'] }, 'shed-load,soon-gone'],
    [{ environments: ['production=off', 'staging=on'] }, 'long-gone'],
    [{ expired: true }, 'long-gone'],
    [{ expiresWithin: '10d' }, 'soon-gone'],
    [{ expiresWithin: '9d' }, ''],
  ] as const)('filters by %j', async (options, expected) => {
    expect(await keys(options)).toBe(expected);
  });

  it.each([
    [{ owner: 'platfrom' }, 'no owner is called "platfrom" / did you mean "platform"?'],
    [{ type: 'relase' }, 'no flag type is called "relase" / did you mean "release"?'],
    [{ criticality: 'hihg' }, 'no criticality is called "hihg" / did you mean "high"?'],
    [
      { environments: ['__proto__'] },
      'no environment is called "__proto__" / it can be development, staging or production',
    ],
    [
      { environments: ['production=maybe'] },
      '--env production=maybe: "maybe" is not a state / write --env production=on or --env production=off',
    ],
    [
      { expiresWithin: '2 weeks' },
      '"2 weeks" is not a duration / write --expires-within in minutes, hours or days: 90m, 48h, 14d',
    ],
  ] as const)('refuses %j', async (options, expected) => {
    expect(await userError(() => listOfFlags(host, { ...none, ...options }))).toBe(expected);
  });

  it('prints data by its schema, also of files that say nothing', async () => {
    const broken = fakeHost({ files: { ...projectWith({}), 'a-flag.flag.yaml': '{}', 'b-flag.flag.yaml': ': :' } });
    expect(validOutput('list', listJson(await listOfFlags(broken, none)))).toMatchObject({
      flags: [
        { key: 'a-flag', type: null, owner: null, expires: null, environments: { production: { enabled: false } } },
        { key: 'b-flag' },
      ],
    });
  });
});

describe('listText', () => {
  const terminal = (width: number) => makeStyle({ color: false, width, isTerminal: true });

  it('is one line for each flag, whole, in a pipe', async () => {
    const key = 'k'.repeat(100);
    const report = await listOfFlags(fakeHost({ files: projectWith({ [key]: '' }) }), none);
    const lines = listText(report, makeStyle({ color: false })).split('\n');
    expect(lines[1]).toMatch(new RegExp(`^${key}  ops   platform  medium       -        off          off      on$`));
  });

  it('fits a terminal: names get short, then columns go', async () => {
    const report = await listOfFlags(host, none);
    const heading = (width: number) => listText(report, terminal(width)).split('\n')[0];
    expect(heading(100)).toBe(
      'key        type     owner      criticality  expires     development  staging  production',
    );
    expect(heading(80)).toBe('key        type     owner      criticality  expires     dev  stg  prod');
    expect(heading(60)).toBe('key        type     owner      expires     dev  stg  prod');
    for (const width of [60, 70, 80]) {
      for (const line of listText(report, terminal(width)).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('sums up environments that are too many', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `region-${index}`);
    const manifest = `version: 1\nenvironments: { ${names.map((name) => `${name}: {}`).join(', ')} }\n`;
    const flags = projectWith({ 'fast-search': 'environments: { region-1: true, region-2: true }\n' });
    const report = await listOfFlags(fakeHost({ files: { ...flags, 'flagwright.yaml': manifest } }), none);
    expect(listText(report, terminal(80))).toContain('fast-search  ops   platform  medium       -        2 of 12');
  });

  it('gives a long key a line of its own', async () => {
    const key = 'a-key-that-is-longer-than-a-third-of-the-screen';
    const report = await listOfFlags(fakeHost({ files: projectWith({ [key]: '', short: '' }) }), none);
    expect(listText(report, terminal(80)).split('\n').slice(1, 4)).toEqual([
      key,
      '       ops   platform  medium       -        off          off      on',
      'short  ops   platform  medium       -        off          off      on',
    ]);
  });

  it('says what to do where there is nothing', async () => {
    const empty = await listOfFlags(fakeHost({ files: projectWith({}) }), none);
    expect(listText(empty, terminal(80))).toBe('no flags yet\n\nnext   flagwright new\n');
    const nothing = await listOfFlags(host, { ...none, tag: 'no' });
    expect(listText(nothing, terminal(80))).toBe(
      'no flag is like that; the project has 3 flags\n\nnext   flagwright list\n',
    );
  });
});
