import { describe, expect, it } from 'vitest';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { contextBounds, ContextCheck } from './context-check.ts';
import type { ContextDocument } from './snapshot-document.ts';

const check = (declaration: ContextDocument | null = null, warned: string[] = []): ContextCheck =>
  new ContextCheck(declaration, contextBounds, (name) => warned.push(name));

/** Why a context is refused, or the context that is evaluated. */
function outcome(context: unknown, declaration: ContextDocument | null = null): unknown {
  const own = check(declaration);
  return own.accept(context as EvaluationContext) ?? own.problem;
}

const many = (count: number): EvaluationContext => Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, at])); // prettier-ignore

describe('the bounds of a context', () => {
  it('let through what is within them, as it is', () => {
    const context = { targetingKey: 'ada', roles: ['a', 'b'], account: { plan: { name: 'pro' } }, at: new Date(0) };
    expect(check().accept(context)).toBe(context);
    expect(outcome(many(64))).toEqual(many(64));
    expect(outcome(undefined)).toEqual({});
    expect(outcome(null)).toEqual({});
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  it.each<[string, unknown, string]>([
    ['too many attributes', many(65), 'the context has more than 64 attributes'],
    ['a long text', { targetingKey: 'x'.repeat(8200) }, 'the context is larger than 8192 characters or deeper than 4 levels'],
    ['a long list', { roles: Array.from({ length: 2000 }, () => 'admin') }, 'the context is larger than'],
    ['a long list of numbers', { roles: Array.from({ length: 2000 }, () => 1) }, 'the context is larger than'],
    ['a long list of empty texts', { roles: Array.from({ length: 2000 }, () => '') }, 'the context is larger than'],
    ['a long list of empty objects', { roles: Array.from({ length: 2000 }, () => ({})) }, 'the context is larger than'],
    ['many empty lists', { roles: Array.from({ length: 1500 }, () => [[], []]) }, 'the context is larger than'],
    ['bytes', { picture: new Uint8Array(1 << 24) }, 'the context is larger than'],
    ['a list with nothing but a length', { roles: Array.from({ length: 1 << 20 }).fill(undefined) }, 'the context is larger than'],
    ['deep objects', { a: { b: { c: { d: [] } } } }, 'deeper than 4 levels'],
    ['a circle', cyclic, 'deeper than 4 levels'],
    ['a text instead of a context', 'ada', 'the context is not an object'],
    ['something that cannot be read', Object.defineProperty({}, 'a', { enumerable: true, get: () => { throw new Error('no'); } }), 'the context cannot be read'],
    ['a revoked proxy', revoked(), 'the context cannot be read'],
  ])('refuse %s', (_, context, problem) => {
    expect(outcome(context)).toContain(problem);
  }); // prettier-ignore
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('a declared context', () => {
  const declaration: ContextDocument = {
    unknown: 'warn',
    attributes: {
      country: { type: 'string', maxLength: 2, normalize: 'upper-case' },
      email: { type: 'string', normalize: 'lower-case', personal: true },
      appVersion: { type: 'semver' },
      orders: { type: 'number' },
      beta: { type: 'boolean' },
      since: { type: 'date' },
      roles: { type: 'list' },
      'account.plan': { type: 'string', normalize: 'lower-case' },
    },
  };

  it('is normalised in a copy', () => {
    const context = {
      targetingKey: 'Ada',
      country: 'de',
      email: 'Ada@Example.com',
      since: new Date(0),
      account: { plan: 'PRO', id: 1 },
    };
    const before = structuredClone(context);
    expect(outcome(context, declaration)).toEqual({
      ...before,
      country: 'DE',
      email: 'ada@example.com',
      since: '1970-01-01T00:00:00.000Z',
      'account.plan': 'pro',
    });
    expect(context).toEqual(before);
  });

  it('is taken as it is where nothing is to be changed', () => {
    const context = { country: 'DE', appVersion: '1.2', orders: 3, beta: true, since: 5, roles: [] };
    expect(check(declaration).accept(context)).toBe(context);
  });

  it.each<[string, unknown, string]>([
    ['country', 49, 'country is not a string'],
    ['country', 'DEU', 'country is longer than 2 characters'],
    ['appVersion', 2, 'appVersion is not a semver'],
    ['orders', '3', 'orders is not a number'],
    ['beta', 'true', 'beta is not a boolean'],
    ['since', true, 'since is not a date'],
    ['roles', 'admin', 'roles is not a list'],
    ['account', { plan: 5 }, 'account.plan is not a string'],
  ])('refuses a wrong %s: %j', (name, value, problem) => {
    expect(outcome({ [name]: value }, declaration)).toBe(problem);
  });

  it('warns of names that are not declared, drops or allows them, as it says', () => {
    const warned: string[] = [];
    const context = { targetingKey: 'ada', contry: 'DE', account: { plan: 'pro' } };
    expect(check(declaration, warned).accept(context)).toBe(context);
    expect(warned).toEqual(['contry']);
    expect(outcome(context, { ...declaration, unknown: 'drop' })).toEqual({
      targetingKey: 'ada',
      account: { plan: 'pro' },
    });
    expect(outcome(context, { ...declaration, unknown: 'allow' })).toBe(context);
  });
});
