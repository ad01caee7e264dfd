import { describe, expect, it } from 'vitest';
import { validOutput } from '../../test/support/output-schema.ts';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { runMain } from '../../test/support/transcript.ts';
import { make } from '../../test/support/stored-history.ts';

const flag = (production: string): string =>
  `description: What this flag is for, in a sentence.\ntype: ops\nowner: core\ncreated: 2026-01-01\nenvironments: { staging: true, production: ${production} }\n`;
const usesInner = '{ enabled: true, rules: [{ name: r, when: { segment: outer }, serve: on }], otherwise: off }';

function project(): TemporaryRepository {
  const repository = make();
  repository.write({
    'flagwright.yaml': 'version: 1\nenvironments: { staging: {}, production: {} }\n',
    'a.flag.yaml': flag('false'),
    'b.flag.yaml': flag(usesInner),
    'inner.segment.yaml': 'description: a\nwhen: { attribute: country, equals: DE }\n',
    'outer.segment.yaml': 'description: b\nwhen: { segment: inner }\n',
  });
  repository.commit('start', { date: '2026-11-01T10:00:00Z' });
  repository.write({ 'a.flag.yaml': flag('true') });
  repository.commit(
    'a on\n\nThe body says why.\n\nApproved-by: Lin <lin@example.com>\nApproved-by: sam@example.com\nIncident: INC-7',
    { author: 'Noor <noor@example.com>', date: '2026-11-02T10:00:00Z' },
  );
  repository.write({ 'inner.segment.yaml': 'description: a\nwhen: { attribute: country, equals: FR }\n' });
  repository.commit('France\n\nNot this.\n\nReason: Because of France.\nEmergency: INC-8', {
    date: '2026-11-03T10:00:00Z',
  });
  repository.write({ 'a.flag.yaml': 'description: [\n', 'policy.yaml': 'emergency: { trailer: Fire }\n' });
  repository.commit('break it', { date: '2026-11-04T10:00:00Z' });
  repository.write({ 'a.flag.yaml': null, 'sub/a.flag.yaml': `# moved\n${flag('true')}` });
  repository.commit('repair and move it\n\nFire: INC-9\nEmergency: INC-0', { date: '2026-11-05T10:00:00Z' });
  repository.write({ 'sub/a.flag.yaml': `# only a comment\n${flag('true')}`, 'README.md': 'text' });
  repository.commit('nothing in meaning', { date: '2026-11-06T10:00:00Z' });
  return repository;
}

interface Entry {
  readonly kind: string;
  readonly flag: string | null;
  readonly segment: string | null;
  readonly flags: string[];
  readonly version: number;
  readonly subject: string;
  readonly environments: string[];
  readonly changes: readonly { kind: string; summary: string }[];
  readonly reason: string | null;
  readonly approvals: unknown[];
  readonly incidents: string[];
  readonly emergency: string | null;
}

const shown = ({ kind, flag: key, segment, version, changes }: Entry): string =>
  `${key ?? segment ?? kind} ${version}: ${changes.map(({ summary }) => summary).join('; ')}`;

async function entries(repository: TemporaryRepository, ...args: string[]): Promise<Entry[]> {
  const { stdout, stderr } = await runMain(['audit', '--json', ...args], repository.path, repository.env);
  expect(stderr).toBe('');
  return validOutput('audit', stdout).entries as Entry[];
}

