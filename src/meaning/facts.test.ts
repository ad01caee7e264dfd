import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalText } from './canonical.ts';
import { anyEdit, anyFlag, anything, editFlag } from '../../test/support/definition-edits.ts';
import { factsOf } from './facts.ts';

it('says one fact a line, sorted', () => {
  const flag = {
    type: 'release',
    description: 'One-click checkout: for all.',
    created: '2026-08-03',
    tags: ['web', 'checkout'],
    prerequisites: [{ flag: 'new-ui', variant: 'on' }],
    environments: {
      production: {
        enabled: true,
        rules: [
          { name: 'eu', when: { in: ['DE', 'FR'], attribute: 'country' }, serve: { on: 25, off: 75 } },
          { name: 'beta', serve: 'on' },
        ],
        otherwise: 'off',
      },
      development: true,
    },
  };
  expect(factsOf(flag)).toEqual([
    'created: 2026-08-03',
    'description: One-click checkout: for all.',
    'environments.development: true',
    'environments.production.enabled: true',
    'environments.production.otherwise: off',
    'environments.production.rules.beta.name: beta',
    'environments.production.rules.beta.serve: on',
    'environments.production.rules.eu.name: eu',
    'environments.production.rules.eu.serve: { on: 25, off: 75 }',
    'environments.production.rules.eu.when: { attribute: country, in: [DE, FR] }',
    'environments.production.rules: in order eu, beta',
    'prerequisites.new-ui.flag: new-ui',
    'prerequisites.new-ui.variant: on',
    'tags[]: checkout',
    'tags[]: web',
    'type: release',
  ]);
});

it('quotes what could be taken for something else, and escapes what nobody would see', () => {
  expect(
    factsOf({ a: 'true', b: true, c: '1', d: 1, 'e.f': 'x\ny', g: '', h: '\u202Ex', i: '{}', j: {}, k: [] }),
  ).toEqual([
    '"e.f": "x\\ny"',
    'a: "true"',
    'b: true',
    'c: "1"',
    'd: 1',
    'g: ""',
    'h: "\\u{202e}x"',
    'i: "{}"',
    'j: {}',
    'k: []',
  ]);
});

it('is the same for what means the same, and another for what does not, but for the order of sets', () => {
  const unordered = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.map(unordered).sort((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unordered(item)]));
  };
  fc.assert(
    fc.property(anyFlag, fc.oneof(anyEdit), (flag, edit) => {
      const edited = editFlag(flag, edit);
      const isSame = factsOf(flag).join('\n') === factsOf(edited).join('\n');
      if (canonicalText(flag) === canonicalText(edited)) expect(isSame).toBe(true);
      else if (isSame) expect(canonicalText(unordered(edited))).toBe(canonicalText(unordered(flag)));
    }),
    { numRuns: 500, seed: 1 },
  );
});

it('takes anything, a line a fact', () => {
  fc.assert(
    fc.property(anything, (value) => {
      for (const fact of factsOf(value)) expect(fact).not.toMatch(/[\n\r]/);
    }),
    { numRuns: 500, seed: 2 },
  );
});
