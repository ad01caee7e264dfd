import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fields } from '../model/read.ts';
import { parseDocument } from '../source/document.ts';
import { patch } from '../source/patch.ts';
import { extendEdits, reviewEdits } from './lifecycle-edits.ts';
import { parseServed, rolloutEdits, splitsIn, type ServedBlock } from './rollout-edits.ts';
import { stateEdit } from './state-edit.ts';

const order = ['development', 'staging', 'production'];
const document = (environments: string) => parseDocument('a.flag.yaml', `# top\n${environments}`);

function withState(text: string, environment: string, enabled: boolean): string {
  const before = document(text);
  const edit = stateEdit(before.value, environment, enabled, order);
  return patch(before, edit ? [edit] : []).text.replace('# top\n', '');
}

describe('stateEdit', () => {
  it.each([
    ['environments:\n  staging: true # why\n', false, 'environments:\n  staging: false # why\n'],
    ['environments:\n  staging: { enabled: false }\n', true, 'environments:\n  staging: { enabled: true }\n'],
    [
      'environments:\n  staging: { otherwise: off }\n',
      true,
      'environments:\n  staging: { otherwise: off, enabled: true }\n',
    ],
    [
      'environments:\n  staging:\n    enabled: true\n    otherwise: off\n',
      false,
      'environments:\n  staging:\n    enabled: false\n    otherwise: off\n',
    ],
    ['environments:\n  production: true\n', true, 'environments:\n  production: true\n  staging: true\n'],
    [
      'environments:\n  development: true\n  production: true\n',
      true,
      'environments:\n  development: true\n  staging: true\n  production: true\n',
    ],
    ['environments: {}\n', true, 'environments:\n  staging: true\n'],
  ])('%j, %s', (before, enabled, after) => {
    const result = withState(before, 'staging', enabled);
    expect(fields(document(result).value)).toEqual(fields(document(after).value));
    expect(before === 'environments: {}\n' || result === after ? '' : result).toBe('');
  });

  it('touches nothing where nothing would change', () => {
    const environments = fc.oneof(
      fc.boolean(),
      fc.record({ enabled: fc.boolean(), otherwise: fc.constant('off') }),
      fc.constant(undefined),
    );
    fc.assert(
      fc.property(environments, fc.boolean(), (staging, enabled) => {
        const value = { environments: staging === undefined ? {} : { staging } };
        const is = (typeof staging === 'object' ? staging.enabled : staging) === true;
        expect(stateEdit(value, 'staging', enabled, order) === undefined).toBe(is === enabled);
      }),
    );
  });
});

describe('parseServed', () => {
  const read = (words: string, variants = ['on', 'off'], off = 'off') => parseServed(words, variants, off);

  it('reads weights, percentages and single variants', () => {
    expect(read('on=25,off=75')).toEqual([
      ['on', 25],
      ['off', 75],
    ]);
    expect(read(' b = 1 , a=2,c=0')).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 0],
    ]);
    expect(read('25')).toEqual(read('on=25,off=75'));
    expect(read('0%')).toEqual(read('on=0,off=100'));
    expect(read('12.5%')).toEqual(read('on=125,off=875'));
    expect(read('30', ['old', 'new'], 'old')).toEqual(read('new=30,old=70'));
    expect(read('on')).toBe('on');
  });

  it.each([
    ['', '"" is not a weight'],
    ['on=', '"on=" is not a weight'],
    ['on=-1,off=2', '"on=-1" is not a weight'],
    ['on=0.5,off=2', '"on=0.5" is not a weight'],
    ['on=1,on=2', '"on" has two weights'],
    ['on=0,off=0', 'all weights are 0, so no variant could be served'],
    ['on=2147483647,off=1', 'the weights add up to more than 2147483647'],
    ['101', '"101" is more than 100 percent'],
  ])('refuses %j', (words, message) => {
    expect(read(words)).toMatchObject({ message });
  });

  it('wants to know of which variant a percentage is', () => {
    expect(read('25', ['a', 'b', 'off'])).toMatchObject({ message: '"25" gives a share but no variant' });
    expect(read('25', ['a', 'b'])).toMatchObject({ message: '"25" gives a share but no variant' });
  });

  it('answers to anything', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.string(), (words, variants, off) => {
        const served = parseServed(words, variants, off);
        expect(typeof served === 'string' || Array.isArray(served) || 'message' in served).toBe(true);
      }),
    );
  });
});

