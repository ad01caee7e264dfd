import { expect, it } from 'vitest';
import { fakeClock, settled } from '../../test/support/fake-clock.ts';
import { disabledFlag, snapshotText } from '../../test/support/snapshots.ts';
import { createClient } from './create-client.ts';
import type { Watcher } from './source.ts';

/** A client whose stream works, while reading fails as long as `fault` says. */
async function streaming(heartbeat: boolean) {
  const clock = fakeClock();
  const state = { fault: false, version: 1, reads: 0, watcher: undefined as Watcher | undefined };
  const client = createClient({
    environment: 'production',
    clock,
    onWarning: () => {},
    read: { retries: 0, breakAfter: 1000 },
    source: {
      name: 'fake',
      heartbeat,
      read: async () => {
        state.reads++;
        if (state.fault) throw new Error('away');
        const flags = state.version > 1 ? { flags: { checkout: disabledFlag() } } : {};
        return { text: snapshotText({ version: state.version, ...flags }) };
      },
      watch: (_, watcher) => {
        state.watcher = watcher;
        return () => {};
      },
    },
  });
  await client.ready();
  state.watcher?.alive();
  await settled();
  expect(client.health()).toMatchObject({ mode: 'stream', version: 1 });
  /** Lets time pass while the stream shows that it is alive. */
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      await clock.pass(1000);
      if (heartbeat) state.watcher?.alive();
    }
  };
  return { client, state, clock, pass };
}

it.each([true, false])('a change whose read failed is read again, though the stream works (heartbeat: %s)', async (heartbeat) => {
  const { client, state, clock, pass } = await streaming(heartbeat);
  Object.assign(state, { fault: true, version: 2 });
  state.watcher?.announce({ version: 2 });
  await pass(5);
  expect(client.boolean('checkout')).toBe(true);
  state.fault = false;
  await pass(10);
  expect(client.health()).toMatchObject({ mode: 'stream', version: 2 });
  expect(client.boolean('checkout')).toBe(false);
  const { reads } = state;
  await pass(100);
  expect(state.reads).toBe(reads);
  await client.close();
  expect(clock.waiting).toBe(0);
}); // prettier-ignore

it('a source that stays away is asked again after pauses that grow, up to that of polling', async () => {
  const { client, state, clock, pass } = await streaming(true);
  Object.assign(state, { fault: true, version: 2, reads: 0 });
  state.watcher?.announce({ version: 2 });
  await pass(140);
  expect(state.reads).toBeGreaterThan(8);
  expect(state.reads).toBeLessThan(20);
  await client.close();
  expect(clock.waiting).toBe(0);
});

it('a version that is announced by one server, and given by another that lags, is read until it is there', async () => {
  const { client, state, clock, pass } = await streaming(true);
  state.watcher?.announce({ version: 2 });
  await pass(5);
  expect(client.health().version).toBe(1);
  state.version = 2;
  await pass(10);
  expect(client.health().version).toBe(2);
  const { reads } = state;
  await pass(100);
  expect(state.reads).toBe(reads);
  await client.close();
  expect(clock.waiting).toBe(0);
});

it('a version that never comes is read a few times, and then no more', async () => {
  const { client, state, pass } = await streaming(true);
  state.reads = 0;
  for (let time = 0; time < 2; time++) {
    state.watcher?.announce({ version: 9 });
    await pass(100);
    expect(state.reads).toBe(7 * (time + 1));
  }
  expect(client.failures()).toEqual([]);
  await client.close();
});
