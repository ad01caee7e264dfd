import { describe, expect, it } from 'vitest';
import type { HitFlag } from '../../rollback/plan/plan.ts';
import { hitTree } from './hit-tree.ts';
import { hitFlag, hitState } from '../../../test/support/rollback-report.ts';

const drawn = (flags: readonly HitFlag[], most = 20): string[] =>
  hitTree(flags, ['root'], most, false).lines.map(
    ({ branch, key, isAbove }) => `${branch}${key}${isAbove ? ' ^' : ''}`,
  );

describe('hitTree', () => {
  it('shows a flag below all that it needs, and what hangs on it once', () => {
    const flags = [
      hitFlag('a', { needs: ['root'] }),
      hitFlag('b', { needs: ['root', 'a'] }),
      hitFlag('c', { needs: ['b'] }),
    ];
    expect(drawn(flags)).toEqual(['root', '+- a', '|  `- b', '|     `- c', '`- b ^']);
  });

  it('shows first what is hit worst', () => {
    const dormant = { production: hitState({ active: false, dormant: true }) };
    const flags = [hitFlag('quiet', { needs: ['root'], environments: dormant }), hitFlag('loud', { needs: ['root'] })];
    expect(drawn(flags)).toEqual(['root', '+- loud', '`- quiet']);
  });

  it('ends on a cycle', () => {
    const flags = [hitFlag('a', { needs: ['root', 'b'] }), hitFlag('b', { needs: ['a'] })];
    expect(drawn(flags)).toEqual(['root', '`- a', '   `- b', '      `- a ^']);
  });

  it('counts what it does not show, deep or wide', () => {
    const chain = Array.from({ length: 10_000 }, (_, at) =>
      hitFlag(`f${at}`, { needs: [at === 0 ? 'root' : `f${at - 1}`] }),
    );
    const deep = hitTree(chain, ['root'], 20, true);
    expect([deep.lines.length, deep.left]).toEqual([7, 9994]);
    const wide = hitTree(
      chain.map((flag) => ({ ...flag, needs: ['root'] })),
      ['root'],
      20,
      true,
    );
    expect([wide.lines.length, wide.left]).toEqual([20, 9981]);
  });
});
