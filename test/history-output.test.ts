import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const flag = (more: string): string => `description: A flag.
type: ops
owner: platform
${more}`;
const rules = (...names: string[]): string =>
  `environments:\n  staging: true\n  production:\n    enabled: true\n    rules:\n${names
    .map((name) => `      - { name: ${name}, when: { segment: ${name} }, serve: on }\n`)
    .join('')}    otherwise: off\n`;
const segment = (country: string): string => `description: People.\nwhen: { attribute: country, equals: ${country} }\n`;
const manifest = 'version: 1\nenvironments: { staging: {}, production: {} }\n';

let repository: TemporaryRepository;

const commits: readonly Readonly<Record<string, string | null>>[] = [
  {
    'flagwright.yaml': manifest,
    'a.flag.yaml': flag(rules('outer')),
    'b.flag.yaml': flag('environments: { production: true }\n'),
    'outer.segment.yaml': 'description: People.\nwhen: { any: [{ segment: inner }] }\n',
    'inner.segment.yaml': segment('DE'),
  },
  { 'inner.segment.yaml': segment('FR') },
  { 'a.flag.yaml': flag(rules('other', 'outer')), 'other.segment.yaml': segment('NL') },
  { 'a.flag.yaml': flag(rules('outer', 'other')) },
  { 'a.flag.yaml': flag('environments: [\n'), 'b.flag.yaml': null },
  { 'a.flag.yaml': flag('environments: { production: true }\n'), 'policy.yaml': 'version: 1\n' },
  { 'inner.segment.yaml': segment('BE') },
];

beforeAll(() => {
  repository = temporaryRepository();
  commits.forEach((files, index) => {
    repository.write(files);
    repository.commit(`Commit ${index}`);
  });
});

afterAll(() => repository.remove());

async function output(command: string, ...args: string[]): Promise<Record<string, unknown>> {
  const { stdout, exitCode } = await runMain([command, ...args, '--json'], repository.path, repository.env);
  expect(exitCode).toBe(0);
  return validOutput(command, stdout);
}

interface Entry {
  readonly version: number;
  readonly segment?: string;
  readonly subject: string;
  readonly changes: readonly { readonly summary: string }[];
}

const shown = (entries: unknown): string[] =>
  (entries as readonly Entry[]).map(
    ({ version, segment = 'flag', changes }) =>
      `${segment} ${version}: ${changes.map(({ summary }) => summary).join('; ')}`,
  );

describe('history', () => {
  it('has all versions of a flag, and of segments for as long as it uses them', async () => {
    const { versions, segmentVersions } = await output('history', 'a');
    expect(shown(versions)).toEqual([
      'flag 5: can be read again; production: removed (was off); production: rules removed (were outer, other); production: written short; staging: removed (was on)',
      'flag 4: cannot be read: it is not valid YAML',
      'flag 3: production: rule outer moved before other',
      'flag 2: production: rule other added before outer: on for segment other',
      'flag 1: created: production on, staging on',
    ]);
    expect(shown(segmentVersions)).toEqual(['inner 2: production: segment inner country = DE → FR']);
  });

  it('takes a flag that was removed, and a branch that others went past', async () => {
    const { versions } = await output('history', 'b');
    expect(shown(versions)[0]).toBe('flag 2: removed');
    repository.git('branch', '--force', 'other', 'HEAD~3');
    const { versions: then } = await output('history', 'b', '--at', 'other');
    expect(shown(then)).toEqual(['flag 1: created: production on']);
  });

  it('chooses by environment and by what is on the chain since', async () => {
    const { versions } = await output('history', 'a', '--env', 'staging', '--since', 'HEAD~3');
    expect((versions as readonly Entry[]).map(({ version }) => version)).toEqual([5, 4]);
    repository.git('checkout', '--quiet', '-b', 'side', 'HEAD~1');
    repository.commit('Aside');
    repository.git('checkout', '--quiet', 'main');
    const { stderr, exitCode } = await runMain(['history', 'a', '--since', 'side'], repository.path, repository.env);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('side is not in the first-parent history')]);
  });
});