describe('audit', () => {
  it('lists what changed in meaning, newest first, governance before flags', async () => {
    const all = await entries(project());
    expect(all.map(shown)).toEqual([
      'a 4: moved from a.flag.yaml to sub/a.flag.yaml; can be read again',
      'policy 1: added',
      'a 3: cannot be read: it is not valid YAML',
      'inner 2: country = DE → FR',
      'a 2: production: off → on',
      'manifest 1: added',
      'inner 1: created: a',
      'outer 1: created: b',
      expect.stringMatching(/^a 1: created: /),
      expect.stringMatching(/^b 1: created: /),
    ]);
  });

  it('says why, who approved and what the emergency is, as the message claims', async () => {
    const [repaired, , , france, on] = await entries(project());
    expect(on).toMatchObject({
      reason: 'The body says why.',
      incidents: ['INC-7'],
      emergency: null,
      approvals: [
        { trailer: 'Approved-by', by: 'Lin <lin@example.com>' },
        { trailer: 'Approved-by', by: 'sam@example.com' },
      ],
    });
    expect(france).toMatchObject({ reason: 'Because of France.', emergency: 'INC-8', approvals: [] });
    // The policy has another trailer by then.
    expect(repaired).toMatchObject({ reason: null, emergency: 'INC-9' });
  });

  it('counts a change of a segment as one of the flags that use it, also through others', async () => {
    const repository = project();
    const [france] = (await entries(repository, '--flag', 'b')).filter(({ segment }) => segment !== null);
    expect(france).toMatchObject({ segment: 'inner', flags: ['b'], environments: ['production'] });
    expect((await entries(repository, '--flag', 'a')).every(({ flag: key }) => key === 'a')).toBe(true);
  });

  it('takes filters together', async () => {
    const repository = project();
    const subjects = async (...args: string[]): Promise<string[]> => [
      ...new Set((await entries(repository, ...args)).map(({ subject }) => subject)),
    ];
    expect(await subjects('--author', 'NOOR')).toEqual(['a on']);
    expect(await subjects('--since', '2026-11-03', '--until', '2026-11-04')).toEqual(['break it', 'France']);
    expect(await subjects('--until', '2026-11-02T10:00:00Z')).toEqual(['start']);
    expect(await subjects('--since', '19d', '--now', '2026-11-23T10:00:00Z', '--env', 'staging')).toEqual([
      'repair and move it',
      'break it',
    ]);
    expect(await subjects('--env', 'production', '--since', '2026-11-02', '--until', '2026-11-03')).toEqual([
      'France',
      'a on',
    ]);
    expect(await subjects('--at', '2026-11-02T12:00Z')).toEqual(['a on', 'start']);
  });

  it('shows what a version changed that mends one which cannot be read', async () => {
    const repository = project();
    repository.write({ 'sub/a.flag.yaml': 'description: [\n' });
    repository.commit('break it again', { date: '2026-11-07T10:00:00Z' });
    repository.write({ 'sub/a.flag.yaml': flag('false') });
    repository.commit('repair it, it says', { date: '2026-11-08T10:00:00Z' });
    const [last] = await entries(repository, '--env', 'production');
    expect(last && shown(last)).toBe('a 6: can be read again; production: on → off');
  });

  it('begins and ends at a tag, whatever the dates of the commits', async () => {
    const repository = project();
    const subjects = async (...args: string[]): Promise<string[]> => [
      ...new Set((await entries(repository, ...args)).map(({ subject }) => subject)),
    ];
    repository.git('tag', 'v1', 'HEAD~3');
    repository.git('tag', 'v2', 'HEAD~1');
    expect(await subjects('--since', 'v1')).toEqual(['repair and move it', 'break it']);
    expect(await subjects('--since', 'v1', '--until', 'HEAD~2')).toEqual(['break it']);
    expect(await subjects('--until', 'v1')).toEqual(['France', 'a on', 'start']);
    expect(await subjects('--since', 'v2')).toEqual([]);
    expect(await subjects('--since', 'v1', '--until', '2026-11-04')).toEqual(['break it']);
  });

  it.each([
    [['--flag', 'aa'], 'no flag is called "aa"'],
    [['--env', 'prod'], 'no environment is called "prod"'],
    [['--since', 'yesterday'], '--since cannot be "yesterday"'],
    [['--until', '2026-13-01'], '--until cannot be "2026-13-01"'],
  ])('refuses %j', async (args, message) => {
    const repository = project();
    const { stderr, exitCode } = await runMain(['audit', ...args], repository.path, repository.env);
    expect({ stderr, exitCode }).toEqual({ stderr: expect.stringContaining(message), exitCode: 2 });
  });

  it('prints JSON Lines and CSV of the same entries', async () => {
    const repository = project();
    const print = async (format: string): Promise<string> =>
      (await runMain(['audit', '--format', format], repository.path, repository.env)).stdout;
    const all = await entries(repository);
    const lines = (await print('jsonl')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(all);
    const rows = (await print('csv')).split('\r\n');
    expect(rows).toHaveLength(all.length + 2);
    expect(rows[0]).toMatch(/^committedAt,commit,kind,key,version,/);
    expect(rows[5]).toContain('Approved-by: Lin <lin@example.com>; Approved-by: sam@example.com');
  });
});
