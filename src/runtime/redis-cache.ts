import type { Redis } from 'ioredis';
import type { Cache } from './cache.ts';
import { formatEntry, parseEntry } from './cache.ts';
import type { RedisSettings } from './redis-connection.ts';
import { connectRedis, redisName } from './redis-connection.ts';

/** Writes an entry unless there is a newer one, in one step: of two services that write, the newer one's stays. */
const writeUnlessOlder = `
local version = string.match(redis.call('GETRANGE', KEYS[1], 0, 60), '^flagwright%-cache 1 (%d+) ')
if version and tonumber(version) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

/**
 * A Redis that services share: the first that reads the source fills it for all.
 * @param address such as `redis://cache.internal:6379`
 * @throws TypeError if it is not an address
 */
export function redis(address: string, settings: RedisSettings = {}): Cache {
  const { prefix = 'flagwright:' } = settings;
  const keyOf = (environment: string): string => `${prefix}snapshot:${environment}`;
  let connection: Promise<Redis> | undefined;
  const connected = (): Promise<Redis> => {
    if (connection !== undefined) return connection;
    const own = connectRedis(address, settings);
    connection = own;
    const forget = (): void => void (connection === own && (connection = undefined));
    own.then((client) => client.on('end', forget), forget);
    return own;
  };
  return {
    name: redisName(address),
    level: 'shared',
    async read(environment) {
      const stored = await (await connected()).get(keyOf(environment));
      return stored === null ? undefined : parseEntry(stored);
    },
    async write(environment, entry) {
      await (await connected()).eval(writeUnlessOlder, 1, keyOf(environment), entry.version, formatEntry(entry));
    },
    async close() {
      const client = await connection?.catch(() => undefined);
      client?.disconnect();
    },
  };
}
