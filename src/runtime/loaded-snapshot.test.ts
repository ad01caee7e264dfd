import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disabledFlag, exampleSnapshot, snapshotFlag, snapshotText, type SnapshotParts } from '../../test/support/snapshots.ts'; // prettier-ignore
import { loadSnapshot } from './loaded-snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';
import { snapshotShape } from './snapshot-shape.ts';

const load = (parts: SnapshotParts) => loadSnapshot(snapshotText(parts), 'production');
const now = Date.UTC(2026, 10, 1);

describe('a sound snapshot', () => {
  it('is ready to be evaluated', async () => {
    const { evaluator, simpler, timed, flags, document } = await loadSnapshot(exampleSnapshot(), 'production');
    expect(document.version).toBe(3);
    expect(evaluator.evaluate('checkout', { targetingKey: 'ada' }, { now })).toMatchObject({
      value: true,
      reason: 'STATIC',
    });
    expect(evaluator.evaluate('checkout', {}, { now })).toMatchObject({ value: true });
    expect(evaluator.evaluate('dark-mode', {}, { now })).toMatchObject({ value: false, reason: 'DISABLED' });
    expect(evaluator.evaluate('banner', { country: 'DE' }, { now }).value).toBe('hello');
    expect(simpler?.evaluate('banner', { country: 'DE' }, { now }).value).toBe('');
    expect(flags.get('banner')?.onFailure).toEqual({ variant: 'none', value: '' });
    expect(timed).toBe(true);
  });

  it('keeps the order of weights', async () => {
    const { evaluator } = await load({ flags: { split: snapshotFlag({ otherwise: [['off', 50], ['on', 50]] }) } }); // prettier-ignore
    const reversed = await load({ flags: { split: snapshotFlag({ otherwise: [['on', 50], ['off', 50]] }) } }); // prettier-ignore
    for (const targetingKey of ['a', 'b', 'c', 'd']) {
      const one = evaluator.evaluate('split', { targetingKey }, { now }).value;
      expect(reversed.evaluator.evaluate('split', { targetingKey }, { now }).value).toBe(!one);
    }
  });

  it('without schedules and JsonLogic does not need the time', async () => {
    expect((await load({})).timed).toBe(false);
    const rules = [{ name: 'later', from: '2026-12-01', serve: 'on' }];
    expect((await load({ flags: { later: snapshotFlag({ rules, otherwise: 'off' }) } })).timed).toBe(true);
  });
});

describe('a snapshot is refused', () => {
  const needs = (flag: string) => snapshotFlag({ prerequisites: [{ flag }] });

  it.each<[string, string, string]>([
    ['that is cut off', exampleSnapshot().slice(0, -40), 'the snapshot is not valid JSON'],
    ['that is a web page', '\n<!doctype html><title>Sign in</title>', 'got a web page instead of a snapshot'],
    ['of another format', snapshotText().replace('"format":1', '"format":2'), 'malformed: format is not 1'],
    ['of another environment', snapshotText({ environment: 'staging' }), 'of "staging", not of "production"'],
    ['with another digest', snapshotText({ digest: '0'.repeat(64) }), 'the digest of the snapshot does not fit'],
    ['with an unknown field', snapshotText({ flags: { a: snapshotFlag({ weight: 1 }) } }), 'flags.a.weight is unknown'],
    ['with a missing field', snapshotText({ flags: { a: { ...snapshotFlag(), off: undefined } } }), 'flags.a.off is missing'],
    ['with weights that do not add up', snapshotText({ flags: { a: snapshotFlag({ otherwise: [['on', 0]] }) } }), 'flag a: weights are'],
    ['with a variant that does not exist', snapshotText({ flags: { a: snapshotFlag({ otherwise: 'blue' }) } }), 'flag a: variant "blue" does not exist'],
    ['with an onFailure that does not exist', snapshotText({ flags: { a: disabledFlag({ onFailure: 'blue' }) } }), 'flag a: variant "blue"'],
    ['with a test that does not exist', snapshotText({ flags: { a: snapshotFlag({ rules: [{ name: 'r', when: { attribute: 'x', matches: '.*' }, serve: 'on' }] }) } }), 'flag a: '],
    ['with JsonLogic that does not exist', snapshotText({ flags: { a: snapshotFlag({ targeting: { eval: '1' } }) } }), 'flag a: '],
    ['with a segment that does not exist', snapshotText({ flags: { a: snapshotFlag({ rules: [{ name: 'r', when: { segment: 'x' }, serve: 'on' }] }) } }), 'segment "x" does not exist'],
    ['with a prerequisite that does not exist', snapshotText({ flags: { a: needs('b') } }), 'flag a needs b, which does not exist'],
    ['with a flag that needs itself', snapshotText({ flags: { a: needs('a') } }), 'prerequisites form a cycle: a → a'],
    ['with a cycle', snapshotText({ flags: { a: needs('b'), b: needs('c'), c: needs('b') } }), 'a cycle: b → c → b'],
  ])('%s', async (_, text, message) => {
    await expect(loadSnapshot(text, 'production')).rejects.toThrow(message);
  }); // prettier-ignore

  it('without a long way to find out: long chains and wide diamonds', async () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => [
      `f${at}`,
      at === 0 ? snapshotFlag() : needs(`f${at - 1}`),
    ]);
    const { evaluator } = await load({ flags: Object.fromEntries(chain.reverse()) });
    expect(evaluator.evaluate('f19999', {}, { now }).value).toBe(true);
    const layers = Array.from({ length: 60 }, (_, layer) =>
      ['a', 'b'].map((side) => {
        const prerequisites = layer === 0 ? [] : [{ flag: `a${layer - 1}` }, { flag: `b${layer - 1}` }];
        return [`${side}${layer}`, snapshotFlag({ prerequisites })];
      }),
    );
    await load({ flags: Object.fromEntries(layers.flat()) });
  });
});

