import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { errorsOf, mistakes } from '../../test/support/schemas.ts';

/** Mistakes people make, each with every error it gives: they come down to one. */
const flag = { description: 'What users get.', type: 'release', owner: 'checkout', created: '2026-08-03' };
const release = { ...flag, expires: '2026-10-15', retire: 'When all have it.', environments: {} };
const rule = (fields: string) => ({ environments: { p: { enabled: true, rules: [parse(fields)], otherwise: 'off' } } });
const when = (condition: string) => rule(`{ name: a, serve: on, when: ${condition} }`);
const place = '/environments/p/rules/0';

/** The mistake, fields put over a sound flag, and every error it gives as `keyword place`. */
const table: readonly (readonly [string, object, readonly string[]])[] = [
  ['a flag without type', { type: undefined }, ['required ']],
  ['a release flag without expiry', { expires: undefined }, ['required ', 'if ']],
  ['an ops flag without review', { type: 'ops' }, ['required ', 'if ']],
  ['a misspelt field', { ower: 'checkout' }, ['additionalProperties ']],
  ['a short description', { description: 'Too short' }, ['minLength /description']],
  ['a key that is too short', { key: 'a' }, ['pattern /key']],
  ['an invalid month', { expires: '2026-13-01' }, ['pattern /expires']],
  ['a time without a zone', { expires: '2026-10-15T08:00' }, ['pattern /expires']],
  ['a duration of weeks', { review: { every: '2w' } }, ['pattern /review/every']],
  ['a link without scheme', { links: { doc: 'example.com' } }, ['pattern /links/doc']],
  ['a variant name in capitals', { variants: { On: 1, off: 2 } }, ['pattern /variants', 'propertyNames /variants']],
  ['a list as the value of a variant', { variants: { on: [1], off: 2 } }, ['type /variants/on']],
  ['no prerequisite variant', { prerequisites: [{ flag: 'abc', variant: [] }] }, ['minItems /prerequisites/0/variant']],
  ['nothing to bucket by', { bucketBy: [] }, ['minItems /bucketBy']],
  ['a fallback to two things', { fallback: { flag: 'abc', system: 'abc' } }, ['type /fallback', 'if /fallback']],
  ['a fallback to nothing', { fallback: {} }, ['type /fallback', 'if /fallback']],
  ['a misspelt fallback', { fallback: { flg: 'abc' } }, ['additionalProperties /fallback']],
  ['a fallback that is text', { fallback: 'payment-api-v1' }, ['type /fallback']],
  ['irreversible without reason', { reversible: { never: true } }, ['required /reversible']],
  ['an environment that is text', { environments: { p: 'on' } }, ['type /environments/p']],
  [
    'rules beside targeting',
    { environments: { p: { enabled: true, rules: [], targeting: {}, otherwise: 'off' } } },
    ['false schema /environments/p/rules', 'if /environments/p'],
  ],
  ['rules without otherwise', { environments: { p: { enabled: true, rules: [] } } }, ['dependencies /environments/p']],
  ['a negative weight', rule('{ name: a, serve: { on: -1 } }'), [`minimum ${place}/serve/on`]],
  ['too great a weight', rule('{ name: a, serve: { on: 2147483648 } }'), [`maximum ${place}/serve/on`]],
  ['a weight that is not a whole number', rule('{ name: a, serve: { on: 0.5 } }'), [`type ${place}/serve/on`]],
  ['no weights', rule('{ name: a, serve: {} }'), [`minProperties ${place}/serve`]],
  ['a boolean for a variant', rule('{ name: a, serve: true }'), [`type ${place}/serve`]],
  ['a condition that is text', when('employees'), [`type ${place}/when`]],
  ['an empty condition', when('{}'), [`type ${place}/when`, `if ${place}/when`]],
  ['two conditions at once', when('{ all: [{ segment: a }], segment: b }'), [`type ${place}/when`, `if ${place}/when`]],
  ['no operator', when('{ attribute: a }'), [`type ${place}/when`, `if ${place}/when`]],
  ['two operators', when('{ attribute: a, gt: 1, lt: 5 }'), [`type ${place}/when`, `if ${place}/when`]],
  ['a misspelt operator', when('{ attribute: a, equal: 1 }'), [`additionalProperties ${place}/when`]],
  ['a misspelt attribute', when('{ atribute: a, equals: 1 }'), [`additionalProperties ${place}/when`]],
  ['no attribute', when('{ equals: 1 }'), [`dependencies ${place}/when`, `if ${place}/when`]],
  ['an invalid date', when('{ attribute: a, before: soon }'), [`pattern ${place}/when/before`]],
  [
    'a number whose case is ignored',
    when('{ attribute: a, gt: 1, ignoreCase: true }'),
    [`false schema ${place}/when/ignoreCase`, `if ${place}/when`],
  ],
  [
    'a segment whose case is ignored',
    when('{ segment: a, ignoreCase: true }'),
    [`false schema ${place}/when/ignoreCase`, `if ${place}/when`],
  ],
  ['text for a number', when('{ not: { attribute: a, gt: "1" } }'), [`type ${place}/when/not/gt`]],
];

