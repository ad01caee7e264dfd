import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { flag, owners, policyWorld, segment } from './support/policy-world.ts';
import { runMain } from './support/transcript.ts';

const world = policyWorld();
const { repository } = world;
afterAll(() => repository.remove());

async function run(...args: string[]): Promise<{ stdout: string; exitCode: number }> {
  const { stdout, stderr, exitCode } = await runMain([...args, '--now', '2026-11-10'], repository.path, repository.env);
  expect(stderr).toBe('');
  return { stdout, exitCode };
}

function branch(): void {
  world.git('checkout', '--quiet', '--force', '-B', 'case', 'main');
  world.git('clean', '--quiet', '-fd');
}

interface Printed {
  readonly ok: boolean;
  readonly risk: string;
  readonly includesWorkingTree: boolean;
  readonly flags: readonly {
    readonly key: string;
    readonly risk: { readonly level: string; readonly reasons: readonly { readonly text: string }[] };
    readonly environments: Readonly<Record<string, { readonly moved: number }>>;
    readonly impact: { readonly dependents: readonly string[] };
  }[];
  readonly segments: readonly { readonly key: string }[];
  readonly governance: readonly { readonly file: string }[];
  readonly diagnostics: readonly { readonly rule: string }[];
  readonly approvals: readonly {
    readonly rule: string;
    readonly missing: number;
    readonly candidates: readonly string[];
  }[];
  readonly expiries: readonly unknown[];
}

async function pr(...args: string[]): Promise<{ printed: Printed; exitCode: number }> {
  const { stdout, exitCode } = await run('pr', ...args, '--json');
  return { printed: validOutput('pr', stdout) as unknown as Printed, exitCode };
}

describe('pr', () => {
  it('says nothing of nothing', async () => {
    branch();
    const { printed, exitCode } = await pr('main...HEAD');
    expect(exitCode).toBe(0);
    expect(printed).toMatchObject({ ok: true, risk: 'low', flags: [], approvals: [], expiries: [] });
  });

  it('says of each flag what changes, how risky it is and who must approve it', async () => {
    branch();
    world.write({
      'high.flag.yaml': flag({ criticality: 'high', production: true }),
      'theirs.flag.yaml': flag({ owner: 'other', more: 'prerequisites: [{ flag: high }]\n' }).replace(
        '2027-01-25',
        '2027-01-20',
      ),
      'few.segment.yaml': segment('@example.org'),
    });
    world.commit('ada', { trailers: ['Approved-by: Lin <lin@example.com>'] });
    const { printed, exitCode } = await pr('main...HEAD');
    expect(exitCode).toBe(1);
    expect(printed).toMatchObject({ ok: false, risk: 'high', segments: [{ key: 'few' }], diagnostics: [] });
    expect(printed.flags.map(({ key, risk }) => [key, risk.level])).toEqual([
      ['high', 'high'],
      ['few-only', 'medium'],
      ['theirs', 'low'],
    ]);
    expect(printed.flags[0]).toMatchObject({
      environments: { production: { moved: 1 } },
      impact: { dependents: ['theirs'] },
    });
    expect(printed.approvals).toMatchObject([{ rule: 'high-needs-two', missing: 1 }]);
    expect(printed.approvals[0]?.candidates).not.toContain('lin@example.com');
    expect(printed.expiries).toEqual([
      { flag: 'theirs', owner: 'other', before: '2027-01-25', after: '2027-01-20', daysLeft: 71 },
    ]);
  });

  it('counts a flag that is not there as off', async () => {
    branch();
    world.write({ 'plain.flag.yaml': null, 'live.flag.yaml': null, 'new.flag.yaml': flag({ production: true }) });
    world.commit('ada');
    const { flags } = (await pr('main...HEAD')).printed;
    const moved = flags.map(({ key, environments }) => [
      key,
      environments.staging?.moved,
      environments.production?.moved,
    ]);
    expect(moved.sort()).toEqual([
      ['live', 0, 1],
      ['new', 0, 1],
      ['plain', 0, 0],
    ]);
    expect(flags.find(({ key }) => key === 'plain')?.risk.level).toBe('low');
  });

  it('tells new errors from older ones, and takes in what is not committed', async () => {
    branch();
    world.write({ 'plain.flag.yaml': flag({ more: 'prerequisites: [{ flag: nowhere }]\n' }) });
    const { printed, exitCode } = await pr('main');
    expect(exitCode).toBe(1);
    expect(printed.includesWorkingTree).toBe(true);
    expect(printed.diagnostics.map(({ rule }) => rule)).toEqual(['unknown-prerequisite']);
    expect(printed.flags[0]?.risk).toMatchObject({ level: 'critical', reasons: [{ text: '1 new error' }] });
    world.commit('ada');
    world.git('branch', '--force', 'broken');
    world.write({ 'plain.flag.yaml': flag({ more: 'prerequisites: [{ flag: nowhere }]\n', staging: true }) });
    world.commit('ada');
    expect((await pr('broken...HEAD')).printed).toMatchObject({ ok: true, diagnostics: [] });
  });

  it('required and explain follow their schemas', async () => {
    branch();
    world.write({ 'high.flag.yaml': flag({ criticality: 'high', production: true }), 'policy.yaml': 'rules: []\n' });
    world.commit('mallory');
    const required = validOutput('policy-required', (await run('policy', 'required', 'main...HEAD', '--json')).stdout);
    expect(required).toMatchObject({
      otherViolations: 2,
      approvals: [
        { rule: 'high-needs-two', missing: 2, places: [{ flag: 'high', environment: 'production' }] },
        { rule: 'house', missing: 1, places: [{ flag: 'policy.yaml', environment: null }] },
      ],
    });
    branch();
    const explained = (await run('policy', 'explain', 'high', '--env', 'production', '--json')).stdout;
    expect(validOutput('policy-explain', explained)).toMatchObject({
      authors: [{ rule: 'production-by-owner' }],
      approvals: [{ rule: 'high-needs-two', count: 2, trust: 'trailers' }],
      freezes: [{ from: '2026-12-18', inForce: false }],
      emergency: { roles: ['on-call'], reviewWithinHours: 48 },
      mustBeSigned: false,
    });
  });
});

