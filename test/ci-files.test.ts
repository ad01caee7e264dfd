import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { ciWorld, type CiWorld } from './support/ci-world.ts';
import { isOnPath } from './support/program-on-path.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

let world: CiWorld;
let head: string;

beforeAll(async () => {
  world = await ciWorld(version);
  world.git('update-ref', 'refs/remotes/origin/main', 'main');
  world.git('remote', 'add', 'origin', '.');
  world.git('checkout', '--quiet', '-b', 'quieter');
  world.run('flagwright disable new-checkout-ui --env production', {});
  world.git('commit', '--quiet', '--all', '--message', 'new-checkout-ui off until the bank answers');
  head = world.git('rev-parse', 'HEAD');
});
afterAll(() => world.remove());

function onMain(run: () => void): void {
  world.git('checkout', '--quiet', '--detach', 'main');
  try {
    run();
  } finally {
    world.git('checkout', '--quiet', 'quieter');
  }
}

const approvedBy = (...addresses: string[]): string =>
  JSON.stringify(
    addresses.map((email) => ({
      user: { login: email.split('@')[0], email },
      state: 'APPROVED',
      commit_id: head,
      submitted_at: '2026-11-22T10:00:00Z',
    })),
  );

describe('action.yml', () => {
  interface Step {
    readonly name: string;
    readonly id?: string;
    readonly if?: string;
    readonly shell: string;
    readonly env: Readonly<Record<string, string>>;
    readonly run: string;
  }
  interface Action {
    readonly name: string;
    readonly description: string;
    readonly branding: object;
    readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
    readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
    readonly runs: { readonly using: string; readonly steps: readonly Step[] };
  }
  const action = parse(readFileSync('action.yml', 'utf8')) as Action;
  const [check, specs] = action.runs.steps as [Step, Step];

  /** What the machine would put in place of each expression; one that is not known here is an error. */
  function environment(step: Step, given: Readonly<Record<string, string>>): Record<string, string> {
    const values: Record<string, string> = { 'github.token': 'secret', ...given };
    for (const [name, input] of Object.entries(action.inputs)) values[`inputs.${name}`] ??= input.default;
    const valueOf = (expression: string): string => {
      const names = expression.split('||').map((name) => name.trim());
      for (const name of names) expect([...Object.keys(values), ...events], step.name).toContain(name);
      return names.map((name) => values[name]).find(Boolean) ?? '';
    };
    const events = ['github.event.pull_request.number', 'github.event.pull_request.head.sha', 'github.event.merge_group.head_sha', 'github.event.merge_group.base_sha']; // prettier-ignore
    const resolve = (text: string): string => text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, one: string) => valueOf(one));
    return Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, resolve(text)]));
  }
  const pullRequest = { 'github.event.pull_request.number': '7', 'github.event.pull_request.head.sha': '' };
  const runCheck = (given: Record<string, string> = {}, env: Record<string, string> = {}) =>
    world.run(check.run, { GITHUB_REPOSITORY: 'acme/shop', ...environment(check, given), ...env });
  const onPullRequest = (given: Record<string, string> = {}) =>
    runCheck({ ...pullRequest, 'github.event.pull_request.head.sha': head, ...given }, { GITHUB_BASE_REF: 'main' });

  it('has the shape of a composite action, each part described', () => {
    expect(Object.keys(action).sort()).toEqual(['branding', 'description', 'inputs', 'name', 'outputs', 'runs']);
    expect(action.runs.using).toBe('composite');
    for (const part of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(part.description).toMatch(/^[A-Z].*\)?\.?$/s);
    }
    for (const { default: preset } of Object.values(action.inputs)) expect(preset).toBeTypeOf('string');
    for (const step of action.runs.steps) expect(step.shell).toBe('bash');
    const ids = action.runs.steps.flatMap(({ id }) => id ?? []);
    for (const { value } of Object.values(action.outputs)) expect(ids).toContain(/steps\.(\w+)\./.exec(value)?.[1]);
  });

  it('runs the version of the package that it belongs to', () => {
    expect(action.inputs.version?.default).toBe(version);
  });

  it('puts nothing of anybody into the text of a script, and uses every input', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
    const used = JSON.stringify(action.runs.steps);
    for (const name of Object.keys(action.inputs)) expect(used).toContain(`inputs.${name}`);
    for (const { run, env } of action.runs.steps) for (const name of Object.keys(env)) expect(run).toMatch(name === 'GH_TOKEN' ? 'gh api' : new RegExp(`\\$\\{?${name}`)); // prettier-ignore
  });

  it('annotates a pull request that the policy does not allow, fails, and comments on it', () => {
    world.answer('/reviews', '[]');
    const { status, stdout } = onPullRequest();
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error title=.*approvals/m);
    expect(stdout).toContain('::warning title=risk::new-checkout-ui: risk high');
    const asked = world.asked();
    expect(asked[0]).toBe('api --paginate repos/acme/shop/pulls/7/reviews');
    expect(asked[1]).toContain('api --paginate repos/acme/shop/issues/7/comments --jq ');
    expect(asked[2]).toContain('api repos/acme/shop/issues/7/comments --field body=@');
    expect(asked).toHaveLength(3);
    expect(world.comment()).toMatch(/^<!-- flagwright:pr -->\n/);
    expect(readFileSync(join(world.temporary, 'summary.md'), 'utf8')).toBe(world.comment());
    const report = /^report=(.*)$/m.exec(readFileSync(join(world.temporary, 'output'), 'utf8'))?.[1] ?? '';
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ command: 'pr', ok: false });
  });

  it('counts the reviews of the forge, and keeps its comment up to date', () => {
    world.answer('/reviews', approvedBy('noor@example.com', 'sam@example.com'));
    world.answer('--jq', '4711\n4712\n');
    const { status, stdout, stderr } = onPullRequest();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^1 flag changes, risk high: ready$/m);
    expect(world.asked()[2]).toContain('api --method PATCH repos/acme/shop/issues/comments/4711 --field body=@');
  });

  it('judges the commits of the pull request, not the merge that is checked out', () => {
    onMain(() => expect(onPullRequest().stdout).toContain('1 flag changes'));
  });

  it('says so where a fork may not comment, and judges all the same', () => {
    world.answer('/reviews', approvedBy('noor@example.com', 'sam@example.com'));
    world.answer('issues/7/comments', 'fails');
    const { status, stdout } = onPullRequest();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^::warning title=flagwright::The comment could not be written/m);
  });

  it('counts what commits say alone where reviews cannot be read, and writes no comment that nobody wants', () => {
    world.answer('/reviews', 'fails');
    world.asked();
    const { status, stdout } = onPullRequest({ 'inputs.comment': 'false' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::warning title=flagwright::The reviews could not be read/m);
    expect(world.asked()).toEqual(['api --paginate repos/acme/shop/pulls/7/reviews']);
  });

  it('stops with what is wrong where there is no such base', () => {
    const { status, stderr } = onPullRequest({ 'inputs.base': 'origin/nowhere' });
    expect(status).toBe(2);
    expect(stderr).toContain('origin/nowhere');
  });

  it('judges what a merge queue would land', () => {
    world.asked();
    const queue = { 'github.event.merge_group.head_sha': head, 'github.event.merge_group.base_sha': world.git('rev-parse', 'main') }; // prettier-ignore
    expect(runCheck(queue)).toMatchObject({ status: 1, stdout: expect.stringContaining('1 flag changes') });
    expect(world.asked()).toEqual([]);
  });

  it('lints the project where nothing is to be merged', () => {
    expect(runCheck()).toMatchObject({ status: 0 });
    expect(JSON.parse(readFileSync(join(world.temporary, 'flagwright.json'), 'utf8'))).toMatchObject({ command: 'lint', ok: true }); // prettier-ignore
    const flag = join(world.shop, 'flags', 'checkout', 'new-checkout-ui.flag.yaml');
    const text = readFileSync(flag, 'utf8');
    writeFileSync(flag, text.replace('owner:', 'owenr:'));
    const broken = runCheck({ 'inputs.project': 'flags' });
    writeFileSync(flag, text);
    expect(broken.status).toBe(1);
    expect(broken.stdout).toMatch(/^::error .*unknown-field/m);
  });

  it('runs the specs, whether or not the rest is fine', () => {
    expect(specs.if).toBe("${{ !cancelled() && inputs.specs == 'true' }}");
    // They say that new-checkout-ui is on.
    expect(world.run(specs.run, environment(specs, {}))).toMatchObject({ status: 1 });
    onMain(() => expect(world.run(specs.run, environment(specs, {}))).toMatchObject({ status: 0 }));
  });

  it.skipIf(!isOnPath('jq'))('finds its own comment among those of others (needs jq)', () => {
    const filter = /own='(.*)'$/m.exec(check.run)?.[1] ?? '';
    const comments = ['see <!-- flagwright:pr -->', '<!-- flagwright:pr -->\n\nold', '<!-- other -->'];
    const input = JSON.stringify(comments.map((body, id) => ({ id, body })));
    expect(spawnSync('jq', ['-r', filter], { input, encoding: 'utf8' }).stdout).toBe('1\n');
  });
});

