import { afterEach, describe, expect, test } from 'vitest';
import type { RollbackPlan } from '../src/rollback/plan/plan.ts';
import { rollback } from '../src/commands/rollback/rollback.ts';
import type { RollbackOptions } from '../src/rollback/options.ts';
import { importHistory } from './support/imported-history.ts';
import { realHost } from './support/real-host.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { rollbackDefaults } from './support/rollback-options.ts';

/** What a rollback goes back to, where the history is not as simple as one would like. */

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

const settings = {
  'flagwright.yaml': 'version: 1\nenvironments:\n  staging: {}\n  production: { critical: true }\n',
  'owners.yaml': 'teams:\n  platform: { name: Platform, members: [sam@example.com] }\n',
};

function flag(production: string, more = ''): string {
  return `description: Something that can be switched.\ntype: ops\nowner: platform\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-11-01 }\n${more}environments:\n  staging: true\n  production: ${production}\n`;
}

const forStaff = '{ enabled: true, rules: [{ name: staff, when: { segment: staff }, serve: on }], otherwise: off }';
const segment = (domain: string): string =>
  `description: Everybody who works here.\nwhen: { attribute: email, endsWith: "@${domain}.example.com" }\n`;

type Files = Readonly<Record<string, string | null>>;

/** A repository of these commits, checked out; and their ids. */
function repositoryOf(...commits: readonly Files[]): { repository: TemporaryRepository; ids: readonly string[] } {
  const repository = temporaryRepository();
  made.push(repository);
  const [first, ...others] = commits;
  const ids = importHistory(repository, [{ files: { ...settings, ...first } }, ...others.map((files) => ({ files }))]);
  repository.git('reset', '--quiet', '--hard', 'main');
  return { repository, ids };
}

async function planOf(repository: TemporaryRepository, own: Partial<RollbackOptions>): Promise<RollbackPlan> {
  const { host, close } = await realHost(repository);
  const options: RollbackOptions = { ...rollbackDefaults, ...own };
  try {
    return (await rollback(host, options)).plan;
  } finally {
    close();
  }
}

describe('a file that could not be read then', () => {
  const commits = [
    { 'alpha.flag.yaml': flag('true') },
    { 'alpha.flag.yaml': 'a: [\n' },
    { 'alpha.flag.yaml': flag('true') },
  ];

  test('is not switched off by --since', async () => {
    const { repository, ids } = repositoryOf(...commits);
    const { restorations, notes } = await planOf(repository, { since: ids[1]! });
    expect(restorations).toEqual([]);
    expect(notes).toEqual(['alpha could not be read then; it stays as it is']);
  });

  test('is not switched off by taking back its repair', async () => {
    const { repository, ids } = repositoryOf(...commits);
    const { restorations, notes } = await planOf(repository, { commit: ids[2]! });
    expect(restorations).toEqual([]);
    expect(notes).toEqual(['alpha could not be read before; it stays as it is']);
  });
});

describe('a flag that was removed', () => {
  test('does not come back over a file that is where its folder was', async () => {
    const { repository } = repositoryOf(
      { 'sub/alpha.flag.yaml': flag('true') },
      { 'sub/alpha.flag.yaml': null, sub: 'something else\n' },
    );
    await expect(planOf(repository, { flags: ['alpha'], apply: true })).rejects.toThrow(
      'alpha would come back as sub/alpha.flag.yaml, but sub is now a file',
    );
  });

  test('does not come back over a file that is not committed', async () => {
    const { repository } = repositoryOf({ 'sub/alpha.flag.yaml': flag('true') }, { 'sub/alpha.flag.yaml': null });
    repository.write({ sub: 'mine\n' });
    const head = repository.git('rev-parse', 'HEAD');
    await planOf(repository, { flags: ['alpha'], apply: true });
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);
    expect(repository.git('status', '--porcelain')).toBe('?? sub');
  });
});

