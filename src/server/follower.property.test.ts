import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Follower, type FollowedSource } from './follower.ts';
import type { Broken, Release } from './read-commit.ts';

/** A commit of a model history: everything that a follower may ask about it. */
interface Commit {
  readonly id: string;
  readonly parent: Commit | undefined;
  readonly version: number;
  readonly broken: boolean;
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('commit' as const), broken: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('rewrite' as const), back: fc.integer({ min: 1, max: 3 }), broken: fc.boolean() }) }, // prettier-ignore
  { weight: 1, arbitrary: fc.record({ what: fc.constant('unreadable' as const) }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('look' as const) }) },
);

/** What may be served after a look, in the words of docs/operations.md. */
function expected(served: Commit | undefined, head: Commit): Commit | undefined {
  if (served === undefined) {
    let good: Commit | undefined = head;
    while (good?.broken) good = good.parent;
    return good;
  }
  return descends(head, served) && !head.broken ? head : served;
}

function descends(commit: Commit, from: Commit): boolean {
  for (let at: Commit | undefined = commit; at; at = at.parent) if (at === from) return true;
  return false;
}

it('serves what the model says, whatever happens to the branch; no older version after a newer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const commits = new Map<string, Commit>();
      const add = (parent: Commit | undefined, broken: boolean): Commit => {
        const commit = { id: `c${commits.size}`, parent, version: (parent?.version ?? 0) + 1, broken };
        commits.set(commit.id, commit);
        return commit;
      };
      let head = add(undefined, false);
      let readable = true;
      const of = (id: string): Commit => commits.get(id)!;
      const source: FollowedSource = {
        head: async () => head.id,
        async read(id): Promise<Release | Broken> {
          if (!readable) throw new Error('no such object');
          const { broken, version } = of(id);
          return broken ? { problems: ['bad'] } : { commit: id, version, environments: new Map() };
        },
        leadsTo: async (older, newer) => descends(of(newer), of(older)),
        async *before(id) {
          for (let at = of(id).parent; at; at = at.parent) yield at.id;
        },
      };
      const versions: number[] = [];
      const follower = new Follower(source, {
        served: ({ version }) => void versions.push(version),
        refused: () => {},
      });
      let served: Commit | undefined;
      for (const one of steps) {
        if (one.what === 'commit') head = add(head, one.broken);
        if (one.what === 'rewrite') {
          for (let back = 0; back < one.back && head.parent; back++) head = head.parent;
          head = add(head, one.broken);
        }
        if (one.what === 'unreadable') {
          readable = false;
          await follower.refresh();
          readable = true;
        }
        if (one.what !== 'look') continue;
        await follower.refresh();
        served = expected(served, head);
        expect(follower.release?.commit).toBe(served?.id);
        expect(follower.refusal === undefined).toBe(served === head);
      }
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
    }),
    { numRuns: 1000, seed: 20261122 },
  );
});
