import { beforeEach, expect, it } from 'vitest';
import { fakeClock, type FakeClock } from '../../test/support/fake-clock.ts';
import { Link } from './link.ts';
import type { Watcher } from './source.ts';

let clock: FakeClock;
let watcher: Watcher;
/** When it was connected, and when what was connected was ended, in milliseconds since the first. */
let connected: number[];
let ended: number;
let told: string[];

beforeEach(() => {
  clock = fakeClock();
  connected = [];
  ended = 0;
  told = [];
});

/** @param live whether it is alive as soon as it is connected */
function link(heartbeat: boolean, watch: (own: Watcher) => void = () => {}): Link {
  const began = clock.elapsed();
  return new Link(
    {
      heartbeat,
      watch(_, own) {
        connected.push(clock.elapsed() - began);
        watcher = own;
        watch(own);
        return () => void ended++;
      },
    },
    () => ({ environment: 'production', version: 3 }),
    { silence: 1000, reconnectAfter: 100, reconnectAfterAtMost: 800 },
    clock,
    {
      alive: () => {},
      announce: ({ version }) => told.push(`version ${version}`),
      down: ({ message }) => told.push(`down: ${message}`),
      failed: ({ message }) => told.push(`failed: ${message}`),
    },
  );
}

it('connects again after pauses that grow, up to a bound, and are random', async () => {
  clock.chance = 1;
  const own = link(true, ({ lost }) => lost(new Error('refused')));
  own.connect();
  await clock.pass(4000);
  expect(connected.map((at, nth) => at - (connected[nth - 1] ?? 0))).toEqual([0, 200, 400, 800, 800, 800, 800]);
  expect(new Set(told)).toEqual(new Set(['failed: refused']));
  clock.chance = 0.25;
  await clock.pass(1000);
  const [last, before] = connected.toReversed();
  expect(last! - before!).toBe(200);
  own.close();
  expect(clock.waiting).toBe(0);
});

it('does not begin to count anew with one that breaks as soon as it is connected', async () => {
  clock.chance = 1;
  const own = link(true, (one) => {
    one.alive();
    one.lost(new Error('broken'));
  });
  own.connect();
  await clock.pass(2200);
  expect(connected).toEqual([0, 200, 600, 1400, 2200]);
  own.close();
});

it('begins to count anew after one that lived', async () => {
  clock.chance = 1;
  const own = link(true);
  own.connect();
  for (let beat = 0; beat < 3; beat++) {
    watcher.alive();
    await clock.pass(600);
  }
  watcher.lost(new Error('broken'));
  expect(told).toEqual(['down: broken']);
  await clock.pass(100);
  expect(connected).toEqual([0, 1900]);
  own.close();
});

it('gives up what is silent, if it is to give signs of life, and hears nothing of it any more', async () => {
  clock.chance = 1;
  const own = link(true);
  own.connect();
  watcher.alive();
  watcher.announce({ version: 4 });
  const first = watcher;
  await clock.pass(1000);
  expect([own.isLive, ended, told]).toEqual([false, 1, ['version 4', 'down: no sign of life for 1000 ms']]);
  await clock.pass(200);
  first.announce({ version: 5 });
  first.lost(new Error('late'));
  expect(told).toHaveLength(2);
  own.close();
});

it('leaves alone what gives no signs of life, once it is connected', async () => {
  const own = link(false);
  own.connect();
  watcher.alive();
  await clock.pass(1_000_000);
  expect([own.isLive, told, connected.length]).toEqual([true, [], 1]);
  own.close();
});

it('takes what throws for one that cannot be connected', async () => {
  const own = link(true, () => {
    throw new Error('no such folder');
  });
  own.connect();
  expect(told).toEqual(['failed: no such folder']);
  own.close();
  expect(clock.waiting).toBe(0);
});
