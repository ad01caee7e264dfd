import type { Redis, RedisOptions } from 'ioredis';
import { codeOf } from './http-get.ts';

/** How to reach Redis: `ioredis` must be installed beside `flagwright`. */
export interface RedisSettings {
  /** Put before every key and channel; default `flagwright:`. */
  readonly prefix?: string | undefined;
  /** Options of ioredis, such as `{ tls: {} }`. */
  readonly connection?: Readonly<Record<string, unknown>> | undefined;
}

/** How long it may take to connect, in milliseconds. */
const connectWithin = 2000;

/** The host and port of an address, for people: it may hold a password. @throws TypeError if it is not an address */
export function redisName(address: string): string {
  try {
    const { protocol, host } = new URL(address);
    if (protocol === 'redis:' || protocol === 'rediss:') return `redis ${host}`;
  } catch {
    // Told below.
  }
  throw new TypeError('redis: the address is not valid; write it like redis://cache.internal:6379');
}

/**
 * Connects once. It does not connect again by itself, does not keep the process alive, and says nothing on its own.
 * @throws Error if it cannot be reached, or ioredis is not installed; the message holds no secret
 */
export async function connectRedis(address: string, { connection }: RedisSettings): Promise<Redis> {
  const { Redis: Client } = await import('ioredis').catch((error: unknown) => {
    throw new Error('the package ioredis is not installed', { cause: error });
  });
  const options: RedisOptions = { ...connection, connectTimeout: 0, disconnectTimeout: 10, lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, enableOfflineQueue: false }; // prettier-ignore
  const client = new Client(address, options);
  let last: unknown;
  client.on('error', (error) => void (last = error));
  // The timers of ioredis would keep the process alive.
  const timer = setTimeout(() => client.disconnect(), connectWithin).unref();
  try {
    await client.connect();
  } catch (error) {
    client.disconnect();
    throw new Error(`${redisName(address)} cannot be reached: ${codeOf(last ?? error)}`, { cause: error });
  }
  clearTimeout(timer);
  client.stream.unref();
  return client;
}
