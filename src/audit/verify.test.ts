import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TemporaryRepository } from '../../test/support/repository.ts';
import { runMain } from '../../test/support/transcript.ts';
import { validOutput } from '../../test/support/output-schema.ts';
import { gitAt, make, onDisk } from '../../test/support/stored-history.ts';
import { openHistory } from '../history/open-history.ts';
import type { Git } from '../git/git.ts';

/** The keys of people, made once: ssh-keygen takes its time. */
const keys = mkdtempSync(join(tmpdir(), 'flagwright-keys-'));
afterAll(() => rmSync(keys, { recursive: true, force: true }));

const canSign = ((): boolean => {
  try {
    for (const name of ['ada', 'mallory', 'forge']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(keys, name)]);
    }
    return true;
  } catch {
    return false;
  }
})();

const publicKey = (name: string): string => readFileSync(join(keys, `${name}.pub`), 'utf8').trim();
const fingerprint = (name: string): string =>
  execFileSync('ssh-keygen', ['-lf', join(keys, `${name}.pub`)], { encoding: 'utf8' }).split(' ')[1] ?? '';

const manifest = 'version: 1\nenvironments: { staging: {}, production: {} }\n';
const flag = (production: boolean, staging = false): string =>
  `description: What this flag is for, in a sentence.\ntype: ops\nowner: core\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-01-01 }\nenvironments: { staging: ${staging}, production: ${production} }\n`;
const policy = (trusted = ''): string =>
  `signatures: { required: [production], allowedSigners: allowed_signers, trusted: [${trusted}] }\n`;

/** Commits all changes, signed with somebody's key. */
function signed(
  repository: TemporaryRepository,
  key: string,
  message: string,
  author = 'Ada <ada@example.com>',
): string {
  repository.git('add', '--all');
  const settings = ['gpg.format=ssh', `user.signingKey=${join(keys, `${key}.pub`)}`, 'commit.gpgSign=true'];
  const args = settings.flatMap((setting) => ['-c', setting]);
  execFileSync('git', [...args, 'commit', '--quiet', `--author=${author}`, '-m', message], {
    cwd: repository.path,
    env: { ...repository.env, GIT_AUTHOR_DATE: '2026-11-10T00:00:00Z', GIT_COMMITTER_DATE: '2026-11-10T00:00:00Z' },
  });
  return repository.git('rev-parse', 'HEAD');
}

interface Verdict {
  readonly exitCode: number;
  /** `code: message`. */
  readonly violations: readonly string[];
  readonly evidence: readonly string[];
  readonly notes: readonly string[];
  readonly checked: Record<string, unknown>;
}

async function verdict(repository: TemporaryRepository, ...args: string[]): Promise<Verdict> {
  const { stdout, stderr, exitCode } = await runMain(
    ['audit', 'verify', '--format', 'json', ...args],
    repository.path,
    repository.env,
  );
  expect(stderr).toBe('');
  const { violations, notes, checked } = validOutput('audit-verify', stdout) as unknown as {
    violations: { code: string; message: string; evidence: string[] }[];
    notes: string[];
    checked: Record<string, unknown>;
  };
  return {
    exitCode,
    violations: violations.map(({ code, message }) => `${code}: ${message}`),
    evidence: violations.flatMap(({ evidence }) => evidence),
    notes,
    checked,
  };
}

function signedProject(trusted = ''): TemporaryRepository {
  const repository = make();
  repository.write({
    'flagwright.yaml': manifest,
    'a.flag.yaml': flag(false),
    'policy.yaml': policy(trusted),
    allowed_signers: `ada@example.com ${publicKey('ada')}\nmallory@example.com ${publicKey('mallory')}\n`,
  });
  repository.commit('start');
  return repository;
}