describe('rolloutEdits', () => {
  const after = (text: string, rule: string | undefined, served: ServedBlock): string => {
    const before = document(text);
    return patch(before, rolloutEdits(before.value, 'staging', rule, served, order)).text.replace('# top\n', '');
  };
  const weights = (on: number, off: number): ServedBlock => [
    ['on', on],
    ['off', off],
  ];

  it('keeps the order of weights, which decides who gets what', () => {
    const text = 'environments:\n  staging:\n    enabled: true\n    otherwise: { off: 90, on: 10 } # slowly\n';
    expect(after(text, undefined, weights(25, 75))).toBe(text.replace('90', '75').replace('10', '25'));
  });

  it('gives weights to what had none', () => {
    const text = 'environments:\n  staging:\n    enabled: true\n    otherwise: off\n';
    expect(after(text, undefined, weights(25, 75))).toBe(text.replace('off', '{ on: 25, off: 75 }'));
    expect(after('environments:\n  staging: true\n', undefined, weights(25, 75))).toBe(
      'environments:\n  staging:\n    enabled: true\n    otherwise: { on: 25, off: 75 }\n',
    );
    const one = [['c', 1] as const, ['a', 2] as const];
    expect(after('environments:\n  staging: { enabled: true, otherwise: { a: 1, b: 1 } }\n', undefined, one)).toBe(
      'environments:\n  staging: { enabled: true, otherwise: { a: 2, c: 1 } }\n',
    );
  });

  it('changes one rule', () => {
    const rules = '      - { name: a, serve: { on: 1, off: 9 } }\n      - { name: b, serve: { on: 1, off: 9 } }\n';
    const text = `environments:\n  staging:\n    enabled: true\n    rules:\n${rules}    otherwise: off\n`;
    expect(after(text, 'b', weights(2, 8))).toBe(
      text.replace('b, serve: { on: 1, off: 9', 'b, serve: { on: 2, off: 8'),
    );
    expect(after(text, 'a', 'on')).toBe(text.replace('a, serve: { on: 1, off: 9 }', 'a, serve: on'));
    expect(after(text, 'a', weights(1, 9))).toBe(text);
    expect(splitsIn(document(text).value, 'staging')).toEqual({
      jsonLogic: false,
      rules: ['a', 'b'],
      splitting: ['a', 'b'],
      otherwise: false,
    });
  });
});

describe('extendEdits', () => {
  it('adds an entry to those that are there', () => {
    const entry = '  - { on: 2026-01-01, from: 2026-01-02, until: 2026-01-03, reason: The bank needs it. }\n';
    const before = document(`expires: 2026-01-03 # soon\nextensions:\n${entry}tags: [a]\n`);
    const edits = extendEdits(before.value, '2026-11-22', '2026-12-01', 'The bank: again.');
    const added = "  - { on: 2026-11-22, from: 2026-01-03, until: 2026-12-01, reason: 'The bank: again.' }\n";
    const { text } = patch(before, edits);
    expect(text.replaceAll('"', "'")).toBe(
      `# top\nexpires: 2026-12-01 # soon\nextensions:\n${entry}${added}tags: [a]\n`,
    );
  });
});

describe('reviewEdits', () => {
  it('writes the day', () => {
    const before = document('review: { every: 90d } # often\n');
    expect(patch(before, reviewEdits(before.value, '2026-11-22')).text).toBe(
      '# top\nreview: { every: 90d, last: 2026-11-22 } # often\n',
    );
    expect(reviewEdits({ review: { last: '2026-11-22' } }, '2026-11-22')).toEqual([]);
  });
});
