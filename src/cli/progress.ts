import type { Progress } from '../workspace/host.ts';
import { printable } from '../diagnostic/printable.ts';
import { complain } from './complain.ts';
import type { Io } from './io.ts';
import type { GlobalOptions } from './session.ts';

const patience = 1000;
const interval = 200;

/** Milliseconds on a clock that never goes back. Node has `performance` for it, which it loads when it is first used. */
const now = (): number => process.uptime() * 1000;

/** A line on stderr that keeps itself up to date, for work that takes more than a second; on a terminal only. */
export function progressOn(io: Io, options: GlobalOptions): Progress & { end(): void } {
  // Looking at stderr alone costs milliseconds.
  const isSilent = (): boolean => options.quiet === true || io.stderr.isTTY !== true;
  const start = now();
  let last = 0;
  let shown = false;
  return {
    update(what, done, total) {
      const instant = now();
      if (instant - start < patience || instant - last < interval || isSilent()) return;
      last = instant;
      shown = true;
      io.stderr.write(`\r\u001B[K${printable(what)} ${done}${total === undefined ? '' : ` of ${total}`}`);
    },
    debug(what) {
      if (options.debug === true) complain(io, 'debug', `+${(now() - start).toFixed(0)} ms ${what}`, options.color);
    },
    say(kind, what) {
      this.end();
      complain(io, kind, what, options.color);
    },
    end() {
      if (shown) io.stderr.write('\r\u001B[K');
      shown = false;
    },
  };
}
