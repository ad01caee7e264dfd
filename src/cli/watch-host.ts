import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../workspace/host.ts';
import type { WatchHost } from '../workspace/watch-project.ts';
import { workingTree } from '../platform/working-tree.ts';

/** A host that looks at the files of the working tree again and again. */
export function watchHost(host: Host): WatchHost {
  const { signal } = host;
  return {
    ...host,
    // A change is to be seen at once, so the stamps of files written a moment ago count as well.
    watched: workingTree(host.root, () => Infinity),
    pause: (milliseconds) =>
      sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      }),
  };
}
