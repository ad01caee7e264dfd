import { afterEach, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

const manifest =
  'version: 1\nenvironments: { staging: {}, production: { critical: true } }\ncode: { include: [src] }\n';
const owners = 'teams:\n  shop: { members: [ada@example.com] }\n';
const flag = (more: string): string =>
  `# A comment that stays.\ndescription: A flag for the tests.\ntype: release\nowner: shop\ncreated: 2026-10-01\nexpires: 2026-12-20\nretire: When the tests pass everywhere.\n${more}`;
const everybody = 'environments: { staging: true, production: true }\n';
const withSegment = (segment: string): string =>
  `environments:\n  production:\n    enabled: true\n    rules: [{ name: some, when: { segment: ${segment} }, serve: on }]\n    otherwise: on\n`;

function repositoryOf(files: Readonly<Record<string, string>>): TemporaryRepository {
  const repository = temporaryRepository();
  made.push(repository);
  repository.write({ 'flagwright.yaml': manifest, 'owners.yaml': owners, ...files });
  repository.commit('Add them');
  return repository;
}

interface Retired {
  readonly ok: boolean;
  readonly obstacles: readonly { readonly kind: string; readonly message: string }[];
  readonly dependents: readonly { readonly flag: string; readonly drops: boolean }[];
  readonly [field: string]: unknown;
}

async function retire(repository: TemporaryRepository, ...args: string[]): Promise<Retired> {
  const { stdout, exitCode } = await runMain(['retire', ...args, '--json'], repository.path, repository.env);
  const output = validOutput('retire', stdout) as unknown as Retired;
  expect(exitCode).toBe(output.ok ? 0 : 1);
  return output;
}

const kindsOf = ({ obstacles }: Retired): string[] => obstacles.map(({ kind }) => kind);

describe('retire', () => {
  it('is ready where everybody has one variant and nobody needs the flag', async () => {
    const repository = repositoryOf({ 'old.flag.yaml': flag(everybody) });
    expect(await retire(repository, 'old')).toMatchObject({
      ok: true,
      into: 'on',
      serving: { variant: 'on', since: '2026-11-01T00:00:00.000Z' },
      notYet: [],
      criteria: 'When the tests pass everywhere.',
      removes: ['old.flag.yaml'],
      commit: null,
    });
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  it('needs to be told what remains where not everybody has the same', async () => {
    const repository = repositoryOf({
      'old.flag.yaml': flag('environments: { production: { enabled: true, otherwise: { on: 25, off: 75 } } }\n'),
    });
    expect(kindsOf(await retire(repository, 'old'))).toEqual(['variant']);
    expect(await retire(repository, 'old', '--into', 'on')).toMatchObject({
      ok: true,
      notYet: ['staging', 'production'],
    });
  });

  it('refuses while code uses it, and says where', async () => {
    const repository = repositoryOf({
      'old.flag.yaml': flag(everybody),
      'src/a.ts': 'x\nisEnabled("old")\n',
      'doc.md': '"old"',
    });
    const report = await retire(repository, 'old', '--commit');
    expect(kindsOf(report)).toEqual(['code']);
    expect(report.references).toMatchObject([{ file: 'src/a.ts', line: 2, column: 12 }]);
    expect(report.commit).toBeNull();
    expect(repository.git('log', '--format=%s').trim()).toBe('Add them');
  });

  it.each([
    ['drops one that is met for ever', 'prerequisites: [{ flag: old, reason: It stands on it. }]\n', everybody, true],
    [
      'drops one that asks for the variant',
      'prerequisites: [{ flag: old, variant: [on], reason: It stands on it. }]\n',
      everybody,
      true,
    ],
    [
      'keeps one that asks for another',
      'prerequisites: [{ flag: old, variant: off, reason: It replaces it. }]\n',
      everybody,
      false,
    ],
    [
      'keeps one that is not met today',
      'prerequisites: [{ flag: old, reason: It stands on it. }]\n',
      'environments: { staging: true }\n',
      false,
    ],
    [
      'keeps one of which the prerequisite is not met',
      'prerequisites: [{ flag: old, reason: It stands on it. }]\n',
      `prerequisites: [{ flag: base, reason: It stands on it. }]\n${everybody}`,
      false,
    ],
    [
      'keeps a conflict with what is on for ever',
      'conflicts: [{ flag: old, reason: They fight for the page. }]\n',
      everybody,
      false,
    ],
    ['keeps a fallback', 'fallback: { flag: old, reason: The old way still works. }\n', everybody, false],
  ])('%s', async (_, dependent, retired, drops) => {
    const repository = repositoryOf({
      'base.flag.yaml': flag('environments: {}\n'),
      'old.flag.yaml': flag(retired),
      'new.flag.yaml': flag(`${dependent}environments: { production: true }\n`),
    });
    const report = await retire(repository, 'old', '--into', 'on');
    expect(report.dependents).toMatchObject([{ flag: 'new', drops, line: 8 }]);
    expect(report.ok).toBe(drops);
    expect(kindsOf(await retire(repository, 'old')).length).toBeGreaterThan(0);
  });

  it('drops a conflict with what is off for ever', async () => {
    const conflict = 'conflicts: [{ flag: old, reason: They fight for the page. }]\n';
    const repository = repositoryOf({
      'old.flag.yaml': flag('environments: {}\n'),
      'new.flag.yaml': flag(conflict + everybody),
    });
    expect(await retire(repository, 'old', '--into', 'off')).toMatchObject({ ok: true, changes: ['new.flag.yaml'] });
  });

  it('removes all that is its own in one commit, which a rollback undoes byte for byte', async () => {
    const prerequisites =
      'prerequisites: # why\n  - flag: old # first\n    reason: It stands on it.\n  - flag: base\n    reason: It stands on it too.\n';
    const spec = (of: string): string =>
      `flag: ${of} # its spec\ncases:\n  - { name: on, environment: production, context: { targetingKey: u }, expect: { variant: on } }\n`;
    const segment = (when: string): string => `description: Some people of the tests.\nwhen: ${when}\n`;
    const repository = repositoryOf({
      'base.flag.yaml': flag(everybody),
      'a/old.flag.yaml': flag(withSegment('outer')),
      'a/old.spec.yaml': spec('old'),
      'b/more.spec.yaml': spec('old'),
      'b/base.spec.yaml': spec('base'),
      'new.flag.yaml': flag(`${prerequisites}${withSegment('both')}`),
      'only.flag.yaml': flag(`prerequisites:\n  - { flag: old, reason: It stands on it. }\n${withSegment('both')}`),
      'outer.segment.yaml': segment('{ any: [{ segment: inner }, { segment: both }] }'),
      'inner.segment.yaml': segment('{ attribute: country, equals: DE }'),
      'both.segment.yaml': segment('{ attribute: country, equals: NL }'),
      'spare.segment.yaml': segment('{ attribute: country, equals: FR }'),
    });
    const before = repository.git('rev-parse', 'HEAD^{tree}');
    const report = await retire(repository, 'old', '--into', 'on', '--commit', '--reason', 'Everybody has it.');
    expect(report).toMatchObject({ ok: true, changes: ['new.flag.yaml', 'only.flag.yaml'] });
    expect(repository.git('diff', '--name-status', 'HEAD~1', 'HEAD').trim().split('\n').sort()).toEqual([
      'D\ta/old.flag.yaml',
      'D\ta/old.spec.yaml',
      'D\tb/more.spec.yaml',
      'D\tinner.segment.yaml',
      'D\touter.segment.yaml',
      'M\tnew.flag.yaml',
      'M\tonly.flag.yaml',
    ]);
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('show', 'HEAD:only.flag.yaml')).toBe(flag(withSegment('both')).trimEnd());
    const undone = await runMain(
      ['rollback', '--commit', 'HEAD', '--apply', '--reason', 'Too early.'],
      repository.path,
      repository.env,
    );
    expect(undone.exitCode, undone.stdout).toBe(0);
    expect(repository.git('rev-parse', 'HEAD^{tree}')).toBe(before);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  it('refuses what somebody has edited, and loses nothing', async () => {
    const repository = repositoryOf({ 'old.flag.yaml': flag(everybody) });
    repository.write({ 'old.flag.yaml': flag(`${everybody}tags: [edited]\n`) });
    expect(await retire(repository, 'old', '--commit')).toMatchObject({ ok: false, refused: { reason: 'edited' } });
    expect(repository.git('status', '--porcelain')).toBe(' M old.flag.yaml');
  });
});
