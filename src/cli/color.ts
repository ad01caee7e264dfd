import type { Io, OutputStream } from './io.ts';

/**
 * Whether to colour what goes to a stream: the option, then NO_COLOR (https://no-color.org) and FORCE_COLOR,
 * then whether it is a terminal.
 */
export function wantsColor(stream: OutputStream, env: Io['env'], option: boolean | undefined): boolean {
  if (option !== undefined) return option;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Whether the locale can show more than ASCII. Without any locale we assume the present, not 1980. */
export function showsUnicode(env: Io['env']): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale === undefined || /utf-?8/i.test(locale);
}
