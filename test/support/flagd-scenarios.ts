/**
 * What flagd's conformance suite asks of an evaluator, in words and flags of our own: the areas, edge cases and hash
 * vectors are those of the evaluator scenarios of open-feature/flagd-testbed.
 */
export interface Scenario {
  readonly flag: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** The value that flagd resolves; absent where it leaves it to the code that asks. */
  readonly value?: unknown;
  readonly reason: 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'DISABLED' | 'ERROR';
  /** Why a flag file cannot say it. */
  readonly unsayable?: 'no default variant' | 'disabled' | 'unknown evaluator';
}

const enabled = (variants: object, defaultVariant: unknown, targeting?: unknown): object => ({
  state: 'ENABLED',
  variants,
  ...(defaultVariant !== undefined && { defaultVariant }),
  ...(targeting !== undefined && { targeting }),
});

const suits = { clubs: 'c', diamonds: 'd', hearts: 'h', spades: 's', joker: 'j' };
const quarters = [['clubs', 25], ['diamonds', 25], ['hearts', 25], ['spades', 25]]; // prettier-ignore
const named = { var: 'user.name' };
const verdicts = { true: 'yes', false: 'no', neither: 'neither' };
const sides = { left: 'L', right: 'R', neither: 'N' };
const fits = { fits: 'fits', misfits: 'misfits' };
const compared = (operator: string, version: string): object => ({ sem_ver: [{ var: 'version' }, operator, version] });
const isBoss = { $ref: 'is the boss' };
const key = { var: 'targetingKey' };
const gold = { '==': [{ var: 'tier' }, 'gold'] };

