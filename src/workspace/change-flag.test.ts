import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError, type FakeHost } from '../../test/support/host.ts';
import { validOutput } from '../../test/support/output-schema.ts';
import { memoryTree } from '../platform/memory-tree.ts';
import { changeJson } from '../report/change/json.ts';
import { changeText } from '../report/change/text.ts';
import { makeStyle } from '../report/style.ts';
import type { ChangeOptions, ChangeReport } from './change-flag.ts';
import { disable } from '../commands/switch/disable.ts';
import { enable } from '../commands/switch/enable.ts';
import { extend } from '../commands/extend/extend.ts';
import { reviewed } from '../commands/reviewed/reviewed.ts';
import { rollout } from '../commands/rollout/rollout.ts';

const options: ChangeOptions = { expectVersion: undefined, dryRun: false, commit: undefined };
const files = projectWith({
  'new-search': 'environments: { development: true, production: { enabled: true, otherwise: { on: 10, off: 90 } } }\n',
});
const host = (own: FakeHost = {}) => fakeHost({ files, ...own });
const style = makeStyle({ color: false });
const summaries = ({ changes }: ChangeReport): string[] => changes.map(({ summary }) => summary);

describe('change commands', () => {
  it('write the one file', async () => {
    const to = host();
    const report = await disable(to, 'new-search', ['production', 'development'], options);
    expect(summaries(report)).toEqual(['development: on → off', 'production: 10% on → off']);
    expect([...to.written.keys()]).toEqual(['new-search.flag.yaml']);
    expect(to.written.get('new-search.flag.yaml')).toBe(
      files['new-search.flag.yaml']
        ?.replace('development: true', 'development: false')
        .replace('enabled: true', 'enabled: false'),
    );
    const json = validOutput('disable', changeJson(report), 'change');
    expect(json).toMatchObject({ ok: true, written: true, commit: null, refused: null });
    expect(changeText(report, style)).toContain('wrote new-search.flag.yaml\n');
  });

  it('write nothing where nothing would change, or for --dry-run', async () => {
    const to = host();
    const same = await enable(to, 'new-search', ['production', 'production'], options);
    expect([same.ok, same.written, changeText(same, style)]).toEqual([
      true,
      false,
      'new-search is already in that state; nothing to do\n',
    ]);
    const dry = await rollout(to, 'new-search', {
      ...options,
      dryRun: true,
      served: '50',
      environments: ['production'],
      rule: undefined,
    });
    expect(changeText(dry, style)).toMatch(/^--- a\/new-search[^]*\n\+.*on: 50, off: 50/);
    expect(validOutput('rollout', changeJson(dry), 'change')).toMatchObject({ dryRun: true, written: false });
    expect([...to.written]).toEqual([]);
  });

  it('refuse a file that was edited while they thought', async () => {
    const to = host();
    let reads = 0;
    const tree = memoryTree(files);
    const changing = {
      ...to,
      tree: {
        ...tree,
        read: async (path: string) => {
          if (path === 'new-search.flag.yaml') reads++;
          const bytes = await tree.read(path);
          return reads > 2 ? Buffer.concat([bytes, Buffer.from('# edited\n')]) : bytes;
        },
      },
    };
    const report = await disable(changing, 'new-search', ['production'], options);
    expect(report.refused?.reason).toBe('edited');
    expect([...to.written]).toEqual([]);
    expect(validOutput('disable', changeJson(report), 'change')).toMatchObject({ ok: false });
    expect(changeText(report, style)).toBe(
      'refused: new-search.flag.yaml was edited in the meantime\nhelp: nothing was written; try again\n',
    );
  });

  it('do not touch what cannot be read, or is there twice', async () => {
    const broken = { ...files, 'new-search.flag.yaml': 'environments: [' };
    expect(await userError(() => enable(host({ files: broken }), 'new-search', ['staging'], options))).toContain(
      'new-search.flag.yaml cannot be read as a flag',
    );
    const twice = { ...files, 'b/new-search.flag.yaml': files['new-search.flag.yaml'] as string };
    expect(await userError(() => enable(host({ files: twice }), 'new-search', ['staging'], options))).toContain(
      'two files define "new-search"',
    );
  });

  it('need a repository to commit', async () => {
    const commit = { approvedBy: [], trailers: [], branch: undefined, push: false, verify: true };
    expect(await userError(() => enable(host(), 'new-search', ['staging'], { ...options, commit }))).toContain(
      'committing needs a git repository',
    );
    expect(
      await userError(() => enable(host(), 'new-search', ['staging'], { ...options, expectVersion: 1 })),
    ).toContain('this needs the history of a git repository');
  });
});

describe('rollout', () => {
  const refusal = (flag: string, own: object = {}) =>
    userError(() =>
      rollout(host({ files: projectWith({ 'new-search': flag }) }), 'new-search', {
        ...options,
        served: '25',
        environments: ['production'],
        rule: undefined,
        ...own,
      }),
    );

  it('does not guess where rules or JsonLogic decide', async () => {
    const rule = (name: string) => `{ name: ${name}, serve: { on: 1, off: 1 } }`;
    const rules = (...names: string[]) =>
      `environments: { production: { enabled: true, rules: [${names.map(rule).join(', ')}], otherwise: off } }\n`;
    expect(await refusal(rules('a', 'b'))).toBe(
      'in production only rules split, not what is served when no rule matches / say which: --rule a or --rule b',
    );
    expect(await refusal(rules('a'), { rule: 'c' })).toContain('no rule is called "c"');
    expect(await refusal('environments: { production: true }\n', { rule: 'a' })).toContain('there are no rules in');
    expect(
      await refusal('environments: { production: { enabled: true, targeting: { var: a }, otherwise: off } }\n'),
    ).toContain('raw JsonLogic decides in production');
    expect(await refusal('environments: { production: true }\n', { served: 'maybe' })).toContain(
      'no variant is called "maybe"',
    );
  });
});

describe('extend and reviewed', () => {
  it('want a reason and a later day', async () => {
    const attempt = (until: string, why = 'The bank needs longer.') =>
      userError(() => extend(host(), 'new-search', { ...options, until, why }));
    expect(await attempt('2026-12-40')).toContain('"2026-12-40" is not a date');
    expect(await attempt('2026-11-21')).toContain('2026-11-21 is over already');
    expect(await attempt('2027-01-01', ' short ')).toContain('the reason is too short');
  });

  it('say which flags have no such date', async () => {
    const release = host({ files: projectWith({ 'new-search': 'type: release\n' }) });
    expect(await userError(() => reviewed(release, 'new-search', options))).toContain('new-search is not under review');
    const longer = { ...options, until: '2027-01-01', why: 'The bank needs longer.' };
    expect(await userError(() => extend(host(), 'new-search', longer))).toContain('has no expiry that could be moved');
    const earlier = { ...longer, until: '2026-12-10' };
    expect(await userError(() => extend(release, 'new-search', earlier))).toContain('expires on 2026-12-10 already');
  });

  it('write the days', async () => {
    const release = host({ files: projectWith({ 'new-search': 'type: release\n' }) });
    const longer = { ...options, until: '2026-12-24', why: ' The bank needs longer. ' };
    expect(summaries(await extend(release, 'new-search', longer))).toEqual([
      'expires 2026-12-10 → 2026-12-24 (extension 1 of 2)',
      'extensions until 2026-12-24: The bank needs longer.',
    ]);
    expect(summaries(await reviewed(host(), 'new-search', options))).toEqual(['review last 2026-10-12 → 2026-11-22']);
  });
});
