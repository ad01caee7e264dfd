import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectLogic } from './inspect.ts';

const variants = { on: true, off: false };
const find = (logic: unknown) =>
  inspectLogic(logic, [], variants).map(({ kind, path, data }) => [
    kind,
    path.join('.'),
    Object.values(data).join(' | '),
  ]);
const plan = { '==': [{ var: 'plan' }, 'pro'] };

describe('inspectLogic', () => {
  it.each<[string, unknown]>([
    ['conditions and a split', { if: [plan, 'on', { fractional: [{ var: 'userId' }, ['on', 25], ['off', 75]] }] }],
    ['shorthands for the weights and the bucketing', { fractional: [['on'], ['off', 3]] }],
    [
      'computed variants and weights',
      {
        fractional: [
          ['on', { var: 'share' }],
          [{ if: [plan, 'on', 'off'] }, 1],
        ],
      },
    ],
    ['a single argument without a list', { if: [{ '!': { var: 'plan' } }, 'on', 'off'] }],
    ['all data, and a default', { if: [{ in: [{ var: ['plan', 'basic'] }, { var: '' }] }, 'on', null] }],
    ['an item of a list by its index', { if: [{ '==': [{ var: 1 }, 2] }, 'on', 'off'] }],
    ['arguments that are computed as a whole', { if: { merge: [[plan, 'on'], ['off']] } }],
    ['results of operators, which are not known', { cat: ['o', 'n'] }],
    ['nothing at all', {}],
  ])('is silent about %s', (_, logic) => {
    expect(find(logic)).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['an unknown operator', { if: [{ matches: ['a', 'b'] }, 'on'] }, ['operator', 'if.0.matches', 'matches']],
    [
      'an operator of every object',
      { if: [{ constructor: [] }, 'on'] },
      ['operator', 'if.0.constructor', 'constructor'],
    ],
    ['two operators', { if: [plan, 'on'], or: [1] }, ['several', 'or', 'if | or']],
    ['an evaluator', { if: [{ $ref: 'staff' }, 'on'] }, ['reference', 'if.0.$ref', 'staff']],
    ['if without arguments', { if: [] }, ['arity', 'if', 'if | at least one argument | 0']],
    ['too many arguments', { if: [{ '>': [1, 2, 3] }, 'on'] }, ['arity', 'if.0.>', '> | 2 arguments | 3']],
    [
      'var of a list',
      { if: [{ var: [['plan']] }, 'on'] },
      ['argument', 'if.0.var.0', 'var | the name of an attribute'],
    ],
    [
      'starts_with of a number',
      { if: [{ starts_with: [{ var: 'x' }, 5] }, 'on'] },
      ['argument', 'if.0.starts_with.1', 'starts_with | two texts'],
    ],
    [
      'an invalid version',
      { if: [{ sem_ver: [{ var: 'v' }, '>', '1.x'] }, 'on'] },
      ['argument', 'if.0.sem_ver.2', 'sem_ver | a version last, such as "2.1.0"'],
    ],
    [
      'a part without a weight list',
      { fractional: [{ var: 'id' }, 'on'] },
      ['argument', 'fractional.1', 'fractional | parts such as [on, 25]: a variant and its weight'],
    ],
    [
      'a negative weight',
      {
        fractional: [
          ['on', -1],
          ['off', 2],
        ],
      },
      ['argument', 'fractional.0', 'fractional | weights that are whole numbers from 0'],
    ],
    [
      'weights of 0',
      {
        fractional: [
          ['on', 0],
          ['off', 0],
        ],
      },
      ['argument', 'fractional.0', 'fractional | weights whose sum is above 0 and at most 2147483647'],
    ],
    [
      'a split without parts',
      { fractional: [{ var: 'id' }] },
      ['argument', 'fractional.0', 'fractional | parts such as [on, 25]'],
    ],
    ['a result that is not a variant', { if: [plan, 'onn', 'off'] }, ['result', 'if.1', 'onn']],
    ['the result of an else', { if: [plan, 'on', { if: [plan, 'off', 'of'] }] }, ['result', 'if.2.if.2', 'of']],
    [
      'a part that is not a variant',
      {
        fractional: [
          ['on', 1],
          ['of', 1],
        ],
      },
      ['result', 'fractional.1.0', 'of'],
    ],
    ['a boolean without a variant of its name', { if: [plan, true, 'off'] }, ['result', 'if.1', 'true']],
    ['a number as a result', { if: [plan, 1] }, ['result', 'if.1', '1']],
  ])('finds %s', (_, logic, expected) => {
    expect(find(logic)).toEqual([expected]);
  });

  it('never throws, and points into the logic', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const { path } of inspectLogic(value, [], variants)) {
          expect(path.every((_, i) => at(value, path.slice(0, i + 1)) !== undefined)).toBe(true);
        }
      }),
      { seed: 1 },
    );
  });
});

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((part, step) => (part as Record<string | number, unknown> | undefined)?.[step], value);
}
