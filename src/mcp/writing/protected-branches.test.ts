import { expect, it } from 'vitest';
import type { Git } from '../../git/git.ts';
import { protectedBranches, refuseProtected } from './protected-branches.ts';

const gitWith = (defaultBranch: string | undefined): Git =>
  ({ defaultBranch: async () => defaultBranch }) as Partial<Git> as Git;

it.each([
  ['main', true],
  ['Main', true],
  ['master', true],
  ['live', true],
  ['release/1.0', true],
  ['release/1.0/fix', true],
  ['v1.2', true],
  ['v1x2', false],
  ['mainly', false],
  ['flags/main', false],
  ['flags/checkout', false],
  ['release', false],
  ['@', true],
  ['HEAD', true],
  ['refs/heads/main', true],
  ['heads/main', true],
  ['flags/heads/main', false],
  ['', false],
  [undefined, true],
])('is %s protected: %s', async (branch, expected) => {
  const isProtected = await protectedBranches(gitWith('refs/remotes/origin/live'), ['release/*', 'v1.2']);
  expect(isProtected(branch)).toBe(expected);
});

it('knows a default branch of this repository, and does without one', async () => {
  expect((await protectedBranches(gitWith('refs/heads/topic/base'), []))('topic/base')).toBe(true);
  expect((await protectedBranches(gitWith(undefined), []))('topic/base')).toBe(false);
});

it('says why, and what to do', async () => {
  const isProtected = await protectedBranches(gitWith(undefined), []);
  expect(() => refuseProtected(isProtected, 'main')).toThrow('the branch main is protected');
  expect(() => refuseProtected(isProtected, undefined)).toThrow('HEAD is not on a branch');
  expect(() => refuseProtected(isProtected, 'flags/x')).not.toThrow();
});
