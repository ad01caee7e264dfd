import type { WatchRequest, Watcher } from './source.ts';

/** Where changes are announced, beside the source: `redisBus` makes one. */
export interface Bus {
  /** For people; it holds no secret. */
  readonly name: string;
  /** Whether `watch` calls `alive` again and again as long as it works. */
  readonly heartbeat?: boolean | undefined;
  /** @returns what ends it */
  readonly watch: (request: WatchRequest, watcher: Watcher) => () => void;
}
