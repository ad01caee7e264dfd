import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from '../../test/support/repository.ts';
import { GitError } from './git-process.ts';
import { openGit, type Git } from './git.ts';
import { findRepository, type Repository } from './repository.ts';
import type { SignatureStatus } from './signatures.ts';

let repository: TemporaryRepository;
let git: Git;
/** With a configuration of the user. */
let env: Readonly<Record<string, string>>;

beforeEach(() => {
  repository = temporaryRepository();
  env = { ...repository.env, GIT_CONFIG_GLOBAL: join(repository.path, '.git', 'global') };
  git = openGit(findRepository(repository.path, env) as Repository, { env });
});

afterEach(async () => {
  await git.close();
  repository.remove();
});

/** A file out of everybody's way, by its absolute path. */
function file(name: string, text: string): string {
  const path = join(repository.path, '.git', name);
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}

/** Settings of the user; they replace those before. */
function configured(settings: Readonly<Record<string, string>>): void {
  const path = file('global', '');
  for (const [name, value] of Object.entries(settings)) repository.git('config', '--file', path, name, value);
}

/** Makes a key, and has git sign with it. */
function signWithSsh(): string {
  const key = join(repository.path, '.git', 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ada', '-f', key]);
  repository.git('config', 'gpg.format', 'ssh');
  repository.git('config', 'user.signingkey', key);
  repository.git('config', 'commit.gpgsign', 'true');
  return readFileSync(`${key}.pub`, 'utf8');
}

const statusOf = async (...ids: string[]): Promise<(SignatureStatus | undefined)[]> => {
  const found = await git.signatures(ids);
  return ids.map((id) => found.get(id)?.status);
};

test('a commit without a signature has none, whatever its message says', async () => {
  const plain = repository.commit('plain');
  const claims = repository.commit('claims\n\ngpgsig -----BEGIN SSH SIGNATURE-----');
  expect(await statusOf(plain, claims)).toEqual(['none', 'none']);
  expect(await git.signatures([])).toEqual(new Map());
});

test('a signature that there is nothing to check with is unknown, not none', async () => {
  signWithSsh();
  expect(await statusOf(repository.commit('signed'))).toEqual(['unknown']);
});

test('a signature of somebody allowed is good, and git names the signer', async () => {
  const key = signWithSsh();
  configured({ 'gpg.ssh.allowedSignersFile': file('allowed', `lin@example.com ${key}`) });
  const good = repository.commit('signed');
  const fingerprint = execFileSync('ssh-keygen', ['-lf', join(repository.path, '.git', 'key.pub')], {
    encoding: 'utf8',
  });
  const expected = { status: 'good', signer: 'lin@example.com', fingerprint: fingerprint.split(' ')[1] };
  expect((await git.signatures([good])).get(good)).toEqual(expected);
  const forged = repository.git('cat-file', 'commit', good).replace('signed', 'forged');
  writeFileSync(join(repository.path, 'forged'), `${forged}\n`);
  const bad = repository.git('hash-object', '-t', 'commit', '-w', 'forged');
  expect(await statusOf(good, bad)).toEqual(['good', 'bad']);
});

test('keys that are given are those that count, whatever the repository is configured with', async () => {
  const key = signWithSsh();
  const id = repository.commit('signed');
  repository.git('config', 'gpg.ssh.program', '/bin/true');
  const check = async (keys: string): Promise<unknown> => (await git.signatures([id], Buffer.from(keys))).get(id);
  expect(await check(`lin@example.com ${key}`)).toMatchObject({ status: 'good', signer: 'lin@example.com' });
  expect(await check('')).toMatchObject({ status: 'untrusted', signer: undefined });
});

test('the configuration of a repository gives no trust', async () => {
  const key = signWithSsh();
  const id = repository.commit('signed');
  const allowed = file('allowed', `lin@example.com ${key}`);
  repository.git('config', 'gpg.ssh.allowedSignersFile', allowed);
  expect(await statusOf(id)).toEqual(['unknown']);
  configured({ 'gpg.ssh.allowedSignersFile': file('others', '') });
  expect(await statusOf(id)).toEqual(['untrusted']);
  configured({ 'gpg.ssh.allowedSignersFile': allowed });
  repository.git('config', 'gpg.ssh.allowedSignersFile', file('empty', ''));
  expect(await statusOf(id)).toEqual(['good']);
});

test('the configuration of a repository can take trust away, but not give it back', async () => {
  const key = signWithSsh();
  const id = repository.commit('signed');
  const allowed = { 'gpg.ssh.allowedSignersFile': file('allowed', `lin@example.com ${key}`) };
  const [revoked, none] = [file('revoked', key), file('none', '')];
  configured({ ...allowed, 'gpg.ssh.revocationFile': revoked });
  expect(await statusOf(id)).toEqual(['bad']);
  repository.git('config', 'gpg.ssh.revocationFile', none);
  expect(await statusOf(id)).toEqual(['bad']);
  configured(allowed);
  expect(await statusOf(id)).toEqual(['good']);
  repository.git('config', 'gpg.ssh.revocationFile', revoked);
  expect(await statusOf(id)).toEqual(['bad']);
});

test('no other program checks, and nothing else that is configured decides', async () => {
  const key = signWithSsh();
  configured({ 'gpg.ssh.allowedSignersFile': file('allowed', `lin@example.com ${key}`) });
  const id = repository.commit('signed');
  const witness = join(repository.path, '.git', 'witness');
  const program = file('program', `#!/bin/sh\ntouch ${witness}\nexit 1\n`);
  for (const name of ['gpg.program', 'gpg.openpgp.program', 'gpg.ssh.program', 'gpg.x509.program']) {
    repository.git('config', name, program);
  }
  repository.git('config', 'gpg.ssh.defaultKeyCommand', program);
  repository.git('config', 'gpg.format', 'openpgp');
  repository.git('config', 'gpg.minTrustLevel', 'ultimate');
  repository.git('config', 'log.showSignature', 'true');
  expect(await statusOf(id)).toEqual(['good']);
  expect(existsSync(witness)).toBe(false);
});

test('a commit that is not there is no unsigned one', async () => {
  await expect(git.signatures(['1'.repeat(40)])).rejects.toThrow(GitError);
});
