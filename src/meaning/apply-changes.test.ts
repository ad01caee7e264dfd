import { describe, expect, it } from 'vitest';
import { applyChanges } from './apply-changes.ts';
import { movedChange } from './change.ts';
import { flagChanges } from './changes.ts';

const flag = (...names: string[]) => ({
  environments: { p: { enabled: true, rules: names.map((name) => ({ name, serve: 'on' })), otherwise: 'off' } },
});
const namesOf = (value: unknown): string[] =>
  (value as ReturnType<typeof flag>).environments.p.rules.map(({ name }) => name);

describe('applyChanges', () => {
  it('leaves what it is given as it is', () => {
    const before = flag('a', 'b');
    const text = JSON.stringify(before);
    expect(namesOf(applyChanges(before, flagChanges(before, flag('c', 'b'))))).toEqual(['c', 'b']);
    expect(JSON.stringify(before)).toBe(text);
  });

  it('does not change what shares a value through an alias', () => {
    const shared = { enabled: true };
    const before = { environments: { p: shared, s: shared } };
    const after = { environments: { p: { enabled: false }, s: { enabled: true } } };
    expect(applyChanges(before, flagChanges(before, after))).toEqual(after);
  });

  it('does on another definition what finds a place there', () => {
    const changes = flagChanges(flag('a', 'b'), flag('x', 'b'));
    expect(namesOf(applyChanges(flag('c'), changes))).toEqual(['c', 'x']);
    expect(applyChanges({ environments: 'none' }, changes)).toEqual({ environments: 'none' });
  });

  it('has nothing to do for a file that moved', () => {
    expect(applyChanges(flag('a'), [movedChange('a/x.flag.yaml', 'b/x.flag.yaml')])).toEqual(flag('a'));
  });

  it('is quick on long lists', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `r${index}`);
    const [before, after] = [flag(...names), flag(...names.toReversed())];
    expect(namesOf(applyChanges(before, flagChanges(before, after)))).toEqual(namesOf(after));
  });
});
