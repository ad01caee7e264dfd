import type { Io } from './io.ts';
import { version } from './version.ts';

/**
 * Runs one command line.
 * @returns the exit code: 0 fine, 1 the answer is no, 2 wrong usage, 3 a bug of ours, 130 interrupted
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  const { run } = await import('./run.ts');
  return run(argv, io);
}
