import { Redis } from 'ioredis';
import { UserError } from '../diagnostic/user-error.ts';
import { serverAnnouncementOf } from './events.ts';
import type { Log } from './log.ts';
import type { ServedProject } from './served.ts';

/** Where changes are announced beside the event streams: to services that hear of them from Redis. */
export interface ServerBus {
  publish(served: ServedProject): void;
  close(): Promise<void>;
}

/** The channel on which the snapshots of an environment are announced: a message is JSON, as in `/stream`. */
function channelOf(environment: string): string {
  return `flagwright:snapshot:${environment}`;
}

/**
 * Publishes to Redis. A bus that does not work never stops the server: clients still have their streams, and poll. What
 * could not be announced is made up for when Redis is back: the newest of each environment is announced then.
 * @param address `redis://…` or `rediss://…`; a password in it is never logged
 * @param told whether it is connected, at every change
 * @throws UserError if the address is not one
 */
export function redisServerBus(address: string, log: Log, told: (isUp: boolean) => void): ServerBus {
  const url = busAddress(address);
  const redis = new Redis(address, {
    // What is announced late is announced as of then.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 5_000,
    retryStrategy: (times) => Math.min(200 * 2 ** Math.min(times, 6), 10_000) * (0.5 + Math.random() / 2),
  });
  const newest = new Map<string, ServedProject>();
  let isUp: boolean | undefined;
  const say = (up: boolean, why?: string): void => {
    if (isUp === up) return;
    isUp = up;
    told(up);
    if (up) log({ level: 'info', event: 'bus-connected', bus: url.host });
    else log({ level: 'warning', event: 'bus-lost', bus: url.host, why });
  };
  const send = (served: ServedProject): void => {
    if (redis.status !== 'ready') return;
    redis
      .publish(channelOf(served.environment), JSON.stringify(serverAnnouncementOf(served)))
      .catch((error: unknown) => {
        log({ level: 'warning', event: 'bus-refused', why: error instanceof Error ? error.message : String(error) });
      });
  };
  redis.on('ready', () => {
    say(true);
    for (const served of newest.values()) send(served);
  });
  redis.on('error', (error: Error) => say(false, error.message));
  redis.on('close', () => say(false, 'the connection was closed'));
  return {
    publish(served) {
      newest.set(served.environment, served);
      send(served);
    },
    async close() {
      redis.removeAllListeners();
      redis.on('error', () => {});
      if (redis.status === 'ready') await redis.quit().catch(() => {});
      redis.disconnect();
    },
  };
}

/** @throws UserError if it is not the address of a Redis */
function busAddress(address: string): URL {
  const help = 'write --bus redis://HOST:6379, or rediss:// for TLS';
  if (!URL.canParse(address)) throw new UserError('--bus is not an address', help);
  const url = new URL(address);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
    throw new UserError(`--bus begins with ${url.protocol}, which is not Redis`, help);
  }
  return url;
}
