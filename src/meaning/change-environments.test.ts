import { describe, expect, it } from 'vitest';
import { environmentsOf, kindsIn } from './change-environments.ts';
import { movedChange, unreadableChange, type Change } from './change.ts';
import { flagChanges, governanceChanges } from './changes.ts';

const environments = {
  development: true,
  staging: { enabled: false },
  production: { enabled: true, otherwise: { on: 0, off: 100 } },
};
const flag = { owner: 'checkout', environments };

const concerned = (before: unknown, after: unknown): string[][] =>
  flagChanges(before, after).map((change) => environmentsOf(change, before, after));

describe('environmentsOf', () => {
  it('is the one whose block has changed', () => {
    expect(concerned(flag, { ...flag, environments: { ...environments, staging: true } })).toEqual([['staging']]);
  });

  it('is every one in which the flag is enabled, before or after, for a change outside of them', () => {
    expect(concerned(flag, { ...flag, owner: 'payments' })).toEqual([['development', 'production']]);
    const later = { owner: 'payments', environments: { ...environments, staging: true } };
    expect(concerned(flag, later)).toEqual([['development', 'staging', 'production'], ['staging']]);
  });

  it('is every one with a block, for a flag that came or went', () => {
    const all = ['development', 'staging', 'production'];
    expect(concerned(undefined, flag)).toEqual([all]);
    expect(concerned(flag, undefined)).toEqual([all]);
  });

  it('holds for files that moved or cannot be read, and is empty for files that govern the project', () => {
    expect(environmentsOf(movedChange('a/x', 'b/x'), flag, flag)).toEqual(['development', 'production']);
    expect(environmentsOf(unreadableChange('after'), flag, undefined)).toEqual(['development', 'production']);
    const change = governanceChanges({ a: 1 }, { a: 2 })[0] as Change;
    expect(environmentsOf(change, { a: 1 }, { a: 2 })).toEqual([]);
  });

  it('takes malformed definitions as they come', () => {
    for (const broken of [null, 'x', [], { environments: 'x' }, { environments: { a: null } }]) {
      for (const change of flagChanges(flag, broken))
        expect(environmentsOf(change, flag, broken)).toBeInstanceOf(Array);
    }
  });
});

describe('kindsIn', () => {
  it('counts a flag that came, went, or changed its key as a change of state where it is active', () => {
    const created = flagChanges(undefined, flag)[0] as Change;
    expect(kindsIn('development', created, undefined, flag)).toEqual(['create', 'state']);
    expect(kindsIn('staging', created, undefined, flag)).toEqual(['create']);
    expect(kindsIn('production', created, undefined, flag)).toEqual(['create']);
    const removed = flagChanges(flag, undefined)[0] as Change;
    expect(kindsIn('development', removed, flag, undefined)).toEqual(['delete', 'state']);
    const renamed = flagChanges({ ...flag, key: 'a' }, { ...flag, key: 'b' })[0] as Change;
    expect(kindsIn('development', renamed, flag, flag)).toEqual(['metadata', 'state']);
  });

  it('leaves any other change what it is', () => {
    const owner = flagChanges(flag, { ...flag, owner: 'x' })[0] as Change;
    expect(kindsIn('development', owner, flag, flag)).toEqual(['ownership']);
  });
});
