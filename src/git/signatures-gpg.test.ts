import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from '../../test/support/repository.ts';
import { openGit, type Git } from './git.ts';
import { findRepository, type Repository } from './repository.ts';

const hasGpg = ((): boolean => {
  try {
    execFileSync('gpg', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A GPG home of its own; its path is short, since it holds sockets. */
const home = mkdtempSync(join(tmpdir(), 'fw-gpg-'));
let repository: TemporaryRepository;
let git: Git;

const gpg = (...args: string[]): string =>
  execFileSync('gpg', ['--homedir', home, '--batch', '--quiet', ...args], { encoding: 'utf8', stdio: 'pipe' });

/** Makes a key without a passphrase and gives its fingerprint. */
function makeKey(person: string): string {
  gpg('--passphrase', '', '--quick-generate-key', person, 'ed25519', 'sign', 'never');
  return /^fpr:+([0-9A-F]+):/m.exec(gpg('--with-colons', '--list-keys', `=${person}`))?.[1] ?? '';
}

function signed(key: string, message: string): string {
  const args = ['-c', `user.signingKey=${key}`, 'commit', '--quiet', '--allow-empty', '--gpg-sign', '-m', message];
  execFileSync('git', args, { cwd: repository.path, env: { ...repository.env, GNUPGHOME: home }, stdio: 'pipe' });
  return repository.git('rev-parse', 'HEAD');
}

// Without gpg there is nothing that could make a signature, or check it.
describe.skipIf(!hasGpg)('GPG signatures (skipped where gpg is not installed)', () => {
  const ada = { person: 'Ada <ada@example.com>', key: '' };
  const mallory = { person: 'Mallory <mallory@example.com>', key: '' };

  beforeAll(() => {
    ada.key = makeKey(ada.person);
    mallory.key = makeKey(mallory.person);
    repository = temporaryRepository();
    const env = { ...repository.env, GNUPGHOME: home };
    git = openGit(findRepository(repository.path, repository.env) as Repository, { env });
  });

  afterAll(async () => {
    await git.close();
    repository.remove();
  });

  it('are good, each with who signed and the key; without one there is none', async () => {
    const [own, other] = [signed(ada.key, 'by ada'), signed(mallory.key, 'by another')];
    const plain = repository.commit('plain');
    expect([...(await git.signatures([own, other, plain]))].sort()).toEqual(
      [
        [own, { status: 'good', signer: ada.person, fingerprint: ada.key }],
        [other, { status: 'good', signer: mallory.person, fingerprint: mallory.key }],
        [plain, { status: 'none', signer: undefined, fingerprint: undefined }],
      ].sort(),
    );
  });

  it('are bad where the commit is another', async () => {
    const good = signed(ada.key, 'signed');
    const text = repository.git('cat-file', 'commit', good).replace('signed', 'forged');
    const forged = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
      cwd: repository.path,
      env: repository.env,
      input: `${text}\n`,
      encoding: 'utf8',
    }).trim();
    expect((await git.signatures([forged])).get(forged)).toMatchObject({ status: 'bad' });
  });

  it('cannot be checked without the key', async () => {
    const id = signed(mallory.key, 'signed');
    gpg('--yes', '--delete-secret-and-public-key', mallory.key);
    expect((await git.signatures([id])).get(id)).toMatchObject({ status: 'unknown' });
  });
});

afterAll(() => {
  try {
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' });
  } catch {
    // There is no agent to end.
  }
  rmSync(home, { recursive: true, force: true });
});