describe('templates/flagwright.yml', () => {
  interface Job {
    readonly extends: string;
    readonly rules: readonly { readonly if: string }[];
    readonly script: readonly string[];
    readonly artifacts: { readonly paths: readonly string[] };
  }
  const text = readFileSync('templates/flagwright.yml', 'utf8');
  const [first, second] = parseAllDocuments(text).map((document) => document.toJS() as Record<string, unknown>);
  const { inputs } = (first as { spec: { inputs: Record<string, { default: string }> } }).spec;
  const shared = second?.['.flagwright'] as { variables: Record<string, string>; before_script: readonly string[] };
  const job = (name: string): Job => second?.[name] as Job;
  const mergeRequest = {
    CI_MERGE_REQUEST_IID: '12',
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
    CI_PROJECT_ID: '34',
  };

  /** One script of all lines, as the runner makes it. */
  function runJob(name: string, env: Readonly<Record<string, string>>) {
    const variables = Object.entries(shared.variables).map(([key, value]) => [key, value.replaceAll(/\$\[\[ inputs\.(\w+) \]\]/g, (_, input: string) => inputs[input]!.default)]); // prettier-ignore
    const lines = [...shared.before_script, ...job(name).script].join('\n');
    const base = { CI_COMMIT_SHA: head, CI_MERGE_REQUEST_DIFF_BASE_SHA: world.git('rev-parse', 'main') };
    return world.run(lines, { ...Object.fromEntries(variables), ...base, ...env });
  }

  it('has inputs, which it uses, and jobs that read the whole history', () => {
    expect(inputs.version?.default).toBe(version);
    for (const name of Object.keys(inputs)) expect(text).toContain(`$[[ inputs.${name} ]]`);
    expect(shared.variables.GIT_DEPTH).toBe('0');
    const jobs = Object.keys(second ?? {}).filter((name) => !name.startsWith('.'));
    expect(jobs).toEqual(['flagwright-lint', 'flagwright-policy']);
    for (const name of jobs) expect(job(name).extends).toBe('.flagwright');
  });

  it('lints and runs the specs, and leaves reports of both', () => {
    onMain(() => expect(runJob('flagwright-lint', {})).toMatchObject({ status: 0, stderr: '' }));
    const [quality = '', junit = ''] = job('flagwright-lint').artifacts.paths;
    expect(JSON.parse(readFileSync(join(world.shop, quality), 'utf8'))).toBeInstanceOf(Array);
    expect(readFileSync(join(world.shop, junit), 'utf8')).toMatch(/^<\?xml/);
    world.git('clean', '--quiet', '--force');
  });

  it('judges a merge request by the approvals, and keeps its note up to date', () => {
    const token = { FLAGWRIGHT_TOKEN: 'secret' };
    const notes = Array.from({ length: 100 }, (_, id) => ({ id, body: 'something else' }));
    world.asked();
    world.answer('/approvals', JSON.stringify({ approved_by: [] }));
    world.answer('/notes?', '[]');
    const refused = runJob('flagwright-policy', { ...mergeRequest, ...token });
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain('approvals');
    expect(world.comment()).toMatch(/^<!-- flagwright:pr -->/);
    expect(world.asked().at(-1)).toContain('--request POST --data-urlencode body@flagwright.md');

    const users = ['noor', 'sam'].map((name) => ({ user: { username: name, email: `${name}@example.com` } }));
    world.answer('/approvals', JSON.stringify({ approved_by: users }));
    world.answer('&page=1', JSON.stringify(notes));
    world.answer('&page=2', JSON.stringify([{ id: 77, body: '<!-- flagwright:pr -->\n' }]));
    expect(runJob('flagwright-policy', { ...mergeRequest, ...token })).toMatchObject({ status: 0 });
    const asked = world.asked();
    expect(asked.filter((line) => line.includes('/notes?'))).toHaveLength(2);
    expect(asked.at(-1)).toMatch(/--request PUT .*merge_requests\/12\/notes\/77$/);
    world.git('clean', '--quiet', '--force');
  });

  it('says what is left out without a token', () => {
    const { status, stdout } = runJob('flagwright-policy', mergeRequest);
    expect(status).toBe(1);
    expect(stdout).toContain('FLAGWRIGHT_TOKEN is not set');
    expect(world.asked()).toEqual([]);
    world.git('clean', '--quiet', '--force');
  });
});

