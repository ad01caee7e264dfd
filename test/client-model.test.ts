import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { CacheEntry } from '../src/runtime/cache.ts';
import { createClient } from '../src/runtime/create-client.ts';
import type { FlagClient } from '../src/runtime/flag-client.ts';
import type { Announcement, Watcher } from '../src/runtime/source.ts';
import { fakeClock, settled, type FakeClock } from './support/fake-clock.ts';
import { memoryCache } from './support/fault-kit.ts';
import { snapshotFlag, snapshotText } from './support/snapshots.ts';

/**
 * What may be served: of the commits made so far, one that is not older than what was served before. After a healthy read,
 * and a moment after an announcement on a stream that works, the newest.
 */
interface Model {
  /** The number that the flag gives at each version; the first is version 1. */
  readonly commits: number[];
  served: number;
}

/** The world around a client, which can be broken in parts. */
class World {
  readonly clock: FakeClock = fakeClock();
  readonly cache = memoryCache();
  source: 'healthy' | 'away' | 'lagging' | 'corrupt' | 'forged' = 'healthy';
  watcher: Watcher | undefined;
  readonly client: FlagClient;
  readonly #texts: string[] = [];

  constructor() {
    this.client = createClient({
      environment: 'production',
      clock: this.clock,
      cache: [this.cache],
      onWarning: () => {},
      read: { retries: 0, breakAfter: 1000 },
      source: {
        name: 'world',
        heartbeat: true,
        read: async () => ({ text: this.#answer() }),
        watch: (_, watcher) => {
          this.watcher = watcher;
          if (this.source === 'away') watcher.lost(new Error('away'));
          else watcher.alive();
          return () => {};
        },
      },
    });
  }

  commit(value: number): void {
    this.#texts.push(this.text(this.#texts.length + 1, value));
  }

  text(version: number, value: number): string {
    return snapshotText({ version, flags: { limit: snapshotFlag({ variants: { on: value, off: -1 } }) } });
  }

  entry(version: number): CacheEntry {
    return { version, confirmedAt: this.clock.now() - 1000, text: this.#texts[version - 1]! };
  }

  announcement(version: number): Announcement {
    const { commit, digest } = JSON.parse(this.#texts[version - 1]!) as { commit: string; digest: string };
    return { version, commit, digest };
  }

  #answer(): string {
    const newest = this.#texts.at(-1)!;
    if (this.source === 'away') throw new Error('away');
    if (this.source === 'corrupt') return newest.slice(0, -20);
    // The held version with something else in it.
    if (this.source === 'forged') return this.text(this.client.health().version ?? 1, -99);
    return this.source === 'lagging' ? this.#texts[Math.floor((this.#texts.length - 1) / 2)]! : newest;
  }
}

/** Everything that can happen; `nth` chooses among the commits. */
type Step = { readonly run: (model: Model, world: World, seen: Set<string>) => Promise<void>; readonly name: string };

const step = (name: string, run: Step['run']): Step => ({ name, run });

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: 0, max: 1000 }).map((value) =>
      step(`commit ${value}`, async (model, world) => {
        // prettier-ignore
        model.commits.push(value);
        world.commit(value);
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('healthy', 'healthy', 'away', 'lagging', 'corrupt', 'forged').map((how) =>
      step(`the source is ${how}`, async (_, world) => {
        // prettier-ignore
        world.source = how;
        // Nobody can tell a forged first snapshot from a true one.
        if (how === 'forged' && world.client.health().version === undefined) world.source = 'away';
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constant(
      step('read', async (model, world, seen) => {
        const isCurrent = await world.client.refresh();
        seen.add(`${world.source} read: ${isCurrent ? 'current' : 'not current'}`);
        if (world.source !== 'healthy') return;
        expect(isCurrent).toBe(true);
        expect(world.client.health().version).toBe(model.commits.length);
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.nat().map((nth) =>
      step(`an announcement is repeated, ${nth}`, async (model, world) => {
        world.watcher?.announce(world.announcement(1 + (nth % model.commits.length)));
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constant(
      step('the newest is announced', async (model, world, seen) => {
        world.watcher?.announce(world.announcement(model.commits.length));
        await settled();
        if (world.source !== 'healthy' || world.client.health().mode !== 'stream') return;
        seen.add('announced on a stream that works');
        expect(world.client.health().version).toBe(model.commits.length);
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.nat().map((nth) =>
      step(`the cache falls back, ${nth}`, async (model, world) => {
        world.cache.entry = world.entry(1 + (nth % model.commits.length));
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((fails) =>
      step(`the cache ${fails ? 'fails' : 'works'}`, async (_, world) => {
        world.cache.fault = fails ? () => Promise.reject(new Error('away')) : undefined;
      }),
    ),
  },
  { weight: 1, arbitrary: fc.constant(step('the stream breaks off', async (_, world) => world.watcher?.lost(new Error('broken')))) }, // prettier-ignore
  { weight: 1, arbitrary: fc.integer({ min: -1e8, max: 1e8 }).map((by) => step(`the clock jumps by ${by} ms`, async (_, world) => world.clock.jump(by))) }, // prettier-ignore
  { weight: 3, arbitrary: fc.constantFrom(10, 1000, 40_000, 400_000).map((time) => step(`${time} ms pass`, async (_, world) => world.clock.pass(time))) }, // prettier-ignore
);

const seen = new Map<string, number>();
afterAll(
  () =>
    void process.stdout.write(
      `\n${[...seen]
        .sort()
        .map(([what, count]) => `${what}: ${count}`)
        .join('\n')}\n`,
    ),
);

it(
  'never serves an older version after a newer, nor anything that was never committed',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (sequence) => {
        const world = new World();
        const model: Model = { commits: [], served: 0 };
        const own = new Set<string>();
        const check = (): void => {
          const { value, version = 0, source } = world.client.detail('limit', {}, -7);
          expect(version).toBeGreaterThanOrEqual(model.served);
          expect(value).toBe(version === 0 ? -7 : model.commits[version - 1]);
          if (source === 'fresh' && world.source === 'healthy') own.add('fresh');
          model.served = version;
        };
        for (const first of [5, 6, 7]) {
          model.commits.push(first);
          world.commit(first);
        }
        world.client.on('change', check);
        await world.client.ready();
        for (const { run } of sequence) {
          await run(model, world, own);
          await settled();
          check();
          const answer = await world.client.evaluate('limit', {}, { fallback: -7, delivery: 'background-refresh' });
          expect(answer.value).toBe(answer.version === undefined ? -7 : model.commits[answer.version - 1]);
          // Whoever reads while a read is under way gets that one.
          await settled();
          check();
        }
        world.source = 'healthy';
        expect(await world.client.refresh()).toBe(true);
        check();
        expect(model.served).toBe(model.commits.length);
        await world.client.close();
        expect(world.clock.waiting).toBe(0);
        for (const what of own) seen.set(what, (seen.get(what) ?? 0) + 1);
      }),
      { numRuns: 300 },
    );
  },
);
