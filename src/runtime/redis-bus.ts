import type { Bus } from './bus.ts';
import { announcementOf } from './event-stream.ts';
import type { RedisSettings } from './redis-connection.ts';
import { connectRedis, redisName } from './redis-connection.ts';
import type { Watcher } from './source.ts';

/** How often it is asked whether it is still there. */
const beat = 10_000;

/**
 * The channel on which `flagwright serve --bus` announces snapshots.
 * @param address such as `redis://cache.internal:6379`
 * @throws TypeError if it is not an address
 */
export function redisBus(address: string, settings: RedisSettings = {}): Bus {
  const { prefix = 'flagwright:' } = settings;
  return {
    name: redisName(address),
    heartbeat: true,
    watch({ environment }, watcher) {
      const ended = new AbortController();
      listen(address, settings, `${prefix}snapshot:${environment}`, environment, watcher, ended.signal).catch(
        (error: unknown) => watcher.lost(error instanceof Error ? error : new Error('the bus failed')),
      );
      return () => ended.abort();
    },
  };
}

async function listen(
  address: string,
  settings: RedisSettings,
  channel: string,
  environment: string,
  watcher: Watcher,
  ended: AbortSignal,
): Promise<void> {
  // prettier-ignore
  const client = await connectRedis(address, settings);
  if (ended.aborted) return client.disconnect();
  ended.addEventListener('abort', () => client.disconnect());
  client.on('message', (_, message) => {
    const announcement = announcementOf(message, environment);
    if (announcement !== undefined) watcher.announce(announcement);
  });
  await client.subscribe(channel);
  watcher.alive();
  const beating = setInterval(() => void client.ping().then(() => watcher.alive(), () => client.disconnect()), beat); // prettier-ignore
  beating.unref();
  client.on('end', () => {
    clearInterval(beating);
    watcher.lost(new Error('the connection to the bus ended'));
  });
}
