import { expect, test } from 'vitest';
import { readFlag } from '../model/flag.ts';
import { onlyVariant } from './only-variant.ts';

const environments = [
  { name: 'staging', critical: false },
  { name: 'production', critical: true },
];
const half = { enabled: true, otherwise: { on: 50, off: 50 } };
const toCome = {
  enabled: true,
  rules: [{ name: 'pro', when: { attribute: 'plan', equals: 'pro' }, serve: 'off', from: '2026-12-01' }],
  otherwise: 'on',
};

test.each([
  [{ staging: true, production: true }, 'on'],
  [{ production: true }, 'on'],
  [{ staging: true }, undefined],
  [{}, 'off'],
  [{ staging: half, production: true }, undefined],
  [{ production: { enabled: true, otherwise: 'off' } }, 'off'],
  [{ staging: true, production: toCome }, undefined],
  [{ staging: { enabled: true, otherwise: {} }, production: true }, undefined],
])('of %j it is %j', (written, variant) => {
  expect(onlyVariant(readFlag('a', 'a.flag.yaml', { environments: written }), environments)).toBe(variant);
});

test('where no environment is critical the last one decides', () => {
  const equal = environments.map(({ name }) => ({ name, critical: false }));
  expect(onlyVariant(readFlag('a', '', { environments: { production: true } }), equal)).toBe('on');
  expect(onlyVariant(readFlag('a', '', { environments: { staging: true } }), equal)).toBeUndefined();
});
