import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from '../../test/support/repository.ts';
import { GitError } from './git-process.ts';
import { openGit, type Git } from './git.ts';
import { findRepository, type Repository } from './repository.ts';
import type { SignatureStatus } from './signatures.ts';

let repository: TemporaryRepository;
let git: Git;

beforeEach(() => {
  repository = temporaryRepository();
  git = openGit(findRepository(repository.path, repository.env) as Repository, { env: repository.env });
});

afterEach(async () => {
  await git.close();
  repository.remove();
});

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
  const allowed = join(repository.path, '.git', 'allowed');
  writeFileSync(allowed, `lin@example.com ${key}`);
  repository.git('config', 'gpg.ssh.allowedSignersFile', allowed);
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

test('a commit that is not there is no unsigned one', async () => {
  await expect(git.signatures(['1'.repeat(40)])).rejects.toThrow(GitError);
});
