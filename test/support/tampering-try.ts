import type { World } from './tampering-world.ts';

/** Something that somebody does, and what would look the same to who does not look closely. */
export interface Try {
  readonly name: string;
  /** What the forged one is found for, and for nothing else. */
  readonly code: string | readonly string[];
  /** The day of the audit. */
  readonly now?: string;
  /** Passes. A hash that is given is the anchor, a list are options of the command. */
  readonly honest: (world: World) => string | readonly string[] | void;
  /** Fails. */
  readonly forged: (world: World) => string | readonly string[] | void;
}