describe('audit', () => {
  it('begins after a tag, as after any commit', async () => {
    repository.git('tag', 'v1.34', 'HEAD~2');
    const subjects = async (...args: string[]): Promise<string[]> =>
      ((await output('audit', ...args)).entries as readonly Entry[]).map(({ subject }) => subject);
    const since = await subjects('--since', 'v1.34');
    expect(new Set(since)).toEqual(new Set(['Commit 6', 'Commit 5']));
    expect(await subjects('--since', 'HEAD~2')).toEqual(since);
  });
});

describe('blame', () => {
  it('gives each field the version that set it', async () => {
    const { fields } = await output('blame', 'a', '--at', 'HEAD~3');
    const lines = (fields as readonly { path: string[]; version: number }[]).map(
      ({ path, version }) => `${path.join('.')} ${version}`,
    );
    expect(lines).toEqual([
      'description 1',
      'type 1',
      'owner 1',
      'environments.staging 1',
      'environments.production.enabled 1',
      'environments.production.rules.outer.name 1',
      'environments.production.rules.outer.when 1',
      'environments.production.rules.outer.serve 1',
      'environments.production.rules.other.name 2',
      'environments.production.rules.other.when 2',
      'environments.production.rules.other.serve 2',
      'environments.production.otherwise 1',
    ]);
    const { stdout } = await runMain(['blame', 'a', '--at', 'HEAD~2'], repository.path, repository.env);
    expect(stdout).toContain('version 4 cannot be read: these are the fields of the last that can be');
  });
});

