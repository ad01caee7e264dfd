import { describe, expect, it } from 'vitest';
import { readContext } from './context.ts';

describe('what contexts hold', () => {
  it('is what the manifest declares, with defaults', () => {
    const attributes = {
      country: { type: 'string', maxLength: 2, normalize: 'upper-case' },
      mail: { type: 'string', personal: true },
    };
    expect(readContext({ attributes })).toEqual({
      unknown: 'warn',
      attributes: {
        country: { type: 'string', maxLength: 2, normalize: 'upper-case', personal: false },
        mail: { type: 'string', personal: true },
      },
    });
    expect(readContext({ unknown: 'drop', attributes: {} })?.unknown).toBe('drop');
    expect(readContext(undefined)).toBeUndefined();
  });

  it('is read as far as it is well formed', () => {
    const attributes = {
      a: { type: 'text' },
      b: 7,
      __proto__: { type: 'list' },
      c: { type: 'list', maxLength: '2', normalize: 'x' },
    };
    expect(readContext({ unknown: 7, attributes })).toEqual({
      unknown: 'warn',
      attributes: { c: { type: 'list', personal: false } },
    });
    expect(readContext('x')).toEqual({ unknown: 'warn', attributes: {} });
  });
});
