import { describe, expect, it } from 'vitest';
import { Follower, type FollowerEvents, type FollowRefusal, type FollowedSource } from './follower.ts';
import type { Release } from './read-commit.ts';

const release = (commit: string, version: number): Release => ({ commit, version, environments: new Map() });

/** A source whose commits are `a1`, `a2` …: the number is the version, another letter another history; `!` is broken. */
function source(
  at: { head: string | undefined },
  own: Partial<FollowedSource> = {},
): FollowedSource & { reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    head: async () => at.head,
    async read(commit) {
      reads.push(commit);
      return commit.endsWith('!') ? { problems: ['bad'] } : release(commit, Number(commit.slice(1)));
    },
    leadsTo: async (older, newer) => older[0] === newer[0],
    async *before(commit) {
      for (let version = Number(commit.slice(1).replace('!', '')) - 1; version > 0; version--)
        yield `${commit[0]}${version}`;
    },
    ...own,
  };
}

function recorder(): FollowerEvents & { said: string[] } {
  const said: string[] = [];
  return {
    said,
    served: ({ commit }, previous, rewritten) => {
      said.push(`served ${commit} after ${previous?.commit ?? 'nothing'}${rewritten ? ', rewritten' : ''}`);
    },
    refused: ({ commit, why }: FollowRefusal) => void said.push(`refused ${commit}: ${why}`),
  };
}

describe('a follower', () => {
  it('serves what is new, refuses what is broken, and says each once', async () => {
    const at: { head: string | undefined } = { head: 'a1' };
    const events = recorder();
    const follower = new Follower(source(at), events);
    for (const head of ['a1', 'a1', 'a2!', 'a2!', 'a2!', 'a3', undefined, undefined, 'a3', 'a4']) {
      at.head = head;
      await follower.refresh();
    }
    expect(events.said).toEqual([
      'served a1 after nothing',
      'refused a2!: broken',
      'served a3 after a1',
      'refused undefined: unreadable',
      'served a4 after a3',
    ]);
    expect(follower.refusal).toBeUndefined();
  });

  it('tries again what it could not read, without saying the same again', async () => {
    const events = recorder();
    let fails = true;
    const source1 = source({ head: 'a1' });
    const follower = new Follower(
      { ...source1, read: async (commit) => (fails ? Promise.reject(new Error('no disk')) : source1.read(commit)) },
      events,
    );
    expect(await follower.refresh()).toBe('refused');
    expect(await follower.refresh()).toBe('refused');
    expect(follower.refusal).toMatchObject({ why: 'unreadable', problems: ['no disk'] });
    fails = false;
    expect(await follower.refresh()).toBe('served');
    expect(events.said).toEqual(['refused a1: unreadable', 'served a1 after nothing']);
  });

  it('reads a broken commit once', async () => {
    const at = { head: 'a1' };
    const commits = source(at);
    const follower = new Follower(commits, recorder());
    await follower.refresh();
    at.head = 'a2!';
    for (let times = 0; times < 5; times++) await follower.refresh();
    expect(commits.reads).toEqual(['a1', 'a2!']);
  });

  it('goes back a bounded way for a good commit when it starts', async () => {
    const commits = source(
      { head: 'a200!' },
      {
        async read(commit) {
          commits.reads.push(commit);
          return { problems: ['bad'] };
        },
      },
    );
    await new Follower(commits, recorder()).refresh();
    expect(commits.reads).toHaveLength(51);
  });

  it('serves another history only where that is accepted, and never an older version by itself', async () => {
    for (const acceptRewrite of [false, true]) {
      const at = { head: 'a5' };
      const events = recorder();
      const follower = new Follower(source(at), events, { acceptRewrite });
      for (const head of ['a5', 'b9', 'a4']) {
        at.head = head;
        await follower.refresh();
      }
      expect(events.said).toEqual(
        acceptRewrite
          ? ['served a5 after nothing', 'served b9 after a5, rewritten', 'served a4 after b9, rewritten']
          : ['served a5 after nothing', 'refused b9: rewritten', 'refused a4: rewritten'],
      );
    }
  });

  it('looks once more for all who ask while it looks', async () => {
    const at = { head: 'a1' };
    let looks = 0;
    const commits = source(at, {
      head: async () => {
        looks++;
        return at.head;
      },
    });
    const follower = new Follower(commits, recorder());
    const first = follower.refresh();
    at.head = 'a2';
    const others = [follower.refresh(), follower.refresh(), follower.refresh()];
    expect(await first).toBe('served');
    await Promise.all(others);
    expect(looks).toBe(2);
    expect(follower.release?.commit).toBe('a2');
  });
});