export const flagdSource = {
  $evaluators: { 'is the boss': { '==': ['boss@acme.example', { var: ['email'] }] } },
  flags: {
    'plain-boolean': enabled({ on: true, off: false }, 'on'),
    'plain-text': enabled({ hello: 'hello', farewell: 'farewell' }, 'hello'),
    'plain-whole': enabled({ one: 1, many: 12 }, 'many'),
    'plain-fraction': enabled({ little: 0.25, much: 0.75 }, 'much'),
    'plain-object': enabled({ none: {}, page: { columns: 3, title: 'News', dark: true } }, 'page'),
    'no-boolean': enabled({ nothing: false, something: true }, 'nothing'),
    'no-text': enabled({ nothing: '', something: 'x' }, 'nothing'),
    'no-whole': enabled({ nothing: 0, something: 7 }, 'nothing'),
    'no-fraction': enabled({ nothing: 0.0, something: 7.5 }, 'nothing'),
    'no-object': enabled({ nothing: {}, something: { a: 1 } }, 'nothing'),
    'boss-boolean': enabled({ nothing: false, something: true }, 'nothing', { if: [isBoss, 'nothing'] }),
    'boss-text': enabled({ nothing: '', something: 'x' }, 'nothing', { if: [isBoss, 'nothing'] }),
    'boss-whole': enabled({ nothing: 0, something: 7 }, 'nothing', { if: [isBoss, 'nothing'] }),
    'boss-fraction': enabled({ nothing: 0.0, something: 7.5 }, 'nothing', { if: [isBoss, 'nothing'] }),
    'boss-or-not': enabled({ yes: 'yes', no: 'no', neither: 'neither' }, 'neither', { if: [isBoss, 'yes', 'no'] }),
    'boss-again': enabled({ up: 'up', down: 'down', neither: 'neither' }, 'neither', { if: [isBoss, 'up', 'down'] }),
    'null-default': enabled({ on: true, off: false }, null),
    'absent-default': enabled({ small: 10, large: 1000 }, undefined),
    'null-default-targeted': enabled({ plain: 'plain', chief: 'chief' }, null, { if: [isBoss, 'chief', null] }),
    'absent-default-targeted': enabled({ plain: 'plain', chief: 'chief' }, undefined, { if: [isBoss, 'chief'] }),
    'disabled-boolean': { ...enabled({ on: true, off: false }, 'on'), state: 'DISABLED' },
    'disabled-text': { ...enabled({ hello: 'hello', farewell: 'farewell' }, 'hello'), state: 'DISABLED' },
    'disabled-whole': { ...enabled({ one: 1, many: 12 }, 'many'), state: 'DISABLED' },
    'disabled-fraction': { ...enabled({ little: 0.25, much: 0.75 }, 'much'), state: 'DISABLED' },
    'disabled-object': { ...enabled({ none: {}, page: { columns: 3 } }, 'page'), state: 'DISABLED' },
    'unknown-evaluator': enabled(sides, 'neither', { if: [{ $ref: 'is nobody' }, 'left', 'right'] }),
    'fractional-flag': enabled(suits, 'joker', { fractional: [{ cat: [{ var: '$flagd.flagKey' }, named] }, ...quarters] }), // prettier-ignore
    'fractional-flag-shorthand': enabled({ heads: 'heads', tails: 'tails', edge: 'edge' }, 'edge', { fractional: [['heads'], ['tails', 1]] }), // prettier-ignore
    'seeded-cards': enabled(suits, 'joker', { fractional: [{ cat: ['shared-seed', named] }, ...quarters] }),
    'seeded-aces': enabled({ ...suits, hearts: 'H' }, 'joker', { fractional: [{ cat: ['shared-seed', named] }, ...quarters] }), // prettier-ignore
    'halves-by-key': enabled({ lower: 'lower', upper: 'upper' }, 'lower', { fractional: [key, ['lower', 50], ['upper', 50]] }), // prettier-ignore
    'one-part': enabled({ only: 'only', neither: 'neither' }, 'neither', { fractional: [['only', 1]] }),
    'computed-part': enabled({ gold: 'gold', plain: 'plain', neither: 'neither' }, 'neither', { fractional: [key, [{ if: [gold, 'gold', 'plain'] }, 50], ['plain', 50]] }), // prettier-ignore
    'part-from-context': enabled({ red: 'red', green: 'green', blue: 'blue', neither: 'neither' }, 'neither', { fractional: [key, [{ var: 'color' }, 50], ['blue', 50]] }), // prettier-ignore
    'computed-weight': enabled({ red: 'red', blue: 'blue' }, 'blue', { fractional: [key, ['red', { if: [gold, 100, 0] }], ['blue', 10]] }), // prettier-ignore
    'split-as-condition': enabled(sides, 'neither', { if: [{ fractional: [[false, 0], [true, 100]] }, 'left', 'right'] }), // prettier-ignore
    'split-as-false-condition': enabled(sides, 'neither', { if: [{ fractional: [[false, 100], [true, 0]] }, 'left', 'right'] }), // prettier-ignore
    'split-by-nothing': enabled(sides, 'neither', { fractional: [{ var: 'nothing' }, ['left', 50], ['right', 50]] }),
    'split-without-weight': enabled(sides, 'neither', { fractional: [key, ['left', 0], ['right', 0]] }),
    'split-with-negative-weight': enabled(sides, 'neither', { fractional: [key, ['left', -50], ['right', 100]] }),
    'version-against-two': enabled({ same: 'same', above: 'above', below: 'below', none: 'none' }, 'none', { if: [compared('=', '2.0.0'), 'same', { if: [compared('>', '2.0.0'), 'above', { if: [compared('<', '2.0.0'), 'below', 'none'] }] }] }), // prettier-ignore
    'version-near-three': enabled({ minor: 'minor', major: 'major', none: 'none' }, 'none', { if: [compared('~', '3.0.0'), 'minor', { if: [compared('^', '3.0.0'), 'major', 'none'] }] }), // prettier-ignore
    'version-as-verdict': enabled(verdicts, 'neither', compared('=', '1.0.0')),
    'version-odd-operator': enabled(verdicts, 'neither', compared('===', '1.0.0')),
    'version-two-arguments': enabled(verdicts, 'neither', { sem_ver: [{ var: 'version' }, '='] }),
    'version-with-v': enabled(fits, 'misfits', { if: [compared('=', 'v1.0.0'), 'fits', 'misfits'] }),
    'version-in-part': enabled(fits, 'misfits', { if: [compared('^', '1'), 'fits', 'misfits'] }),
    'version-above-part': enabled(fits, 'misfits', { if: [compared('>', '1.1'), 'fits', 'misfits'] }),
    'version-with-build': enabled(fits, 'misfits', { if: [compared('=', '1.0.0+build'), 'fits', 'misfits'] }),
    'begins-or-ends': enabled({ begins: 'begins', ends: 'ends', none: 'none' }, 'none', { if: [{ starts_with: [{ var: 'id' }, 'abc'] }, 'begins', { if: [{ ends_with: [{ var: 'id' }, 'xyz'] }, 'ends', 'none'] }] }), // prettier-ignore
    'begins-number': enabled(verdicts, 'neither', { starts_with: [{ var: 'count' }, 'abc'] }),
    'ends-number': enabled(verdicts, 'neither', { ends_with: [{ var: 'count' }, 'xyz'] }),
    'begins-one-argument': enabled(verdicts, 'neither', { starts_with: ['abc'] }),
    'ends-one-argument': enabled(verdicts, 'neither', { ends_with: ['xyz'] }),
    'by-key': enabled({ miss: 'miss', hit: 'hit' }, 'miss', { if: [{ '==': [key, 'd4c6-11'] }, 'hit', null] }),
  },
};