describe('a segment', () => {
  const commits = [
    { 'alpha.flag.yaml': flag(forStaff), 'staff.segment.yaml': segment('a') },
    { 'staff.segment.yaml': segment('b') },
  ];

  test('that a flag uses is spoken of where only the flag is rolled back', async () => {
    const { repository, ids } = repositoryOf(...commits);
    const { notes } = await planOf(repository, { since: ids[0]!, flags: ['alpha'] });
    expect(notes).toContain(
      'segment staff, which alpha uses, was changed too; it stays: leave out the flags to restore it',
    );
    expect(notes).not.toContain('alpha was not changed then');
  });

  test('is restored where others use it only in blocks that are off', async () => {
    const { repository, ids } = repositoryOf(
      {
        'alpha.flag.yaml': flag(forStaff).replace('staging: true', `staging: ${forStaff.replace('true', 'false')}`),
        'staff.segment.yaml': segment('a'),
      },
      { 'staff.segment.yaml': segment('b') },
    );
    const { restorations } = await planOf(repository, { since: ids[0]!, environments: ['production'] });
    expect(restorations.map(({ key }) => key)).toEqual(['staff']);
  });
});

test('a version whose weights share out alike is not a version to go back to', async () => {
  const { repository } = repositoryOf(
    { 'alpha.flag.yaml': flag('false') },
    { 'alpha.flag.yaml': flag('{ enabled: true, rules: [], otherwise: { on: 1, off: 1 } }') },
    { 'alpha.flag.yaml': flag('{ enabled: true, rules: [], otherwise: { on: 50, off: 50 } }') },
  );
  const { restorations } = await planOf(repository, { flags: ['alpha'], environments: ['production'] });
  expect(restorations[0]?.to?.number).toBe(1);
});

describe('what the policy says', () => {
  const policy =
    'rules: []\nfreezes:\n  - { from: 2026-11-01, until: 2026-12-01, environments: [production], reason: Peak season }\n';

  test('a freeze holds also where only what is outside of the environments changes', async () => {
    const { repository } = repositoryOf(
      {
        'alpha.flag.yaml': flag('true', 'conflicts: [{ flag: beta }]\n'),
        'beta.flag.yaml': flag('false'),
        'policy.yaml': policy,
      },
      { 'alpha.flag.yaml': flag('true') },
    );
    const { risks } = await planOf(repository, { flags: ['alpha'] });
    expect(risks.map(({ code }) => code)).toContain('freeze');
  });

  test('an emergency is declared by the trailer that the policy names', async () => {
    const { repository } = repositoryOf(
      {
        'alpha.flag.yaml': flag('false'),
        'policy.yaml': `rules: []\nemergency: { trailer: Break-Glass, roles: [], waives: [approvals], reviewWithin: 48h }\n`,
      },
      { 'alpha.flag.yaml': flag('true') },
    );
    await planOf(repository, { flags: ['alpha'], environments: ['production'], apply: true, emergency: 'INC-7' });
    expect(repository.git('log', '-1', '--format=%B')).toContain('Break-Glass: INC-7');
    expect(repository.git('log', '-1', '--format=%B')).not.toContain('Emergency:');
  });
});

test('where the manifest cannot be read every environment counts as critical', async () => {
  const { repository } = repositoryOf(
    { 'alpha.flag.yaml': flag('false'), 'beta.flag.yaml': flag('true', 'prerequisites: [{ flag: alpha }]\n') },
    { 'alpha.flag.yaml': flag('true'), 'flagwright.yaml': 'version: [\n' },
  );
  const { risks } = await planOf(repository, { flags: ['alpha'], off: true });
  const cascades = risks.filter(({ code }) => code === 'cascade');
  expect(cascades.map(({ environment, severity }) => `${environment} ${severity}`).sort()).toEqual([
    'production critical',
    'staging critical',
  ]);
});

describe('definitions that make no sense', () => {
  test.each([
    'staff',
    '{ all: 5 }',
    '{ any: [5, null, { all: [x] }] }',
    '{ not: [] }',
    '{ segment: { a: 1 } }',
    '{ attribute: constructor, in: 7 }',
    '{ attribute: __proto__, semver: [] }',
    '[]',
  ])('are rolled back all the same: %s', async (when) => {
    const { repository } = repositoryOf(
      { 'alpha.flag.yaml': flag('true'), 'beta.flag.yaml': flag('true', 'prerequisites: [{ flag: alpha }]\n') },
      {
        'alpha.flag.yaml': flag(`{ enabled: true, rules: [{ name: some, when: ${when}, serve: on }], otherwise: off }`),
      },
    );
    const { restorations } = await planOf(repository, { flags: ['alpha'], environments: ['production'] });
    expect(restorations.map(({ to }) => to?.number)).toEqual([1]);
  });
});
