import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock, type FakeClock } from '../../test/support/fake-clock.ts';
import { disabledFlag, snapshotText } from '../../test/support/snapshots.ts';
import type { LoadedSnapshot } from './loaded-snapshot.ts';
import { loadSnapshot } from './loaded-snapshot.ts';
import type { Held } from './state-machine.ts';
import { StateMachine } from './state-machine.ts';

let first: LoadedSnapshot;
let second: LoadedSnapshot;
let otherSecond: LoadedSnapshot;
let clock: FakeClock;
let state: StateMachine;

beforeAll(async () => {
  first = await loadSnapshot(snapshotText({ version: 1 }), 'production');
  second = await loadSnapshot(snapshotText({ version: 2 }), 'production');
  otherSecond = await loadSnapshot(snapshotText({ version: 2, flags: { checkout: disabledFlag() } }), 'production');
});

beforeEach(() => {
  clock = fakeClock();
  state = new StateMachine(clock, 60_000);
});

const from = (origin: Held['origin'], snapshot: LoadedSnapshot, age = 0): Held => ({
  snapshot,
  origin,
  tag: undefined,
  confirmed: clock.elapsed() - age,
});

describe('what is held', () => {
  it('is the first that comes, from anywhere, then only newer ones', () => {
    expect(state.standing()).toEqual({ snapshot: undefined, level: 'default', age: undefined, late: false });
    expect(state.offer(from('disk', first, 5000))).toBe('taken');
    expect(state.standing()).toEqual({ snapshot: first, level: 'disk', age: 5000, late: false });
    expect(state.offer(from('shared', second))).toBe('taken');
    expect(state.standing()).toMatchObject({ snapshot: second, level: 'shared', age: 0 });
    expect(state.offer(from('source', first))).toBe('older');
    expect(state.standing()).toMatchObject({ snapshot: second, level: 'shared' });
  });

  it('stays where another has the same version', () => {
    state.offer(from('disk', second));
    expect(state.offer(from('source', otherSecond))).toBe('conflict');
    expect(state.standing()).toMatchObject({ snapshot: second, level: 'disk' });
  });

  it('is known to be the source’s once the source gives the same', async () => {
    state.offer(from('disk', second, 9000));
    await clock.pass(1000);
    expect(state.offer(from('source', second))).toBe('same');
    expect(state.standing()).toMatchObject({ snapshot: second, level: 'memory', age: 0 });
    expect(state.offer(from('disk', second, 9000))).toBe('same');
    expect(state.standing()).toMatchObject({ level: 'memory', age: 0 });
  });

  it('is confirmed only by an answer that is about it', () => {
    state.offer(from('source', first, 3000));
    const before = state.held;
    state.offer(from('shared', second, 2000));
    expect(state.unchanged(before, clock.elapsed())).toBe(false);
    expect(state.standing()).toMatchObject({ level: 'shared', age: 2000 });
    state.offer(from('source', second, 1000));
    expect(state.unchanged(state.held, clock.elapsed())).toBe(true);
    expect(state.standing()).toMatchObject({ level: 'memory', age: 0 });
  });
});

describe('a stream', () => {
  it('makes it fresh from the first read after it was connected, until it is silent', async () => {
    state.offer(from('source', first));
    await clock.pass(10);
    expect(state.alive(1000)).toBe(true);
    expect(state.isFresh).toBe(false);
    state.offer(from('source', first));
    expect(state.standing().level).toBe('fresh');
    await clock.pass(900);
    expect(state.alive(1000)).toBe(false);
    expect(state.standing()).toMatchObject({ level: 'fresh', age: 0 });
    await clock.pass(1000);
    expect(state.standing()).toMatchObject({ level: 'memory', age: 1000 });
    expect(state.alive(1000)).toBe(true);
    expect(state.isFresh).toBe(false);
  });

  it('that was lost and is back proves nothing until a read', async () => {
    state.offer(from('source', first));
    state.alive(1000);
    expect(state.isFresh).toBe(true);
    state.lost();
    expect(state.isFresh).toBe(false);
    await clock.pass(10);
    state.alive(1000);
    expect(state.isFresh).toBe(false);
  });

  it('that announces something newer makes the held one not fresh, and not confirmed, until it was read', async () => {
    state.offer(from('source', first));
    state.alive(1000);
    expect(state.announced({ version: 1, digest: first.document.digest })).toBe(false);
    expect(state.isFresh).toBe(true);
    expect(state.announced({ version: 2 })).toBe(true);
    expect(state.isFresh).toBe(false);
    await clock.pass(500);
    state.alive(1000);
    expect(state.standing()).toMatchObject({ level: 'memory', age: 500 });
    state.offer(from('source', second));
    expect(state.standing()).toMatchObject({ snapshot: second, level: 'fresh', age: 0 });
  });

  it('that announces another digest for the held version is news', () => {
    state.offer(from('source', first));
    expect(state.announced({ version: 1, digest: 'f'.repeat(64) })).toBe(true);
  });

  it('that announces what never comes is believed no longer than the next read', () => {
    state.offer(from('source', first));
    state.alive(1000);
    state.announced({ version: 9 });
    state.answered(state.announcement);
    expect(state.isFresh).toBe(true);
  });
});

describe('delivery', () => {
  it('needs a read for always-fresh unless the stream is alive', () => {
    state.offer(from('source', first));
    expect(state.needs('always-fresh', 30_000)).toBe('a read');
    state.alive(1000);
    expect(state.needs('always-fresh', 30_000)).toBe('nothing');
  });

  it('needs a read for cache-first once it is older than it may be', async () => {
    state.offer(from('source', first));
    await clock.pass(30_000);
    expect(state.needs('cache-first', 30_000)).toBe('nothing');
    await clock.pass(1);
    expect(state.needs('cache-first', 30_000)).toBe('a read');
  });

  it('needs a read behind the answer for background-refresh, and before it where nothing is held', async () => {
    expect(state.needs('background-refresh', 30_000)).toBe('a read');
    state.offer(from('disk', first));
    expect(state.needs('background-refresh', 30_000)).toBe('nothing');
    await clock.pass(30_001);
    expect(state.needs('background-refresh', 30_000)).toBe('a read behind the answer');
  });

  it('says when what answers is later than what was asked for', () => {
    state.offer(from('disk', first));
    expect(state.standing('failed')).toMatchObject({ level: 'disk', late: true });
    state.offer(from('source', first));
    expect(state.standing('current')).toMatchObject({ level: 'fresh', late: false });
  });
});

it('is stale after so long without a sign of the source, and no longer once there is one', async () => {
  expect([state.isStale, state.staleIn]).toEqual([false, Infinity]);
  state.offer(from('source', first));
  expect([state.isStale, state.staleIn]).toEqual([false, 60_000]);
  await clock.pass(60_000);
  expect([state.isStale, state.staleIn]).toEqual([true, 0]);
  state.unchanged(state.held, clock.elapsed());
  expect(state.isStale).toBe(false);
});
