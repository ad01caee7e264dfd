import { describe, expect, it } from 'vitest';
import { contextOf, parseAttribute, parseContext } from './context.ts';

const noFile = async (path: string): Promise<string> => {
  throw new Error(`nobody asked for ${path}`);
};
const of = (context: string | undefined, ...attributes: string[]) => contextOf({ context, attributes }, noFile);

describe('parseContext', () => {
  it('reads an object, with own fields of any name', () => {
    expect(parseContext(' {"targetingKey": "u-1", "age": 18}\n')).toEqual({ targetingKey: 'u-1', age: 18 });
    expect(Object.keys(parseContext('\ufeff{"__proto__": 1}'))).toEqual(['__proto__']);
  });

  it.each([
    ['', '--context is empty'],
    ['{"a": [1,}', '--context is not valid JSON: unexpected "}" at line 1, column 10'],
    ['{\n  a: 1 }', '--context is not valid JSON: unexpected "a" at line 2, column 3'],
    ['{"a": 1', '--context is not valid JSON: unexpected end of input at line 1, column 8'],
    ['{"a": nope}', '--context is not valid JSON: unexpected "nope" at line 1, column 7'],
    ['[1]', '--context is a list, not an object'],
    ['null', '--context is null, not an object'],
    ['"u-1"', '--context is a text, not an object'],
    ['18', '--context is a number, not an object'],
  ])('refuses %j', (text, message) => {
    expect(() => parseContext(text)).toThrow(message);
  });
});

describe('parseAttribute', () => {
  it.each([
    ['country=DE', 'country', 'DE'],
    ['age=18', 'age', 18],
    ['share=-0.5', 'share', -0.5],
    ['beta=true', 'beta', true],
    ['beta=null', 'beta', null],
    ['zip="10115"', 'zip', '10115'],
    ['zip=01067', 'zip', '01067'],
    ['appVersion=2.1.0', 'appVersion', '2.1.0'],
    ['tags=["a", 1]', 'tags', ['a', 1]],
    ['order=12345678901234567890', 'order', '12345678901234567890'],
    ['targetingKey=7', 'targetingKey', '7'],
    ['formula=a=b', 'formula', 'a=b'],
    ['name=', 'name', ''],
    ['big=1e999', 'big', '1e999'],
  ])('reads %s', (text, name, value) => {
    expect(parseAttribute(text)).toEqual([name, value]);
  });

  it('refuses what has no name, no value, or is half of some JSON', () => {
    expect(() => parseAttribute('country')).toThrow('--attribute country: there is no value');
    expect(() => parseAttribute('=DE')).toThrow('--attribute =DE: there is no name');
    expect(() => parseAttribute('tags=["a"')).toThrow('--attribute tags is not valid JSON: unexpected end of input');
  });
});

describe('contextOf', () => {
  it('lets attributes win over the context, and put into nested objects', async () => {
    expect(await of(undefined)).toEqual({});
    expect(await of('{"country": "FR", "user": {"plan": "free", "id": 7}}', 'country=DE', 'user.plan=pro')).toEqual({
      country: 'DE',
      user: { plan: 'pro', id: 7 },
    });
    expect(await of('{"user.plan": "free"}', 'user.plan=pro')).toEqual({ 'user.plan': 'pro' });
    expect(await of('{"user": 7}', 'user.plan=pro')).toEqual({ user: 7, 'user.plan': 'pro' });
    const deep = 'a.'.repeat(20_000);
    expect(await of('{}', `${deep}=1`)).toEqual({ [deep]: 1 });
    expect(Object.keys(await of('{}', '__proto__=x', 'a.__proto__=y'))).toEqual(['__proto__', 'a']);
  });

  it('reads a file, and says its name where it is wrong', async () => {
    const read = async (path: string): Promise<string> => (path === 'good.json' ? '{"a": 1}' : '{');
    expect(await contextOf({ context: '@good.json', attributes: ['b=2'] }, read)).toEqual({ a: 1, b: 2 });
    await expect(contextOf({ context: '@bad.json', attributes: [] }, read)).rejects.toThrow(
      'bad.json is not valid JSON: unexpected end of input at line 1, column 2',
    );
  });
});