test.each(table)('%s', (_, fields, expected) => {
  const errors = errorsOf('flag.schema.json', JSON.parse(JSON.stringify({ ...release, ...fields })));
  expect(new Set(errors.map(({ keyword, instancePath }) => `${keyword} ${instancePath}`))).toEqual(new Set(expected));
  expect(mistakes(errors)).toHaveLength(1);
});

test.each([
  ['manifest', '{ version: 2, environments: { dev: {} } }', ['const /version']],
  ['manifest', '{ version: 1, environments: {} }', ['minProperties /environments']],
  ['manifest', '{ version: 1, environments: { Dev: {} } }', ['pattern /environments']],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, lifecycle: { wip: { maxAge: 9d } } }',
    ['required /lifecycle/wip'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, lifecycle: { wip: { like: wip } } }',
    ['enum /lifecycle/wip/like'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, lifecycle: { wip: { like: release, review: 9d } } }',
    ['false schema /lifecycle/wip/review'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, context: { attributes: { a: {} } } }',
    ['required /context/attributes/a'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, context: { attributes: { a: { type: text } } } }',
    ['enum /context/attributes/a/type'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, context: { attributes: { a: { type: list, maxLength: 3 } } } }',
    ['false schema /context/attributes/a/maxLength'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, rules: { stale-flg: error } }',
    ['additionalProperties /rules'],
  ],
  ['manifest', '{ version: 1, environments: { dev: {} }, rules: { stale-flag: err } }', ['enum /rules/stale-flag']],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, rules: { stale-flag: [error] } }',
    ['minItems /rules/stale-flag'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, rules: { stale-flag: [error, { aftr: 9d }] } }',
    ['additionalProperties /rules/stale-flag/1'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, rules: { stale-flag: [error, { after: soon }] } }',
    ['pattern /rules/stale-flag/1/after'],
  ],
  [
    'manifest',
    '{ version: 1, environments: { dev: {} }, rules: { unused-segment: [error, { after: 9d }] } }',
    ['additionalProperties /rules/unused-segment/1'],
  ],
  ['manifest', '{ version: 1, environments: { dev: {} }, rules: { expired: warning } }', ['enum /rules/expired']],
  ['manifest', '{ version: 1, environments: { dev: {} }, code: { aliases: [kebab] } }', ['enum /code/aliases/0']],
  ['owners', '{ teams: { checkout: { members: [ada] } } }', ['pattern /teams/checkout/members/0']],
  ['owners', '{ teams: { checkout: { handles: { github: acme } } } }', ['pattern /teams/checkout/handles/github']],
  [
    'systems',
    '{ systems: { api: { capacity: { peak: 0, unit: rps } } } }',
    ['exclusiveMinimum /systems/api/capacity/peak'],
  ],
  ['policy', '{ rules: [{ id: a, authors: [admins] }] }', ['pattern /rules/0/authors/0']],
  ['policy', '{ rules: [{ id: a, approvals: { count: 0, from: [owner] } }] }', ['minimum /rules/0/approvals/count']],
  ['policy', '{ rules: [{ id: a }] }', ['if /rules/0']],
  ['spec', '{ flag: express-checkout }', ['if ']],
  ['segment', '{ description: Everybody at all., when: [] }', ['type /when']],
])('%s: %s', (kind, text, expected) => {
  const found = mistakes(errorsOf(`${kind}.schema.json`, parse(text)));
  expect(found.map(({ keyword, instancePath }) => `${keyword} ${instancePath}`)).toEqual(expected);
});
