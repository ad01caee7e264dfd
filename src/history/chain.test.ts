import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Chain } from './chain.ts';

test.each([20, 32])('finds every id of %i bytes, and no other', (width) => {
  // Few different bytes, so that many ids begin alike.
  const id = fc.array(fc.constantFrom('00', '01', 'ff'), { minLength: width, maxLength: width });
  const ids = fc.uniqueArray(
    id.map((bytes) => bytes.join('')),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(ids, fc.nat(), (all, cut) => {
      const chain = new Chain(Buffer.from(all.join(''), 'hex'), width);
      expect(all.map((one) => chain.indexOf(one))).toEqual(all.map((_, i) => i));
      expect(all.map((_, i) => chain.id(i))).toEqual(all);
      // Few are searched for, many looked up in a table.
      for (let asked = 0; asked < 30; asked++) chain.indexOf('00'.repeat(width));
      expect(all.map((one) => chain.indexOf(one))).toEqual(all.map((_, i) => i));
      const last = cut % all.length;
      const part = chain.upTo(last);
      expect(all.map((one) => part.indexOf(one))).toEqual(all.map((_, i) => (i <= last ? i : -1)));
    }),
  );
});

test('what is not an id is nowhere', () => {
  const chain = new Chain(Buffer.alloc(40, 1), 20);
  for (const text of ['', 'HEAD', '01'.repeat(19), '01'.repeat(32), 'zz'.repeat(20), `0x${'01'.repeat(19)}`]) {
    expect(chain.indexOf(text), text).toBe(-1);
  }
});
