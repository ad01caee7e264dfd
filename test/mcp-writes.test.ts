import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoRepository, testAgent, type TestAgent } from './support/agent.ts';
import type { TemporaryRepository } from './support/repository.ts';

let repository: TemporaryRepository;
let agent: TestAgent;

const file = 'flags/platform/performance-mode.flag.yaml';
const off = { flag: 'performance-mode', action: 'disable', environments: ['production'] };

beforeAll(async () => {
  repository = demoRepository();
  agent = await testAgent(repository, join(repository.path, 'shop'), '--allow-writes', '--protect', 'release/*');
});
afterAll(async () => {
  await agent?.close();
  repository?.remove();
});
afterEach(() => {
  git('checkout', '--quiet', '--force', 'main');
  git('clean', '--quiet', '--force', '-d');
  for (const branch of git('for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n')) {
    if (branch !== 'main') git('branch', '--quiet', '-D', branch);
  }
});

const git = (...args: string[]): string => repository.git('-C', 'shop', ...args);
const refs = (): string => git('for-each-ref', '--format=%(refname) %(objectname)');
const edit = (path: string, from: string, to: string): void => {
  const text = readFileSync(join(repository.path, 'shop', path), 'utf8');
  expect(text).toContain(from);
  repository.write({ [`shop/${path}`]: text.replace(from, to) });
};

/** Shows a change, and gives its hash. */
async function shown(name: string, args: Record<string, unknown>): Promise<string> {
  const preview = await agent.call(name, args);
  expect(preview).toMatchObject({ applied: false, commit: null, refused: null });
  expect(preview.hash).toMatch(/^[0-9a-f]{32}$/);
  return preview.hash as string;
}

describe('a server that may write', () => {
  it('says so', async () => {
    const { tools } = await agent.client.listTools();
    const writing = tools.filter(({ annotations }) => annotations?.readOnlyHint === false).map(({ name }) => name);
    expect(writing).toEqual(['new_flag', 'change_flag']);
    expect(agent.client.getInstructions()).toContain('only if they agree');
  });

  it('shows a change first, and makes it when its hash comes back', async () => {
    const before = refs();
    const apply = await shown('change_flag', off);
    expect(git('status', '--short')).toBe('');
    const done = await agent.call('change_flag', { ...off, apply });
    expect(done).toMatchObject({ applied: true, changes: ['production: on → off'], commit: null });
    expect(git('diff', '--unified=0', '--', file)).toContain(
      '-  production: true # on for the peak season\n+  production: false # on for the peak season',
    );
    expect(refs()).toBe(before);
    expect(await agent.call('change_flag', off)).toMatchObject({ applied: false, diff: '', hash: null });
  });

  it('asks for what is missing as the tool calls it', async () => {
    const flag = {
      key: '--owner',
      type: 'release',
      owner: 'checkout',
      description: 'Search that finds things faster.',
    };
    expect(await agent.fails('new_flag', flag)).toContain('the key cannot be "--owner"');
    const missing = await agent.fails('new_flag', { ...flag, key: 'fast-search' });
    expect(missing).toContain('a new flag needs `retire`\n');
    expect(missing).toContain('`flagwright new --help` has an example');
    const late = { ...flag, key: 'fast-search', retire: 'When everybody has had it for a month.', expires: 'later' };
    expect(await agent.fails('new_flag', late)).toContain('`expires` cannot be "later"');
  });

  it('writes a new flag likewise', async () => {
    const flag = {
      key: 'search-v2',
      type: 'release',
      owner: 'checkout',
      description: 'The new ranking of search results.',
      retire: 'Retired when every user has had it for 14 days.',
      environments: { staging: true },
      tags: ['search'],
    };
    const apply = await shown('new_flag', flag);
    expect(git('status', '--short')).toBe('');
    expect(await agent.call('new_flag', { ...flag, apply })).toMatchObject({ applied: true });
    expect(git('status', '--short')).toBe('?? flags/checkout/search-v2.flag.yaml');
    expect(await agent.call('show_flag', { flag: 'search-v2' })).toMatchObject({
      tags: ['search'],
      environments: { staging: { enabled: true }, production: { enabled: false } },
    });
    expect(await agent.fails('new_flag', { ...flag, apply })).toContain('search-v2');
  });

  it.each([
    ['no hash of a diff', async () => 'f'.repeat(32)],
    ['an empty hash', async () => ''],
    [
      'the hash of another environment',
      () => shown('change_flag', { ...off, environments: ['staging', 'production'] }),
    ],
    ['the hash of another way to do it', () => shown('change_flag', { ...off, commit: { branch: 'agent/off' } })],
  ])('writes nothing for %s', async (_what, hash) => {
    const apply = await hash();
    expect(await agent.fails('change_flag', { ...off, apply })).toContain('nothing was written');
    expect(git('status', '--short')).toBe('');
  });

  it('takes no hash of another server', async () => {
    const other = await testAgent(repository, join(repository.path, 'shop'), '--allow-writes');
    const { hash: apply } = await other.call('change_flag', off);
    await other.close();
    expect(await agent.fails('change_flag', { ...off, apply })).toContain('nothing was written');
  });

  it.each([
    ['the flag', () => edit(file, 'staging: false', 'staging: true')],
    ['another flag', () => edit('flags/payments/payment-api-v1.flag.yaml', 'tags: [payments,', 'tags: [payment,')],
    ['a comment', () => edit('flags/flagwright.yaml', '\n', ' # edited\n')],
    ['what is checked out', () => git('checkout', '--quiet', '-b', 'other')],
    ['the history', () => git('commit', '--quiet', '--allow-empty', '--message', 'Nothing')],
  ])('writes nothing once somebody has changed %s', async (_what, change) => {
    const apply = await shown('change_flag', off);
    change();
    const state = git('status', '--short') + git('diff');
    expect(await agent.fails('change_flag', { ...off, apply })).toContain('have changed');
    expect(git('status', '--short') + git('diff')).toBe(state);
    git('checkout', '--quiet', '--force', 'main');
    if (git('log', '-1', '--format=%s') === 'Nothing') git('reset', '--quiet', '--hard', 'HEAD~1');
  });
});

