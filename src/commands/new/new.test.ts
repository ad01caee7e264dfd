import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError, type FakeHost } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { parseDocument } from '../../source/document.ts';
import { newJson } from '../../report/new/json.ts';
import { newText } from '../../report/new/text.ts';
import { makeStyle } from '../../report/style.ts';
import { newFlag } from './new.ts';
import type { NewOptions } from './new-answers.ts';

const files = projectWith({ 'old-flag': '' });
const none: NewOptions = { tags: [], environments: [], dryRun: false };
const complete: NewOptions = {
  ...none,
  key: 'fast-search',
  type: 'release',
  owner: 'platform',
  description: 'Searches in the new index.',
  retire: 'Retired when everybody has it.',
};
const host = (own: FakeHost = {}) => fakeHost({ files, ...own });
const textOf = async (own: Partial<NewOptions>): Promise<string> =>
  (await newFlag(host(), { ...complete, ...own })).text;
const refusal = (own: Partial<NewOptions>, on: FakeHost = {}): Promise<string> =>
  userError(() => newFlag(host(on), { ...complete, ...own }));

describe('new', () => {
  it('writes a flag that expires, on in the lowest environment', async () => {
    const to = host();
    const report = await newFlag(to, complete);
    expect([...to.written]).toEqual([
      [
        'fast-search.flag.yaml',
        `description: Searches in the new index.
type: release
owner: platform
created: 2026-11-22
expires: 2027-02-20
retire: Retired when everybody has it.

environments:
  development: true
  staging: false
  production: false
`,
      ],
    ]);
    validOutput('new', newJson(report));
    expect(newText(report, makeStyle({ color: false }))).toContain('wrote fast-search.flag.yaml\n');
  });

  it('writes a flag that is reviewed', async () => {
    const text = await textOf({ type: 'permission', retire: undefined, criticality: 'high', tags: ['a', 'b.c'] });
    expect(text).toContain('criticality: high\nreview: { every: 365d, last: 2026-11-22 }\ntags: [a, b.c]\n');
    expect(text).not.toMatch(/expires|retire/);
  });

  it('takes a time from today, and states of environments', async () => {
    const text = await textOf({ expires: '30d', environments: ['production=on', 'development=off', 'staging'] });
    expect(text).toContain('expires: 2026-12-22\n');
    expect(text).toContain('environments:\n  development: false\n  staging: true\n  production: true\n');
  });

  it('switches nothing on by default where the lowest environment is critical', async () => {
    const manifest = 'version: 1\nenvironments: { production: { critical: true } }\n';
    const to = host({ files: { ...files, 'flagwright.yaml': manifest } });
    expect((await newFlag(to, complete)).environments).toEqual([{ name: 'production', enabled: false }]);
  });

  it('asks for what is missing, with what it can guess', async () => {
    const git = { userEmail: async () => 'ada@example.com' };
    const answers = [
      'No Key',
      'old-flag',
      'fast-search',
      'release',
      '',
      'short',
      'Searches in the new index.',
      '',
      'When all have it.',
    ];
    const to = host({ git, answers });
    const report = await newFlag(to, none);
    expect(report).toMatchObject({ key: 'fast-search', owner: 'checkout', expires: '2027-02-20', written: true });
    expect(to.asked).toEqual([
      'Key',
      'refused: keys are 2 to 100 letters and digits, joined by -, _ or .; did you mean "no-key"?',
      'Key',
      'refused: old-flag.flag.yaml has this key already',
      'Key',
      'Type',
      'Owner [checkout]',
      'What does it do, in a sentence, as: one-click checkout for returning customers',
      'refused: write at least 10 characters, as: One-click checkout for returning customers.',
      'What does it do, in a sentence, as: one-click checkout for returning customers',
      'Expires (a date, or 30d from today) [2027-02-20]',
      'When can it and its code be removed, as: when everybody has had it for 14 days',
    ]);
  });

  it('asks for the review of a reviewed flag, and nothing that was said', async () => {
    const to = host({ answers: ['90d'] });
    const report = await newFlag(to, { ...complete, type: 'ops', retire: undefined });
    expect(to.asked).toEqual(['Reviewed every [180d]']);
    expect(report.text).toContain('review: { every: 90d, last: 2026-11-22 }');
  });

  it('says all that is missing where nobody can be asked', async () => {
    const missing = { key: undefined, owner: undefined, retire: undefined };
    expect(await refusal(missing)).toContain('a new flag needs the key, --owner and --retire / ');
  });

  it.each([
    [{ key: 'old-flag' }, 'the flag "old-flag" exists already / it is in old-flag.flag.yaml'],
    [{ key: 'n' }, 'the key cannot be "n" / keys are'],
    [{ key: 'Old-Flag' }, 'the flag "Old-Flag" differs only in case from "old-flag" / some file systems'],
    [{ key: '../../etc' }, 'the key cannot be "../../etc" / keys are'],
    [{ type: 'relase' }, 'no flag type is called "relase" / did you mean "release"?'],
    [{ owner: 'platfrom' }, 'no team is called "platfrom" / did you mean "platform"?'],
    [{ criticality: 'hihg' }, 'no criticality is called "hihg" / did you mean "high"?'],
    [{ environments: ['prodution=on'] }, 'no environment is called "prodution" / did you mean "production"?'],
    [{ expires: 'later' }, '--expires cannot be "later" / write a date'],
    [{ retire: 'soon' }, '--retire cannot be "soon" / write at least 10 characters'],
    [{ review: '0d' }, '--review cannot be "0d" / write minutes'],
    [{ folder: '../x' }, 'the folder "../x" is outside of the project'],
    [{ folder: 'a\nb' }, 'has characters that nobody sees / name one without them'],
    [{ folder: 'a\u202eb' }, 'has characters that nobody sees / name one without them'],
    [{ folder: '.hidden' }, 'the project never looks into the folder ".hidden" / name one'],
    [{ folder: 'ops/node_modules' }, 'the project never looks into the folder "ops/node_modules"'],
    [{ expires: '2026-11-01' }, 'the new flag would add an error to the project: fast-search expired'],
    [
      { expires: '2028-01-01' },
      'the new flag would add an error to the project: fast-search would live until 2028-01-01',
    ],
    [{ tags: ['No Tag'] }, 'the new flag would add an error to the project: '],
  ])('refuses %j', async (own, message) => {
    const to = host();
    expect(await userError(() => newFlag(to, { ...complete, ...own }))).toContain(message);
    expect(to.written.size).toBe(0);
  });

  it('keeps to the style of keys that the manifest asks for', async () => {
    const styled = { ...files, 'flagwright.yaml': `keys: camelCase\n${files['flagwright.yaml']}` };
    expect(await refusal({ key: 'fast-search' }, { files: styled })).toBe(
      'the key cannot be "fast-search" / flagwright.yaml asks for keys in camelCase; did you mean "fastSearch"?',
    );
    expect((await newFlag(host({ files: styled }), { ...complete, key: 'fastSearch' })).written).toBe(true);
  });

  it("knows the types of the project's own", async () => {
    const own = `${files['flagwright.yaml']}lifecycle: { wip: { like: release, maxAge: 30d }, board: { like: ops } }\n`;
    const on = { files: { ...files, 'flagwright.yaml': own } };
    const { text } = await newFlag(host(on), { ...complete, type: 'wip' });
    expect(text).toContain('type: wip\nowner: platform\ncreated: 2026-11-22\nexpires: 2026-12-22\nretire: ');
    expect(await refusal({ type: 'wip', retire: undefined }, on)).toContain('a new flag needs --retire');
    expect((await newFlag(host(on), { ...complete, type: 'board', retire: undefined })).text).toContain(
      'review: { every: 180d',
    );
  });

  it('needs a team and an environment', async () => {
    expect(await refusal({}, { files: { ...files, 'owners.yaml': 'teams: {}\n' } })).toContain(
      'no team can own the flag',
    );
    expect(await refusal({}, { files: { ...files, 'flagwright.yaml': 'version: 1\n' } })).toContain(
      'names no environments',
    );
  });

  it('is not refused for errors that are there already', async () => {
    const broken = { ...files, 'broken.flag.yaml': 'type: 7\n' };
    expect((await newFlag(host({ files: broken }), complete)).written).toBe(true);
  });

  it('never overwrites, and writes nothing on a dry run', async () => {
    const to = host();
    expect((await newFlag(to, { ...complete, dryRun: true })).written).toBe(false);
    expect(to.written.size).toBe(0);
  });

  it.each([
    [undefined, '', 'flags/platform/fast-search.flag.yaml'],
    ['ops', '', 'flags/ops/fast-search.flag.yaml'],
    ['flags/ops', '', 'flags/ops/fast-search.flag.yaml'],
    ['.', 'flags/checkout', 'flags/checkout/fast-search.flag.yaml'],
    ['.', 'flags', 'flags/fast-search.flag.yaml'],
  ])('in the folder %j, from %j, writes %s', async (folder, cwd, file) => {
    const nested = Object.fromEntries(Object.entries(files).map(([path, text]) => [`flags/${path}`, text]));
    const owned = { ...nested, 'flags/platform/other-flag.flag.yaml': nested['flags/old-flag.flag.yaml'] ?? '' };
    const to = host({ files: owned, folder: 'flags', cwd });
    expect((await newFlag(to, { ...complete, folder })).file).toBe(file);
  });

  it('writes any sentence so that it is read as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 10, maxLength: 200, unit: 'grapheme' }), async (sentence) => {
        fc.pre([...sentence.trim()].length >= 10);
        const { value } = parseDocument('a', await textOf({ description: sentence, retire: sentence }));
        expect(value).toMatchObject({ description: sentence.trim(), retire: sentence });
      }),
      { numRuns: 200 },
    );
  });
});
