import { runGit, type GitOptions } from './git-process.ts';

/** Full ids of the commits that a ref pointed to, as its log tells, newest first; empty where it has none. */
export async function refMoves(ref: string, options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>): Promise<string[]> {
  const args = ['log', '--walk-reflogs', '--no-patch', '--format=%H', '--end-of-options', ref, '--'];
  const { code, stdout } = await runGit(args, { ...options, okCodes: [0, 128] });
  return code === 0 ? stdout.toString('latin1').split('\n').filter(Boolean) : [];
}
