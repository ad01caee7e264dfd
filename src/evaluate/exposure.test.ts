import { expect, test } from 'vitest';
import { compileFlags } from './compile.ts';
import type { EnvironmentBlock } from './definition.ts';
import { exposure } from './exposure.ts';

const now = Date.UTC(2026, 9, 1);
const exposed = (e: boolean | EnvironmentBlock) =>
  exposure(compileFlags({ flags: [{ key: 'f', environments: { e } }], environment: 'e' }), 'f', now);

test('is the share of keys that gets each variant', () => {
  expect(exposed(true)).toEqual({ on: 1 });
  expect(exposed(false)).toEqual({ off: 1 });
  const split = exposed({ enabled: true, otherwise: { on: 25, off: 75 } });
  expect(split['on']).toBeCloseTo(0.25, 1);
  expect(split['on']! + split['off']!).toBeCloseTo(1, 10);
});

test('asks for the keys 0 to 9999 as text, without other attributes', () => {
  const rule = (key: string) => ({
    enabled: true,
    rules: [{ name: 'r', when: { attribute: 'targetingKey', equals: key }, serve: 'on' }],
    otherwise: 'off',
  });
  expect(exposed(rule('0'))['on']).toBe(0.0001);
  expect(exposed(rule('9999'))['on']).toBe(0.0001);
  expect(exposed(rule('10000'))['on']).toBeUndefined();
});

test('of a flag that does not exist is empty', () => {
  expect(exposure(compileFlags({ flags: [], environment: 'e' }), 'f', now)).toEqual({});
});