describe('required signatures', () => {
  it.runIf(canSign)('are satisfied by the author, and asked for in their environments only', async () => {
    const repository = signedProject();
    repository.write({ 'a.flag.yaml': flag(true) });
    signed(repository, 'ada', 'on');
    repository.write({ 'a.flag.yaml': flag(true, true) });
    repository.commit('staging needs none');
    const found = await verdict(repository);
    expect(found).toMatchObject({ exitCode: 0, violations: [], checked: { commits: 3, signatures: 1 } });
  });

  it.runIf(canSign)('are missed', async () => {
    const repository = signedProject();
    repository.write({ 'a.flag.yaml': flag(true) });
    repository.commit('on');
    const found = await verdict(repository);
    expect(found).toMatchObject({ exitCode: 1, violations: ['unsigned: this change must be signed and is not'] });
    expect(found.evidence).toContain('it changes a in production');
  });

  it.runIf(canSign)("are not satisfied by another's, who may sign", async () => {
    const repository = signedProject();
    repository.write({ 'a.flag.yaml': flag(true) });
    signed(repository, 'mallory', 'on', 'Ada <ada@example.com>');
    const found = await verdict(repository);
    expect(found).toMatchObject({
      exitCode: 1,
      violations: ['signer-not-author: Ada <ada@example.com> did not sign this; mallory@example.com did'],
    });
    expect(found.evidence).toContain(`key ${fingerprint('mallory')}`);
  });

  it.runIf(canSign)('are not satisfied by a key that nobody knows', async () => {
    const repository = signedProject();
    repository.write({ 'a.flag.yaml': flag(true) });
    signed(repository, 'forge', 'on');
    expect((await verdict(repository)).violations).toEqual([
      'unknown-signer: the key does not belong to an allowed signer',
    ]);
  });

  it.runIf(canSign)('are satisfied by a forge that the policy trusts', async () => {
    const repository = signedProject(JSON.stringify(fingerprint('forge')));
    repository.write({ 'a.flag.yaml': flag(true) });
    signed(repository, 'forge', 'on');
    expect(await verdict(repository)).toMatchObject({ exitCode: 0, violations: [], checked: { signatures: 1 } });
  });

  it.runIf(canSign)('are seen through when a signed commit is altered', async () => {
    const repository = signedProject();
    repository.write({ 'a.flag.yaml': flag(true) });
    signed(repository, 'ada', 'on');
    const text = repository.git('cat-file', 'commit', 'HEAD').replace(/\non$/, '\noff');
    const file = join(keys, 'altered');
    writeFileSync(file, `${text}\n`);
    repository.git('update-ref', 'refs/heads/main', repository.git('hash-object', '-t', 'commit', '-w', file));
    expect((await verdict(repository)).violations).toEqual(['bad-signature: the signature is wrong']);
  });

  it.runIf(canSign)('go by the keys of the first parent, and guard policy and keys', async () => {
    const repository = signedProject();
    repository.write({ 'a.flag.yaml': flag(true), allowed_signers: `ada@example.com ${publicKey('forge')}\n` });
    signed(repository, 'forge', 'brings its own key');
    repository.write({ 'policy.yaml': policy().replace('[production]', '[]') });
    repository.commit('needs no signature any more, it says');
    const found = await verdict(repository);
    expect(found.violations).toEqual([
      'unknown-signer: the key does not belong to an allowed signer',
      'unsigned: this change must be signed and is not',
    ]);
    expect(found.evidence).toContain('it changes policy.yaml');
  });

  it.runIf(canSign)('guard the file of keys by itself', async () => {
    const repository = signedProject();
    repository.write({ allowed_signers: `ada@example.com ${publicKey('forge')}\n` });
    repository.commit('another key for Ada');
    const found = await verdict(repository);
    expect(found.violations).toEqual(['unsigned: this change must be signed and is not']);
    expect(found.evidence).toContain('it changes allowed_signers, which says who may sign');
  });

  it.runIf(canSign)('are not checked by what the repository is configured with', async () => {
    const repository = signedProject();
    repository.write({ 'a.flag.yaml': flag(true) });
    signed(repository, 'forge', 'on');
    const own = join(keys, 'own_signers');
    writeFileSync(own, `ada@example.com ${publicKey('forge')}\n`);
    repository.git('config', 'gpg.ssh.allowedSignersFile', own);
    repository.git('config', 'gpg.ssh.program', '/bin/true');
    expect((await verdict(repository)).violations).toEqual([
      'unknown-signer: the key does not belong to an allowed signer',
    ]);
  });
});