describe('.pre-commit-hooks.yaml', () => {
  interface Hook {
    readonly id: string;
    readonly name: string;
    readonly entry: string;
    readonly language: string;
    readonly files?: string;
    readonly pass_filenames: boolean;
  }
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as Hook[];

  it('names commands that there are, by files that there may be', () => {
    expect(hooks.map(({ id }) => id)).toEqual(['flagwright-lint', 'flagwright-test', 'flagwright-codeowners', 'flagwright-policy']); // prettier-ignore
    for (const hook of hooks) {
      expect(hook).toMatchObject({ language: 'node', pass_filenames: false });
      expect(world.run(`${hook.entry} --help`, {}), hook.entry).toMatchObject({ status: 0, stderr: '' });
      if (hook.files !== undefined) expect('flags/x.flag.yaml').toMatch(new RegExp(hook.files));
    }
  });

  const withoutProgram = !isOnPath('pre-commit');

  it.skipIf(withoutProgram)('is taken by pre-commit, which runs each hook (needs pre-commit)', () => {
    const manifest = join(process.cwd(), '.pre-commit-hooks.yaml');
    expect(world.run(`pre-commit validate-manifest '${manifest}'`, {})).toMatchObject({ status: 0 });
    // With the program that is installed: what pre-commit would download is the package itself.
    const local = hooks.map((hook) => ({ ...hook, language: 'system', stages: ['pre-commit'] }));
    const config = join(world.temporary, 'pre-commit.yaml');
    writeFileSync(config, JSON.stringify({ repos: [{ repo: 'local', hooks: local }] }));
    const flag = join(world.shop, 'flags', 'checkout', 'new-checkout-ui.flag.yaml');
    const text = readFileSync(flag, 'utf8');
    const home = { PRE_COMMIT_HOME: join(world.temporary, 'pre-commit'), XDG_CACHE_HOME: world.temporary };
    const run = (id: string) => world.run(`pre-commit run --color never --config '${config}' ${id}`, home);
    try {
      writeFileSync(flag, `${text}# a word\n`);
      world.git('add', '--all');
      // What is only in the working tree is not committed, and not linted.
      writeFileSync(flag, text.replace('owner:', 'owenr:'));
      expect(run('flagwright-lint')).toMatchObject({ status: 0 });
      world.git('add', '--all');
      expect(run('flagwright-lint')).toMatchObject({ status: 1, stdout: expect.stringContaining('unknown-field') });
    } finally {
      world.git('reset', '--quiet', '--hard');
    }
  });
});

it('docs/ci.md shows each of them', () => {
  const text = readFileSync('docs/ci.md', 'utf8');
  expect(text).toContain(`/flagwright@v${version}`);
  expect(text).toContain('templates/flagwright.yml');
  expect(text).toContain(`rev: v${version}`);
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as { id: string }[];
  for (const { id } of hooks) expect(text).toContain(id);
  const action = parse(readFileSync('action.yml', 'utf8')) as { inputs: object };
  for (const name of Object.keys(action.inputs)) expect(text).toContain(`\`${name}\``);
});