describe('a commit of an agent', () => {
  it('goes to a new branch, and leaves the working tree alone', async () => {
    const main = git('rev-parse', 'main');
    const asked = { ...off, reason: 'The season is over.', commit: { branch: 'agent/off', message: 'Season over' } };
    const apply = await shown('change_flag', asked);
    const done = await agent.call('change_flag', { ...asked, apply });
    expect(done).toMatchObject({ applied: true, commit: { branch: 'agent/off' } });
    expect(git('log', '-1', '--format=%P%n%B', 'agent/off').trimEnd()).toBe(
      `${main}\nSeason over\n\nReason: The season is over.`,
    );
    expect(git('diff', '--name-only', 'main', 'agent/off')).toBe(file);
    expect(git('status', '--short', '--branch')).toBe('## main');
    expect(git('rev-parse', 'main')).toBe(main);
  });

  it('goes to the current branch if that is not protected', async () => {
    git('checkout', '--quiet', '-b', 'agent/work');
    const asked = { ...off, commit: {} };
    const apply = await shown('change_flag', asked);
    expect(await agent.call('change_flag', { ...asked, apply })).toMatchObject({ commit: { branch: 'agent/work' } });
    expect(git('log', '-1', '--format=%s', 'agent/work')).toBe('Disable performance-mode in production');
    expect(git('status', '--short')).toBe('');
  });

  it.each([
    ['the one that is checked out', {}],
    ['main', { branch: 'main' }],
    ['main in other letters', { branch: 'MAIN' }],
    ['master', { branch: 'master' }],
    ['one that the server was told of', { branch: 'release/2' }],
  ])('never goes to a protected branch: %s', async (_what, commit) => {
    const before = refs();
    expect(await agent.fails('change_flag', { ...off, commit })).toContain('is protected');
    expect(await agent.fails('change_flag', { ...off, commit, apply: 'f'.repeat(32) })).toContain('is protected');
    expect(refs()).toBe(before);
  });

  it('never goes to a detached HEAD, an existing branch or what is not a branch', async () => {
    git('branch', 'taken');
    const taken = { ...off, commit: { branch: 'taken' } };
    const apply = await shown('change_flag', taken);
    const before = refs();
    expect(await agent.call('change_flag', { ...taken, apply })).toMatchObject({
      applied: false,
      refused: { message: 'the branch taken is there already' },
    });
    expect(await agent.fails('change_flag', { ...off, commit: { branch: '--force' } })).toContain('cannot be the name');
    for (const branch of ['HEAD', '@', 'refs/heads/main', 'heads/main']) {
      expect(await agent.fails('change_flag', { ...off, commit: { branch } })).toContain('is protected');
    }
    git('checkout', '--quiet', '--detach');
    expect(await agent.fails('change_flag', { ...off, commit: {} })).toContain('HEAD is not on a branch');
    expect(refs()).toBe(before);
  });

  it('cannot claim approvals, emergencies or other trailers', async () => {
    for (const claim of ['approvedBy', 'emergency', 'trailers', 'push', 'noVerify']) {
      const asked = { ...off, commit: { branch: 'agent/x', [claim]: 'ada@example.com' } };
      expect(await agent.fails('change_flag', asked)).toContain(`Unrecognized key: "${claim}"`);
    }
  });

  it.each(['\n\n', '\r\r', '\u2028\u2028', '\v\v'])('cannot claim them in a message either: %j', async (lines) => {
    const claim = 'Approved-by: Ada Example <ada@example.com>';
    const commit = { branch: 'agent/claim', message: `Season over${lines}${claim}` };
    expect(await agent.fails('change_flag', { ...off, commit })).toContain('commit.message: must be one line');
    const reason = `Season over.${lines}${claim}`;
    for (const asked of [
      { ...off, commit: { branch: 'agent/claim', message: claim } },
      { ...off, reason, commit: { branch: 'agent/claim-2' } },
    ]) {
      const apply = await shown('change_flag', asked);
      expect(await agent.call('change_flag', { ...asked, apply })).toMatchObject({ applied: true });
      expect(git('log', '-1', '--format=%(trailers:key=Approved-by)', asked.commit.branch)).toBe('');
    }
  });

  it('keeps to the hooks of the repository', async () => {
    const hook = '#!/bin/sh\necho no flags today\nexit 1\n';
    repository.write({ 'shop/.git/hooks/pre-commit': hook });
    const path = join(repository.path, 'shop/.git/hooks/pre-commit');
    chmodSync(path, 0o755);
    const asked = { ...off, commit: { branch: 'agent/hooked' } };
    const apply = await shown('change_flag', asked);
    expect(await agent.call('change_flag', { ...asked, apply })).toMatchObject({
      applied: false,
      refused: { message: 'the pre-commit hook said no', help: 'it said: no flags today' },
    });
    repository.write({ 'shop/.git/hooks/pre-commit': null });
    expect(git('branch', '--list', 'agent/hooked')).toBe('');
  });
});