describe('the log', () => {
  it.runIf(canSign)('says who signed, by the keys of the first parent', async () => {
    const repository = signedProject();
    repository.write({ 'a.flag.yaml': flag(true) });
    signed(repository, 'mallory', 'on');
    repository.write({ 'a.flag.yaml': flag(false), allowed_signers: '' });
    signed(repository, 'ada', 'off');
    repository.write({ 'a.flag.yaml': flag(false, true) });
    signed(repository, 'ada', 'staging');
    const { stdout } = await runMain(['audit', '--flag', 'a', '--json'], repository.path, repository.env);
    const { entries } = validOutput('audit', stdout) as { entries: { signature: object }[] };
    expect(entries.map(({ signature }) => signature)).toEqual([
      { status: 'untrusted', signer: null, fingerprint: fingerprint('ada'), byAuthor: null },
      { status: 'good', signer: 'ada@example.com', fingerprint: fingerprint('ada'), byAuthor: true },
      { status: 'good', signer: 'mallory@example.com', fingerprint: fingerprint('mallory'), byAuthor: false },
      { status: 'none', signer: null, fingerprint: null, byAuthor: null },
    ]);
    const text = await runMain(['audit', '--flag', 'a'], repository.path, repository.env);
    expect(text.stdout).toContain('signature  good, mallory@example.com, who is not the author');
  });

  it.runIf(canSign)('tells a signature that cannot be checked from none', async () => {
    const repository = make();
    repository.write({ 'flagwright.yaml': manifest, 'a.flag.yaml': flag(false) });
    signed(repository, 'ada', 'start');
    const { stdout } = await runMain(['audit', '--flag', 'a', '--json'], repository.path, repository.env);
    expect(validOutput('audit', stdout).entries).toMatchObject([{ signature: { status: 'unknown' } }]);
  });
});

describe('anchors', () => {
  const anchored = async (repository: TemporaryRepository): Promise<string> => {
    const { stdout, exitCode } = await runMain(['audit', 'anchor', '--json'], repository.path, repository.env);
    expect(exitCode).toBe(0);
    return validOutput('audit-anchor', stdout).anchor as string;
  };
  const project = (): TemporaryRepository => {
    const repository = make();
    repository.write({ 'flagwright.yaml': manifest, 'a.flag.yaml': flag(false) });
    repository.commit('start');
    repository.write({ 'a.flag.yaml': flag(true) });
    repository.commit('what somebody would hide');
    return repository;
  };

  it('are moved along with the head, and found in the history', async () => {
    const repository = project();
    const first = await anchored(repository);
    repository.write({ 'a.flag.yaml': flag(false) });
    const head = repository.commit('off');
    expect(await verdict(repository, '--anchor', first)).toMatchObject({ exitCode: 0, violations: [], notes: [] });
    expect(await anchored(repository)).toBe(head);
    expect(repository.git('rev-parse', 'refs/flagwright/audit')).toBe(head);
  });

  it('find rewritten history, by the ref and by the hash alone, and are not moved then', async () => {
    const repository = project();
    const hash = await anchored(repository);
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    repository.commit('as if nothing had been');
    const found = await verdict(repository);
    expect(found).toMatchObject({ exitCode: 1, violations: [expect.stringMatching(/^rewritten-history: /)] });
    expect(found.evidence.join('\n')).toContain(`gone: ${hash}`);
    expect(found.evidence.join('\n')).toContain('what somebody would hide');
    const again = await runMain(['audit', 'anchor'], repository.path, repository.env);
    expect(again).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('history was rewritten') });
    expect(repository.git('rev-parse', 'refs/flagwright/audit')).toBe(hash);
    repository.git('update-ref', '-d', 'refs/flagwright/audit');
    expect((await verdict(repository)).notes.join()).toContain('there is no anchor');
    expect((await verdict(repository, '--anchor', hash)).violations).toHaveLength(1);
    repository.git('reflog', 'expire', '--expire=now', '--all');
    repository.git('gc', '--quiet', '--prune=now');
    expect((await verdict(repository, '--anchor', hash)).violations).toEqual([
      `rewritten-history: the anchor ${hash} is not in this repository`,
    ]);
  });

  it.each(['replace', 'grafts'])('see through %s that make a rewritten history look whole', async (how) => {
    const repository = project();
    const hash = await anchored(repository);
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    const head = repository.commit('as if nothing had been');
    if (how === 'replace') repository.git('replace', '--graft', head, hash);
    else {
      mkdirSync(join(repository.path, '.git/info'), { recursive: true });
      writeFileSync(join(repository.path, '.git/info/grafts'), `${head} ${hash}\n`);
    }
    // Git itself is taken in.
    expect(repository.git('merge-base', head, hash)).toBe(hash);
    expect((await verdict(repository)).violations).toHaveLength(1);
  });

  it('are given as full ids only: a name can be moved', async () => {
    const repository = project();
    const { stderr, exitCode } = await runMain(
      ['audit', 'verify', '--anchor', 'main'],
      repository.path,
      repository.env,
    );
    expect({ stderr, exitCode }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('not a full commit id'),
    });
  });
});