describe('diff', () => {
  const inDiff = async (...args: string[]): Promise<Record<string, string[]>> => {
    const { flags, segments, governance } = await output('diff', ...args);
    const line = ({ key, file, change, changes }: Record<string, unknown>): string =>
      `${String(key ?? file)} ${String(change)}: ${(changes as { summary: string }[]).map(({ summary }) => summary).join('; ')}`;
    const lines = (list: unknown): string[] => (list as Record<string, unknown>[]).map(line);
    return { flags: lines(flags), segments: lines(segments), governance: lines(governance) };
  };

  it('tells files that broke, came back, came or went', async () => {
    expect(await inDiff('HEAD~3..HEAD~2')).toEqual({
      flags: ['a modified: cannot be read: it is not valid YAML', 'b removed: removed'],
      segments: [],
      governance: [],
    });
    const { flags, governance } = await inDiff('HEAD~2..HEAD~1');
    // Against what it was before it broke, as its history shows it.
    expect(flags?.[0]).toBe(
      'a modified: can be read again; production: removed (was off); production: rules removed (were outer, other); production: written short; staging: removed (was on)',
    );
    expect(governance).toEqual(['policy.yaml added: added']);
  });

  it('shows a segment in each flag that uses it on both sides, directly or not', async () => {
    expect(await inDiff('HEAD~6..HEAD~5')).toEqual({
      flags: ['a modified: production: segment inner country = DE → FR'],
      segments: ['inner modified: country = DE → FR'],
      governance: [],
    });
    expect((await inDiff('HEAD~1')).flags).toEqual([]);
  });

  it('compares the first commit with nothing, and says no with --exit-code', async () => {
    const first = repository.git('rev-parse', 'HEAD~6');
    const all = await inDiff('--at', first);
    expect(all.flags).toEqual(['a added: created: production on, staging on', 'b added: created: production on']);
    const { exitCode } = await runMain(['diff', `${first}..HEAD`, '--exit-code'], repository.path, repository.env);
    expect(exitCode).toBe(1);
    const same = await runMain(['diff', 'HEAD..HEAD', '--exit-code'], repository.path, repository.env);
    expect(same.exitCode).toBe(0);
  });

  it('finds the project where it was before its folder was moved', async () => {
    const moved = temporaryRepository();
    moved.write({ 'old/flagwright.yaml': manifest, 'old/a.flag.yaml': flag('environments: { production: true }\n') });
    moved.commit('Start');
    moved.git('mv', 'old', 'new');
    moved.commit('Move the project');
    moved.write({ 'new/a.flag.yaml': flag('environments: { production: false }\n') });
    const cwd = `${moved.path}/new`;
    const { stdout } = await runMain(['diff', 'HEAD~1', '--json'], cwd, moved.env);
    moved.remove();
    const { flags } = validOutput('diff', stdout) as { flags: { change: string; changes: { summary: string }[] }[] };
    expect(flags.map(({ change, changes }) => [change, changes.map(({ summary }) => summary)])).toEqual([
      ['modified', ['production: on → off']],
    ]);
  });

  it('puts nothing into a comment that a host would take for markup or a mention', async () => {
    const hostile = temporaryRepository();
    hostile.write({ 'flagwright.yaml': manifest, 'a.flag.yaml': flag('tags: [one]\n') });
    hostile.commit('Start');
    hostile.write({ 'a.flag.yaml': flag('tags: ["@team", "<img src=x>", "a | b", "`code`", "[x](https://x.org)"]\n') });
    const { stdout } = await runMain(['diff', '--format', 'markdown'], hostile.path, hostile.env);
    hostile.remove();
    expect(stdout).not.toMatch(/@team|<img|a \| b|[^\\]`code|\]\(https:\/\//);
  });
});

describe('where there is no history', () => {
  const error = async (cwd: string, env: Readonly<Record<string, string>>, ...args: string[]): Promise<string> => {
    const { stdout, stderr, exitCode } = await runMain(args, cwd, env);
    expect([stdout, exitCode]).toEqual(['', 2]);
    return stderr.split('\n')[0] ?? '';
  };

  it('says so, outside of a project, before the first commit, and in a shallow clone', async () => {
    const empty = temporaryRepository();
    const ranges = [['diff', 'HEAD~1..HEAD'], ['diff'], ['history', 'a'], ['blame', 'a']];
    for (const args of ranges) {
      expect(await error(empty.path, empty.env, ...args)).toBe(
        'error: there is no flagwright.yaml here or in any folder above',
      );
    }
    empty.write({ 'flagwright.yaml': manifest, 'a.flag.yaml': flag('tags: [one]\n') });
    expect(await error(empty.path, empty.env, 'diff')).toMatch(/this repository has no commit yet/);
    expect(await error(empty.path, empty.env, 'blame', 'a')).toBe('error: this repository has no commit yet');
    empty.remove();

    const clone = temporaryRepository();
    clone.git('clone', '--quiet', '--depth=2', `file://${repository.path}`, 'clone');
    const cwd = `${clone.path}/clone`;
    for (const command of ['history', 'blame'])
      expect(await error(cwd, clone.env, command, 'a')).toBe('error: this clone is shallow, so its history is cut off');
    expect(validOutput('show', (await runMain(['show', 'a', '--json'], cwd, clone.env)).stdout).version).toBeNull();
    expect((await runMain(['diff', 'HEAD~1'], cwd, clone.env)).exitCode).toBe(0);
    clone.remove();
  });

  it('says that a followed branch is elsewhere', async () => {
    const clone = temporaryRepository();
    clone.git('clone', '--quiet', `file://${repository.path}`, 'clone');
    const cwd = `${clone.path}/clone`;
    expect((await runMain(['history', 'a'], cwd, clone.env)).stdout).not.toContain('origin/main');
    clone.git('-C', 'clone', 'reset', '--quiet', '--hard', 'HEAD~1');
    expect((await runMain(['history', 'a'], cwd, clone.env)).stdout).toContain(
      'origin/main is at a commit that this branch did not go through',
    );
    clone.remove();
  });
});

it('show says the version of today', async () => {
  const { version } = await output('show', 'a');
  expect(version).toMatchObject({ number: 5, author: { name: 'Ada Example', email: 'ada@example.com' } });
});
