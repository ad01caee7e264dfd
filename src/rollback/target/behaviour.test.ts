import { describe, expect, it } from 'vitest';
import { blockBehaviour, flagBehaviour } from './behaviour.ts';

const flag = (production: unknown, more: object = {}) => ({ environments: { production }, ...more });
const block = (value: unknown) => blockBehaviour(value, 'production');
const whole = (value: unknown) => flagBehaviour(value, 'production');

describe('what a block does', () => {
  it.each([
    [true, { enabled: true }],
    [{ enabled: true, otherwise: 'on' }, true],
    [false, { enabled: false, rules: [{ name: 'a-rule', serve: 'on' }], otherwise: 'off' }],
    [undefined, false],
    [
      { enabled: true, rules: [{ name: 'one', serve: 'on' }], otherwise: 'off' },
      { enabled: true, rules: [{ name: 'two', serve: 'on' }], otherwise: 'off' },
    ],
  ])('%j is as %j', (a, b) => {
    expect(block(flag(a))).toBe(block(flag(b)));
  });

  it.each([
    [true, false],
    [true, { enabled: true, otherwise: { on: 1, off: 1 } }],
    [
      { enabled: true, otherwise: { on: 1, off: 2 } },
      { enabled: true, otherwise: { off: 2, on: 1 } },
    ],
    [
      { enabled: true, rules: [{ name: 'a', serve: 'on', until: '2026-01-01' }], otherwise: 'off' },
      { enabled: true, rules: [{ name: 'a', serve: 'on' }], otherwise: 'off' },
    ],
  ])('%j is not as %j', (a, b) => {
    expect(block(flag(a))).not.toBe(block(flag(b)));
  });
});

describe('what a flag does', () => {
  it('depends on what decides beside its blocks', () => {
    const split = { enabled: true, otherwise: { on: 1, off: 1 } };
    expect(whole(flag(split))).not.toBe(whole(flag(split, { seed: 'other' })));
    expect(whole(flag(split))).not.toBe(whole(flag(split, { prerequisites: [{ flag: 'other' }] })));
    expect(whole(flag(split))).toBe(whole(flag(split, { description: 'Something else.' })));
    const reason = { prerequisites: [{ flag: 'other', reason: 'It posts there.' }] };
    expect(whole(flag(split, reason))).toBe(whole(flag(split, { prerequisites: [{ flag: 'other' }] })));
  });

  it('is the off variant where it is disabled', () => {
    expect(whole(flag(false, { seed: 'a' }))).toBe(whole(flag(false)));
    expect(whole(flag(false, { off: 'red' }))).not.toBe(whole(flag(false)));
    expect(whole(undefined)).not.toBe(whole(flag(false)));
  });
});