describe('every action', () => {
  it.each([
    [{ flag: 'payment-api-v1', action: 'reviewed' }, '+review: { every: 180d, last: 2026-11-22 }'],
    [{ flag: 'performance-mode', action: 'enable', environments: ['staging'] }, '+  staging: true'],
    [
      { flag: 'express-checkout', action: 'rollout', environments: ['production'], weights: '25', rule: 'returning-customers' },
      '+        serve: { on: 25, off: 75 }',
    ],
    [
      { flag: 'express-checkout', action: 'extend', until: '2027-01-05', reason: 'The bank certifies stored cards in January.' },
      '+expires: 2027-01-05',
    ],
  ])('%j is shown, and done', async (asked, line) => {
    expect((await agent.call('change_flag', asked)).diff).toContain(line);
    const apply = await shown('change_flag', asked);
    expect(await agent.call('change_flag', { ...asked, apply })).toMatchObject({ applied: true });
    expect(git('diff', '--', 'flags')).toContain(line);
  }); // prettier-ignore

  it('retires a flag in one commit, with what only it needs', async () => {
    const asked = { flag: 'performance-mode', action: 'retire', into: 'off', commit: { branch: 'agent/retired' } };
    const preview = await agent.call('change_flag', asked);
    expect(preview).toMatchObject({ changes: expect.arrayContaining([`${file}: removed`]) });
    expect(preview.diff).toContain('-  production: true # on for the peak season');
    const done = await agent.call('change_flag', { ...asked, apply: preview.hash });
    expect(done).toMatchObject({ applied: true, commit: { branch: 'agent/retired' } });
    expect(git('ls-tree', '--name-only', 'agent/retired', file)).toBe('');
    expect(git('status', '--short')).toBe('');
  });

  it('says what is in the way of retiring, and gives no hash', async () => {
    const asked = { flag: 'payment-api-v2', action: 'retire', commit: { branch: 'agent/retired' } };
    expect(await agent.call('change_flag', asked)).toMatchObject({
      applied: false,
      hash: null,
      changes: [],
      refused: { message: expect.stringContaining('needs it') },
    });
  });

  it.each([
    [{ action: 'enable' }, 'enable needs environments'],
    [{ action: 'rollout', environments: ['staging'] }, 'rollout needs weights'],
    [{ action: 'extend', until: '2027-01-05' }, 'extend needs reason'],
    [{ action: 'retire' }, 'retire needs commit'],
    [{ action: 'reviewed', until: '2027-01-05' }, 'until does not go with reviewed'],
    [{ action: 'enable', environments: ['staging'], reason: 'Why not.' }, 'reason only applies to a commit'],
    [{ action: 'enable', environments: ['stagin'] }, 'did you mean "staging"?'],
    [{ action: 'enable', environments: ['staging'], expectVersion: 999 }, undefined],
  ])('says what is wrong with %j', async (asked, message) => {
    const args = { flag: 'performance-mode', ...asked };
    if (message !== undefined) expect(await agent.fails('change_flag', args)).toContain(message);
    else {
      expect(await agent.call('change_flag', args)).toMatchObject({
        hash: null,
        refused: { message: expect.stringContaining('not 999') },
      });
    }
  });

  it('is refused if it would add an error to the project', async () => {
    const asked = { flag: 'express-checkout', action: 'enable', environments: ['production'] };
    expect(await agent.fails('change_flag', asked)).toContain('would add an error');
  });
});
