import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../../src/runtime/create-client.ts';
import type { Cache, CacheEntry } from '../../src/runtime/cache.ts';
import type { ClientOptions } from '../../src/runtime/client-options.ts';
import type { ClientEvents } from '../../src/runtime/events.ts';
import type { FlagClient } from '../../src/runtime/flag-client.ts';
import { http } from '../../src/runtime/http-source.ts';
import { faultyServer, type FaultyServer } from './faulty-server.ts';

/** What a fault meets: a server, a folder, clients that are quick to give up. */
export interface FaultKit {
  readonly server: FaultyServer;
  readonly folder: string;
  client(options?: Partial<ClientOptions>): FlagClient;
  /** Everything that went wrong and was noted, by what it was, in order, of all clients. */
  readonly noted: string[];
  done(): Promise<void>;
}

export const token = 'a-token-that-must-stay-secret';

/** Options under which a fault shows within a fraction of a second. */
const quick: Partial<ClientOptions> = {
  propagation: 'none',
  deadline: 150,
  cacheTimeout: 300,
  read: { timeout: 300, retries: 0, breakFor: 50, breakForAtMost: 50 },
  onWarning: () => {},
};

export async function faultKit(): Promise<FaultKit> {
  const server = await faultyServer();
  server.serve({ version: 1 });
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-faults-'));
  const clients: FlagClient[] = [];
  const noted: string[] = [];
  return {
    server,
    folder,
    noted,
    client(options = {}) {
      const own = createClient({ environment: 'production', source: http(server.address, { token }), ...quick, ...options }); // prettier-ignore
      own.on('failure', ({ what }) => noted.push(what));
      clients.push(own);
      return own;
    },
    async done() {
      await Promise.all(clients.map((client) => client.close()));
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Resolves at the next event of a name that fits. */
export function next<Name extends keyof ClientEvents>(
  client: FlagClient,
  name: Name,
  fits: (event: ClientEvents[Name]) => boolean = () => true,
): Promise<ClientEvents[Name]> {
  // prettier-ignore
  return new Promise((resolve) => {
    const end = client.on(name, (event) => {
      if (!fits(event)) return;
      end();
      resolve(event);
    });
  });
}

/** A shared cache in memory, which can be told to misbehave. */
export function memoryCache(
  entry?: CacheEntry,
): Cache & { entry: CacheEntry | undefined; fault: (() => Promise<never>) | undefined; writes: number } {
  // prettier-ignore
  const own = {
    name: 'memory',
    level: 'shared' as const,
    entry,
    fault: undefined as (() => Promise<never>) | undefined,
    writes: 0,
    read: async () => (own.fault === undefined ? own.entry : own.fault()),
    async write(_: string, written: CacheEntry) {
      await own.fault?.();
      own.writes++;
      own.entry = written;
    },
  };
  return own;
}
