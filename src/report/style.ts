import { Chalk, type ChalkInstance } from 'chalk';

/** How text is dressed for the stream it goes to. */
export interface Style {
  readonly paint: ChalkInstance;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** Whether anything beyond ASCII can be shown. */
  readonly unicode: boolean;
  readonly isTerminal: boolean;
}

export function makeStyle(options: { color: boolean; width?: number; unicode?: boolean; isTerminal?: boolean }): Style {
  const { color, width = 80, unicode = true, isTerminal = false } = options;
  return { paint: new Chalk({ level: color ? 1 : 0 }), width, unicode, isTerminal };
}

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
