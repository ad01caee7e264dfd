import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, flag } from '../../test/support/evaluation.ts';
import { compileJsonLogic } from './json-logic.ts';

const run = (targeting: unknown, context: object = {}): unknown => {
  const flags = [flag('f', { enabled: true, targeting, otherwise: 'off' })];
  const { variant, reason, errorMessage } = evaluate(flags, context, { jsonLogic: compileJsonLogic });
  return reason === 'ERROR' ? errorMessage : variant;
};
const v = (name: string): object => ({ var: name });
const nested = (depth: number, wrap: (inner: unknown) => unknown, inner: unknown): unknown => {
  let logic = inner;
  for (let i = 0; i < depth; i++) logic = wrap(logic);
  return logic;
};
const thousand = Array.from({ length: 1000 }, (_, i) => i);
const overAndOver = (depth: number): unknown => nested(depth, (inner) => ({ map: [thousand, inner] }), v(''));

describe('hostile logic', () => {
  test.each<[string, unknown, string]>([
    ['deep nesting', nested(100_000, (inner) => ({ '!': [inner] }), true), 'nested more than 100 levels deep'],
    ['deep lists', { in: ['a', nested(100_000, (inner) => [inner], 'a')] }, 'nested more than 100 levels deep'],
    ['a huge list', { in: ['a', Array.from({ length: 60_000 }, () => 'b')] }, 'more than 50000 parts'],
    ['shared parts', nested(40, (inner) => ({ and: [inner, inner] }), true), 'more than 50000 parts'],
    ['loops in loops', { in: [1, overAndOver(4)] }, 'too many steps'],
    ['loops of constants', { in: [1, { map: [thousand, { map: [thousand, 1] }] }] }, 'too many steps'],
    [
      'a text that doubles',
      { reduce: [thousand, { cat: [v('accumulator'), v('accumulator')] }, 'abcdefgh'] },
      'too many steps',
    ],
    [
      'a list that doubles',
      { in: [1, { reduce: [thousand, { merge: [v('accumulator'), v('accumulator')] }, [1]] }] },
      'too many steps',
    ],
    [
      'lists in lists, as text',
      { cat: [nested(30, (inner) => ({ map: [[inner], [v(''), v('')]] }), 'x')] },
      'too many steps',
    ],
    ['an operator that every object has', { constructor: ['return 1'] }, '"constructor", which is not an operator'],
    ['another', { toString: [] }, '"toString", which is not an operator'],
    ['a prototype', JSON.parse('{ "__proto__": [1] }'), '"__proto__", which is not an operator'],
    ['what the engine has beyond JsonLogic', { try: [{ throw: 'x' }, 'on'] }, '"try", which is not an operator'],
    ['an operator that prints', { log: 'on' }, '"log", which is not an operator'],
    ['two operators', { if: [true, 'on'], or: [] }, '"if" and "or" in one place'],
    ['something that is not a number', { '+': ['x', 1] }, 'not a number'],
    ['invalid arguments', { if: 'x' }, 'invalid arguments'],
    ['an invalid name', { var: [['a']] }, 'is not text'],
    ['a loop over a text', { some: ['abc', true] }, 'a loop goes over a list only'],
    ['a loop without logic', { all: [[1]] }, 'a loop needs'],
  ])('%s', (_, logic, message) => {
    expect(run(logic)).toContain(message);
  });

  test.each(['constructor', '__proto__', 'user.constructor.name', 'tags.length', 'name.length', 'user.__proto__.x'])(
    'finds nothing at %s',
    (path) => {
      const context = { user: {}, tags: ['a'], name: 'ada' };
      expect(run({ if: [{ '===': [v(path), null] }, 'on', 'off'] }, context)).toBe('on');
      expect(run({ if: [{ in: [path, { missing: [path] }] }, 'on', 'off'] }, context)).toBe('on');
    },
  );

  test('finds what somebody sent under such a name', () => {
    expect(run(v('__proto__.constructor'), JSON.parse('{ "__proto__": { "constructor": "on" } }'))).toBe('on');
  });

  test('an evaluation that fails leaves the next one alone', () => {
    const targeting = compileJsonLogic({ if: [{ '>': [v('age'), 18] }, 'on', 'off'] });
    expect(() => targeting({ age: 'old' })).toThrow('not a number');
    expect(targeting({ age: 19 })).toBe('on');
    expect(() => targeting({ age: 'old' })).toThrow('not a number');
  });

  test('one evaluation after the other has all the steps', () => {
    const targeting = compileJsonLogic({ if: [{ some: [thousand, { '==': [v(''), 999] }] }, 'on', 'off'] });
    for (let i = 0; i < 500; i++) expect(targeting({})).toBe('on');
  });

  test('never throws, whatever the logic and the context', () => {
    const operators = [
      'var',
      'if',
      'and',
      '==',
      '<',
      'in',
      'cat',
      '+',
      'map',
      'reduce',
      'merge',
      'fractional',
      'sem_ver',
    ];
    const { logic } = fc.letrec((tie) => ({
      logic: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('on', 'off', '', 0, 1, null, true, 'x', '__proto__', 'accumulator'),
        fc
          .tuple(fc.constantFrom(...operators), fc.oneof(tie('logic'), fc.array(tie('logic'), { maxLength: 4 })))
          .map(([operator, args]) => ({ [operator]: args })),
        fc.array(tie('logic'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(logic, fc.object(), (targeting, context) => {
        const flags = [flag('f', { enabled: true, targeting, otherwise: 'off' }, { onFailure: 'on' })];
        const { variant } = evaluate(flags, context, { jsonLogic: compileJsonLogic });
        expect(['on', 'off']).toContain(variant);
      }),
      { numRuns: 500 },
    );
  });
});