it('is sound or a SnapshotError, whatever the text is', async () => {
  const whole = exampleSnapshot();
  const hostile = [
    '',
    '[]',
    'null',
    `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
    snapshotText({ flags: JSON.parse('{ "__proto__": { "enabled": true }, "constructor": 5 }') as never }),
    snapshotText({ flags: { a: snapshotFlag({ prerequisites: [{ flag: '__proto__' }, { flag: 'toString' }] }) } }),
    snapshotText({ flags: { a: snapshotFlag({ variants: JSON.parse('{ "__proto__": 1, "off": 2 }') as object, otherwise: [['__proto__', 1], ['off', 1]] }) } }), // prettier-ignore
    snapshotText({ flags: { a: snapshotFlag({ targeting: nested(1000) }) }, digest: '0'.repeat(64) }),
  ];
  const cut = fc.tuple(fc.nat(whole.length), fc.nat(60), fc.string()).map(([at, length, text]) => whole.slice(0, at) + text + whole.slice(at + length)); // prettier-ignore
  await fc.assert(
    fc.asyncProperty(fc.oneof(cut, fc.constantFrom(...hostile)), async (text) => {
      const thrown: unknown = await loadSnapshot(text, 'production').then(
        ({ evaluator }) => evaluator.evaluateAll({ targetingKey: 'ada' }, { now }).length < 0,
        (error: unknown) => error,
      );
      if (thrown !== false) expect(thrown).toBeInstanceOf(SnapshotError);
    }),
    { numRuns: 400 },
  );
});

/** A list in a list in a list. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

it('has the shape that the schema says: both refuse the same', () => {
  const schema = JSON.parse(readFileSync('schemas/output/snapshot.schema.json', 'utf8')) as object;
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const fits = ajv.compile(schema);
  const whole = JSON.parse(exampleSnapshot()) as object;
  const places = placesIn(whole);
  const other = fc.oneof(fc.constantFrom(undefined, null, '', 'on', 0, -1, 1.5, true, [], {}, [[]], [['on', 1]], [['on', 1.5]], { on: 1 }), fc.jsonValue({ maxDepth: 2 })); // prettier-ignore
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...places), other, fc.boolean(), (path, value, adds) => {
      const changed = structuredClone(whole);
      change(changed, adds ? [...path, 'extra'] : path, value);
      const document: unknown = JSON.parse(JSON.stringify(changed));
      const isFine = fits(document);
      if (!isFine) refused++;
      expect(snapshotShape(document) === undefined, `${path.join('.')}: ${JSON.stringify(value)}`).toBe(isFine);
    }),
    { numRuns: 3000 },
  );
  expect(refused).toBeGreaterThan(500);
});

/** The paths of all values below the top. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]));
  return path.length === 0 ? below : [path, ...below];
}

function change(top: object, path: readonly string[], value: unknown): void {
  let at = top as Record<string, unknown>;
  for (const name of path.slice(0, -1)) {
    if (typeof at[name] !== 'object' || at[name] === null) return;
    at = at[name] as Record<string, unknown>;
  }
  at[path.at(-1)!] = value;
}