describe('emergencies', () => {
  const emergencyPolicy = 'emergency: { roles: [on-call], waives: [approvals], reviewWithin: 48h }\n';
  const project = (): TemporaryRepository => {
    const repository = make();
    repository.write({
      'flagwright.yaml': manifest,
      'a.flag.yaml': flag(false),
      'policy.yaml': emergencyPolicy,
      'owners.yaml': 'teams: { core: { members: [ada@example.com] } }\nroles: { on-call: [ada@example.com] }\n',
    });
    repository.commit('start');
    repository.write({ 'a.flag.yaml': flag(true) });
    repository.commit('on\n\nEmergency: INC-1', { author: 'Ada <ada@example.com>', date: '2026-11-10T00:00:00Z' });
    return repository;
  };
  const review = (repository: TemporaryRepository, by: string, date: string): void => {
    const id = repository.git('rev-parse', ':/^on');
    repository.commit(`reviewed\n\nReviews-Emergency: ${id.slice(0, 12)}\nReviewed-by: ${by}`, { date });
  };

  it('are reviewed by somebody else in time', async () => {
    const repository = project();
    review(repository, 'Sam <sam@example.com>', '2026-11-11T23:59:59Z');
    expect(await verdict(repository)).toMatchObject({ exitCode: 0, violations: [], checked: { emergencies: 1 } });
  });

  it('are reviewed too late', async () => {
    const repository = project();
    review(repository, 'Sam <sam@example.com>', '2026-11-12T00:00:01Z');
    const { violations } = await verdict(repository);
    expect(violations).toEqual(['emergency-not-reviewed: emergency INC-1 was reviewed too late']);
  });

  it('are not reviewed by their own author, or by nobody', async () => {
    const repository = project();
    review(repository, 'Ada <ADA@example.com>', '2026-11-10T01:00:00Z');
    const { violations, evidence } = await verdict(repository);
    expect(violations).toEqual(['emergency-not-reviewed: nobody else has reviewed emergency INC-1']);
    expect(evidence.join()).toContain('reviewed by Ada <ADA@example.com>');
  });

  it('may yet be reviewed', async () => {
    const repository = project();
    const found = await verdict(repository, '--now', '2026-11-11');
    expect(found).toMatchObject({
      exitCode: 0,
      notes: [expect.anything(), expect.stringContaining('must be reviewed by 2026-11-12')],
    });
  });

  it('are reviewed on a branch that was merged', async () => {
    const repository = project();
    repository.git('checkout', '--quiet', '-b', 'review');
    review(repository, 'sam@example.com', '2026-11-10T02:00:00Z');
    repository.git('checkout', '--quiet', 'main');
    repository.git('merge', '--quiet', '--no-ff', '--no-commit', 'review');
    repository.commit('merge', { date: '2026-11-10T03:00:00Z' });
    expect(await verdict(repository)).toMatchObject({ exitCode: 0, violations: [] });
  });
});

it('a doctored index changes no verdict', async () => {
  const repository = make();
  repository.write({ 'flagwright.yaml': manifest, 'a.flag.yaml': flag(false), 'policy.yaml': policy() });
  repository.commit('start');
  repository.write({ 'a.flag.yaml': flag(true) });
  const hidden = repository.commit('unsigned');
  const before = await verdict(repository);
  expect(before.violations).toEqual(['unsigned: this change must be signed and is not']);

  // An index as the tool itself would write it, had the last commit changed nothing.
  const git = gitAt(repository.path, repository);
  const lying: Git = {
    ...git,
    async *log(...args) {
      for await (const batch of git.log(...args))
        yield batch.map((one) => (one.id === hidden ? { ...one, changes: [] } : one));
    },
  };
  await openHistory(lying, { commit: hidden, folder: '', store: onDisk(git) });
  const { stdout } = await runMain(['audit', '--flag', 'a', '--format', 'jsonl'], repository.path, repository.env);
  // It hides the change from those who only want to be informed.
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(await verdict(repository)).toEqual(before);
});
