import type { Io } from './io.ts';
import { version } from './version.ts';
import { writeAll } from './write-all.ts';

type Run = (argv: readonly string[], io: Io) => Promise<number>;

/**
 * Runs one command line.
 * @param load brings everything but the version; the build gives a quicker way than importing it
 * @returns the exit code: 0 fine, 1 the answer is no, 2 wrong usage, 3 a bug of ours, 130 interrupted
 */
export async function runCommandLine(
  argv: readonly string[],
  io: Io,
  load: () => Promise<{ run: Run }> = () => import('./run.ts'),
): Promise<number> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    await writeAll(io, `${version}\n`);
    return 0;
  }
  const { run } = await load();
  return run(argv, io);
}