const boss = { email: 'boss@acme.example' };
const other = { email: 'temp@acme.example' };
const rows = (
  flag: string,
  reason: Scenario['reason'],
  table: readonly (readonly [Scenario['context'], unknown])[],
): Scenario[] =>
  // prettier-ignore
  table.map(([context, value]) => ({ flag, context, value, reason }));
const of = (name: string, values: readonly unknown[], expected: readonly unknown[]): [Scenario['context'], unknown][] =>
  values.map((value, at) => [{ [name]: value }, expected[at]]);
const user = (names: readonly string[], expected: string): [Scenario['context'], unknown][] =>
  names.map((name, at) => [{ user: { name } }, expected[at]]);
const tier = (targetingKey: string, name: string, value: unknown): [Scenario['context'], unknown] => [{ targetingKey, tier: name }, value]; // prettier-ignore

export const flagdScenarios: readonly Scenario[] = [
  ...rows('plain-boolean', 'STATIC', [[{}, true]]),
  ...rows('plain-text', 'STATIC', [[{}, 'hello']]),
  ...rows('plain-whole', 'STATIC', [[{}, 12]]),
  ...rows('plain-fraction', 'STATIC', [[{}, 0.75]]),
  ...rows('plain-object', 'STATIC', [[{}, { columns: 3, title: 'News', dark: true }]]),
  ...rows('no-boolean', 'STATIC', [[{}, false]]),
  ...rows('no-text', 'STATIC', [[{}, '']]),
  ...rows('no-whole', 'STATIC', [[{}, 0]]),
  ...rows('no-fraction', 'STATIC', [[{}, 0]]),
  ...rows('no-object', 'STATIC', [[{}, {}]]),
  ...['boss-boolean', 'boss-text', 'boss-whole', 'boss-fraction'].flatMap((flag, at) => [
    ...rows(flag, 'TARGETING_MATCH', [[boss, [false, '', 0, 0][at]]]),
    ...rows(flag, 'DEFAULT', [[other, [false, '', 0, 0][at]]]),
  ]),
  ...rows('boss-or-not', 'TARGETING_MATCH', [[boss, 'yes'], [other, 'no'], [{}, 'no']]), // prettier-ignore
  ...rows('boss-again', 'TARGETING_MATCH', [[boss, 'up'], [other, 'down']]), // prettier-ignore
  { flag: 'null-default', context: {}, reason: 'DEFAULT', unsayable: 'no default variant' },
  { flag: 'absent-default', context: {}, reason: 'DEFAULT', unsayable: 'no default variant' },
  { flag: 'null-default-targeted', context: other, reason: 'DEFAULT', unsayable: 'no default variant' },
  { flag: 'null-default-targeted', context: boss, value: 'chief', reason: 'TARGETING_MATCH', unsayable: 'no default variant' }, // prettier-ignore
  { flag: 'absent-default-targeted', context: other, reason: 'DEFAULT', unsayable: 'no default variant' },
  ...['boolean', 'text', 'whole', 'fraction', 'object'].map((kind): Scenario => ({ flag: `disabled-${kind}`, context: {}, reason: 'DISABLED', unsayable: 'disabled' })), // prettier-ignore
  { flag: 'unknown-evaluator', context: boss, reason: 'ERROR', unsayable: 'unknown evaluator' },
  ...rows('fractional-flag', 'TARGETING_MATCH', user(['jack', 'queen', 'ten', 'nine', '3'], 'hscdc')),
  ...rows('fractional-flag-shorthand', 'TARGETING_MATCH', of('targetingKey', ['jon@company.com', 'jane@company.com'], ['heads', 'tails'])), // prettier-ignore
  ...rows('seeded-cards', 'TARGETING_MATCH', user(['seven', 'eight', 'nine', 'two'], 'hdcs')),
  ...rows('seeded-aces', 'TARGETING_MATCH', user(['seven', 'eight', 'nine', 'two'], 'Hdcs')),
  ...rows('one-part', 'TARGETING_MATCH', of('targetingKey', ['some-targeting-key'], ['only'])),
  // Keys whose hashes are at the ends of the range, at its middle and beside them.
  ...rows('halves-by-key', 'TARGETING_MATCH', of('targetingKey', ['ejOoVL', 'bY9fO-', 'SI7p-', '6LvT0', 'ceQdGm'], ['lower', 'lower', 'lower', 'upper', 'upper'])), // prettier-ignore
  ...rows('computed-part', 'TARGETING_MATCH', [tier('jon@company.com', 'gold', 'gold'), tier('jon@company.com', 'tin', 'plain'), tier('user1', 'gold', 'plain'), tier('user1', 'tin', 'plain')]), // prettier-ignore
  ...rows('part-from-context', 'TARGETING_MATCH', [
    [{ targetingKey: 'jon@company.com', color: 'red' }, 'red'],
    [{ targetingKey: 'jon@company.com', color: 'green' }, 'green'],
    [{ targetingKey: 'user1', color: 'red' }, 'blue'],
  ]),
  { flag: 'part-from-context', context: { targetingKey: 'jon@company.com', color: 'yellow' }, reason: 'ERROR' },
  { flag: 'part-from-context', context: { targetingKey: 'jon@company.com', color: '' }, reason: 'ERROR' },
  ...rows('computed-weight', 'TARGETING_MATCH', [tier('jon@company.com', 'gold', 'red'), tier('jon@company.com', 'tin', 'blue'), tier('user1', 'gold', 'red'), tier('user1', 'tin', 'blue')]), // prettier-ignore
  ...rows('split-as-condition', 'TARGETING_MATCH', of('targetingKey', ['some-targeting-key'], ['L'])),
  ...rows('split-as-false-condition', 'TARGETING_MATCH', of('targetingKey', ['some-targeting-key'], ['R'])),
  ...rows('split-by-nothing', 'DEFAULT', [[{}, 'N']]),
  ...rows('split-without-weight', 'DEFAULT', of('targetingKey', ['anybody'], ['N'])),
  ...rows('split-with-negative-weight', 'TARGETING_MATCH', of('targetingKey', ['anybody', 'others'], ['R', 'R'])),
  ...rows('version-against-two', 'TARGETING_MATCH', of('version', ['2.0.0', '2.1.0', '1.9.0', '2.0.0-alpha', '2.0.0.0'], ['same', 'above', 'below', 'below', 'none'])), // prettier-ignore
  ...rows('version-near-three', 'TARGETING_MATCH', of('version', ['3.0.1', '3.1.0', '4.0.0'], ['minor', 'major', 'none'])), // prettier-ignore
  ...rows('version-as-verdict', 'TARGETING_MATCH', of('version', ['1.0.0', '1.0.1'], ['yes', 'no'])),
  ...rows('version-as-verdict', 'DEFAULT', of('version', ['not-a-version'], ['neither'])),
  ...rows('version-odd-operator', 'DEFAULT', of('version', ['1.0.0'], ['neither'])),
  ...rows('version-two-arguments', 'DEFAULT', of('version', ['1.0.0'], ['neither'])),
  ...rows('version-with-v', 'TARGETING_MATCH', of('version', ['1.0.0', 'v1.0.0', 'V1.0.0', '2.0.0'], ['fits', 'fits', 'fits', 'misfits'])), // prettier-ignore
  ...rows('version-in-part', 'TARGETING_MATCH', of('version', ['1.5.0', '1.0.0', '1.0', '1', 1, 1.2, '2.0.0'], ['fits', 'fits', 'fits', 'fits', 'fits', 'fits', 'misfits'])), // prettier-ignore
  ...rows('version-above-part', 'TARGETING_MATCH', of('version', [1.2, 1.1, 2, 1, '1.2'], ['fits', 'misfits', 'fits', 'misfits', 'fits'])), // prettier-ignore
  ...rows('version-with-build', 'TARGETING_MATCH', of('version', ['1.0.0', '1.0.0+other', '2.0.0'], ['fits', 'fits', 'misfits'])), // prettier-ignore
  ...rows('begins-or-ends', 'TARGETING_MATCH', of('id', ['abcdef', 'uvwxyz', 'abcxyz', 'lmnopq'], ['begins', 'ends', 'begins', 'none'])), // prettier-ignore
  ...['begins-number', 'ends-number'].flatMap((flag) => rows(flag, 'DEFAULT', of('count', [123], ['neither']))),
  ...['begins-one-argument', 'ends-one-argument'].flatMap((flag) => rows(flag, 'DEFAULT', [[{}, 'neither']])),
  ...rows('by-key', 'TARGETING_MATCH', of('targetingKey', ['d4c6-11'], ['hit'])),
  ...rows('by-key', 'DEFAULT', of('targetingKey', ['d4c6-12'], ['miss'])),
];
