import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, pageOf } from './answer.ts';

const many = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('an answer', () => {
  it('leaves small data as they are', () => {
    const data = { a: 1, b: [true, null], c: { d: 'text\nof two lines' } };
    expect(answerOf({ data })).toEqual(data);
  });

  it('cuts long texts, lists and objects, and says of how many', () => {
    const names = Object.fromEntries(many(150).map((at) => [`n${at}`, at]));
    const answer = answerOf({ data: { text: 'x'.repeat(5_000), list: many(300), deep: [{ names }] } });
    expect(answer.cut).toEqual({ text: 5_000, list: 300, 'deep.0.names': 150 });
    expect(answer.text).toBe(`${'x'.repeat(2_000)}...`);
    expect(answer.list).toHaveLength(100);
  });

  it('shows what hides in texts and keys, and keeps lines', () => {
    const answer = answerOf({ data: { a: ['b\u202Ec\u001B[31m\nd\u{E0041}', { ['k\u200B']: 1 }] } });
    expect(answer).toEqual({ a: ['b·c·[31m\nd·', { k·: 1 }] });
  });

  it('goes on after a page that had to be made smaller', () => {
    const items = many(90).map((at) => ({ at, text: 'y'.repeat(1_500) }));
    const { items: some, page } = pageOf('items', items, { offset: 10, limit: 60 });
    const answer = answerOf({ data: { items: some }, page }) as { items: { at: number }[]; next: number };
    expect(answer.items[0]?.at).toBe(10);
    expect(answer.items.length).toBeLessThan(60);
    expect(answer.next).toBe(10 + answer.items.length);
  });

  it('ends with the last page', () => {
    const { items, page } = pageOf('items', many(5), { offset: 3, limit: 50 });
    expect(answerOf({ data: { items }, page })).toEqual({ items: [3, 4], next: null });
    const beyond = pageOf('items', many(5), { offset: 50, limit: 50 });
    expect(answerOf({ data: { items: beyond.items }, page: beyond.page })).toEqual({ items: [], next: null });
  });

  it('never cuts what is to be whole, and is never larger than an agent can read', () => {
    const diff = 'z'.repeat(30_000);
    expect(answerOf({ data: { diff }, whole: ['diff'] })).toEqual({ diff });
    expect(() => answerOf({ data: { diff: 'z'.repeat(100_000) }, whole: ['diff'] })).toThrow('the answer is too large');
    const wide = Object.fromEntries(many(100).map((at) => [`l${at}`, many(100).map(() => 'w'.repeat(500))]));
    expect(JSON.stringify(answerOf({ data: wide })).length).toBeLessThanOrEqual(60_000);
  });

  it('takes data of any depth', () => {
    let deep: unknown = 'bottom';
    for (let at = 0; at < 50_000; at++) deep = [deep];
    expect(answerOf({ data: { deep } }).cut).toBeDefined();
  });

  it('gives for any data what is data, without anything invisible', () => {
    const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 });
    fc.assert(
      fc.property(value, (data) => {
        const text = JSON.stringify(answerOf({ data: { data } }));
        expect(text).not.toMatch(/[\u202A-\u202E\u200B\u2066-\u2069]/);
        expect(text.length).toBeLessThanOrEqual(60_000);
      }),
      { numRuns: 50 },
    );
  });
});
