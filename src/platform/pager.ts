import { spawn, type StdioOptions } from 'node:child_process';
import type { ProcessEnvironment } from './environment.ts';

/**
 * The program and arguments that show long text: `$PAGER`, its words parted at spaces, else `less -R`. No shell reads
 * them. Undefined where there shall be none: it is empty, or `cat`.
 */
export function pagerCommand(env: ProcessEnvironment): readonly string[] | undefined {
  const words = (env.PAGER ?? 'less -R').split(' ').filter((word) => word !== '');
  return words.length === 0 || words[0] === 'cat' ? undefined : words;
}

/**
 * Gives a text to a pager, and waits until whoever reads it has read enough.
 * @returns false if the pager could not be started; then nothing was shown
 */
export function page(
  text: string,
  [program = '', ...args]: readonly string[],
  env: ProcessEnvironment,
  stdio: StdioOptions = ['pipe', 'inherit', 'inherit'],
): Promise<boolean> {
  return new Promise((resolve) => {
    // As git does: colours are shown, and what fits on the screen stays on it.
    const child = spawn(program, args, { env: { LESS: 'FRX', ...env }, stdio });
    child.on('error', () => resolve(false));
    child.on('close', () => resolve(true));
    // It may be left before all is read.
    child.stdin?.on('error', () => {});
    child.stdin?.end(text);
  });
}