describe('text of strangers', () => {
  const hostile =
    'x \u001b[2J<img src=x onerror=alert(1)> [a](http://evil.example) @everyone #1\n::error::y | z `q` </details>';

  beforeAll(() => {
    branch();
    const text = JSON.stringify(hostile);
    world.write({
      'plain.flag.yaml': flag({ production: true, more: `tags: [${text}]\n` }).replace('owner: core', `owner: ${text}`),
      'live.flag.yaml': flag({
        production: true,
        more: `affects: [${text}]\nconflicts: [{ flag: theirs, reason: ${text} }]\n`,
      }),
    });
    world.git('add', '--all');
    world.git('commit', '--quiet', `--author=${hostile.replace(/[\n<>]/g, ' ')} <mallory@example.com>`, '-m', hostile);
  });

  it.each(['text', 'markdown', 'github'])('is shown and not obeyed: %s', async (format) => {
    for (const command of [['pr'], ['policy', 'check']]) {
      const { stdout } = await run(...command, 'main...HEAD', '--format', format);
      // eslint-disable-next-line no-control-regex
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
      if (format === 'github') expect(stdout.split('\n').filter((line) => line.startsWith('::error::'))).toEqual([]);
      if (format !== 'markdown') continue;
      const outside = stdout.replace(/```mermaid[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
      expect(outside).not.toMatch(/<img|\]\(|@everyone|(?<!&)#1/);
      expect(outside.match(/<details>/g)?.length ?? 0).toBe(outside.match(/<\/details>/g)?.length ?? 0);
    }
  });

  it('does not leave its quotes in the graph', async () => {
    const { stdout } = await run('pr', 'main...HEAD', '--format', 'markdown');
    const [, graph = ''] = /```mermaid\n([\s\S]*?)```/.exec(stdout) ?? [];
    expect(graph).toContain('flowchart');
    expect(graph).not.toMatch(/<img|alert\(|evil\.example\)/);
  });
});

describe('a comment', () => {
  it('reads like this', async () => {
    branch();
    world.write({
      'high.flag.yaml': flag({ criticality: 'high', production: '{ enabled: true, otherwise: { on: 1, off: 3 } }' }),
      'plain.flag.yaml': flag({ production: true, more: 'prerequisites: [{ flag: nowhere }]\n' }),
      'theirs.flag.yaml': flag({ owner: 'other', more: 'prerequisites: [{ flag: high }]\n' }).replace(
        '2027-01-25',
        '2027-01-20',
      ),
      'owners.yaml': owners({ core: ', bob@example.com' }),
    });
    world.commit('mallory', { trailers: ['Approved-by: Lin <lin@example.com>'] });
    const { stdout } = await run('pr', 'main...HEAD', '--format', 'markdown');
    // Ids of commits depend on how many were made before.
    await expect(stdout.replaceAll(/`[0-9a-f]{7}`/g, '`1234567`')).toMatchFileSnapshot('fixtures/pr-comment.snap');
  });

  it('is cut where a forge would refuse it, with a pointer to the rest', async () => {
    branch();
    const flags = Array.from({ length: 250 }, (_, at) => [`many-${at}.flag.yaml`, flag({ owner: 'nobody', production: true, more: `tags: [${'t'.repeat(200)}, u${at}]\n` })]); // prettier-ignore
    world.write(Object.fromEntries(flags) as Record<string, string>);
    world.commit('ada');
    const { stdout, exitCode } = await run('pr', 'main...HEAD', '--format', 'markdown');
    expect(exitCode).toBe(1);
    expect(stdout.startsWith('<!-- flagwright:pr -->\n')).toBe(true);
    expect(stdout.length).toBeLessThan(60_000);
    expect(stdout).toMatch(/and \d+ more|too long for a comment/);
    expect(stdout.match(/<details>/g)?.length).toBe(stdout.match(/<\/details>/g)?.length);
    const { length } = (await run('pr', 'main...HEAD')).stdout;
    expect(length).toBeGreaterThan(60_000);
  });
});
