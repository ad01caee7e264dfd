/** One line of the log. Neither contexts nor tokens nor the queries of addresses are ever part of one. */
export interface LogLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly event: string;
  readonly [name: string]: unknown;
}

export type Log = (line: LogLine) => void;

/** A log that writes JSON, one line each. @param now milliseconds since 1970 */
export function jsonLog(write: (line: string) => void, now: () => number): Log {
  return ({ level, event, ...others }) => {
    const at = new Date(now()).toISOString();
    write(`${JSON.stringify({ at, level, event, ...others })}\n`);
  };
}
