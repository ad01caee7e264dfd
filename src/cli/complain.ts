import { withoutMarks } from '../diagnostic/ci-commands.ts';
import { printable } from '../diagnostic/printable.ts';
import { makeStyle } from '../report/style.ts';
import { showsUnicode, wantsColor } from './color.ts';
import type { Io } from './io.ts';

export type Complaint = 'error' | 'warning' | 'note' | 'help' | 'debug';

/**
 * Says something on standard error, after what it is. Names and texts of users and strangers may be part of it: nothing
 * in them acts on the terminal, and a line break in them begins no line that a CI could take for a command.
 * @param color whether it is coloured; undefined as the terminal wants
 */
export function complain({ stderr, env }: Io, kind: Complaint, text: string, color?: boolean): void {
  const unicode = showsUnicode(env);
  const { paint } = makeStyle({ color: wantsColor(stderr, env, color), unicode });
  const painted = {
    error: paint.bold.red,
    warning: paint.yellow,
    note: paint.cyan,
    help: paint.cyan,
    debug: paint.dim,
  };
  const [first = '', ...others] = text.split(/\r\n|\n/);
  const lines = [first, ...others.map((line) => `  | ${line}`)].map((line) => withoutMarks(printable(line, unicode)));
  stderr.write(`${painted[kind](kind)}: ${lines.join('\n')}\n`);
}
