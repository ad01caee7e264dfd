import { withFunctions } from './option-checks.ts';

/** Where snapshots come from. `http`, `file`, `git` and `custom` make one. */
export interface Source {
  /** For people: events, records of failures, health. It holds no secret. */
  readonly name: string;
  /** What two clients of one process should not both read, or nothing where that does not matter. */
  readonly identity?: string | undefined;
  /**
   * Gives the current snapshot.
   * @throws Error whatever goes wrong; the message holds no secret
   */
  read(request: ReadRequest): Promise<SourceAnswer>;
  /**
   * Tells of changes as they happen. Whoever listens reads afterwards.
   * @returns what ends it
   */
  readonly watch?: ((request: WatchRequest, watcher: Watcher) => () => void) | undefined;
  /** Whether `watch` calls `alive` again and again as long as it works. If so, silence means that it is lost. */
  readonly heartbeat?: boolean | undefined;
  /** Lets go of connections: the client is closed. */
  readonly close?: (() => void | Promise<void>) | undefined;
}

export interface ReadRequest {
  readonly environment: string;
  /** The tag of the held snapshot: if the source still has the same, it need not send it again. */
  readonly tag: string | undefined;
  readonly signal: AbortSignal;
}

export type SourceAnswer =
  | { readonly unchanged: true }
  | {
      readonly unchanged?: false;
      readonly text: string;
      /** What tells this snapshot from others; given back at the next read. */
      readonly tag?: string | undefined;
    };

export interface WatchRequest {
  readonly environment: string;
  /** The version held, if any: where an interrupted stream goes on. */
  readonly version: number | undefined;
}

export interface Watcher {
  /** It is connected, or shows that it still is. */
  alive(): void;
  /** There is another snapshot: what is known of it. */
  announce(announcement: Announcement): void;
  /** It has ended, not to come back by itself. */
  lost(error: Error): void;
}

export interface Announcement {
  readonly version?: number | undefined;
  readonly commit?: string | undefined;
  readonly digest?: string | undefined;
}

/**
 * A source of your own.
 * @param read gives the text of a snapshot, or `{ unchanged: true }`
 * @throws TypeError if it has no such function
 */
export function custom(source: Omit<Source, 'name'> & { readonly name?: string }): Source {
  withFunctions(source, ['read'], 'custom: give { read }, a function');
  return { ...source, name: source.name ?? 'custom' };
}
