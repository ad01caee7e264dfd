import { describe, expect, it } from 'vitest';
import { identityOf, mailmapGroups, sameAddress } from './people.ts';

describe('sameAddress', () => {
  it('leaves out what forges put in front of hidden addresses, and nothing of others', () => {
    expect(sameAddress(' Lin@Example.COM ')).toBe('lin@example.com');
    expect(sameAddress('77+lin@users.noreply.github.com')).toBe('lin@users.noreply.github.com');
    expect(sameAddress('77-lin@users.noreply.gitlab.com')).toBe('lin@users.noreply.gitlab.com');
    expect(sameAddress('77+lin@example.com')).toBe('77+lin@example.com');
    expect(sameAddress('77+lin@users.noreply.github.com.evil.example')).toContain('77+');
  });
});

describe('identityOf', () => {
  it('makes one of addresses that are joined, also through others', () => {
    const identity = identityOf([['a@x', 'b@x'], ['c@x', 'd@x'], ['B@x', 'c@x'], ['a@x', 'd@x'], ['e@x']]);
    expect(new Set(['a@x', 'b@x', 'C@X', 'd@x'].map(identity)).size).toBe(1);
    expect(identity('e@x')).not.toBe(identity('a@x'));
    expect(identity('f@x')).toBe('f@x');
  });

  it('reads the lines of a mailmap that join addresses', () => {
    const text = 'Lin <lin@x>\nLin <lin@x> <lin@home>\n# Ada <a@x> <b@x>\nSam <sam@x> Samuel <s@x>\n';
    expect(mailmapGroups(text)).toEqual([
      ['lin@x', 'lin@home'],
      ['sam@x', 's@x'],
    ]);
  });
});
