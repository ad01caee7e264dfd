import { describe, expect, it } from 'vitest';
import { UserError } from '../src/diagnostic/user-error.ts';
import { importEngines } from '../src/import/engines.ts';
import { readSource } from '../src/import/source.ts';
import { sourceEnvironments } from '../src/import/source-environments.ts';

/** As for lint: at eight times the size, by 2.5 for each doubling; a square would give 64. */
const mayGrow = 2.5 ** 3;
/** In ms of the processor: what takes less than this is not told apart from nothing. */
const noise = 20;
const attempts = 3;

const input = { environments: sourceEnvironments(['production'], ['production']), segments: new Map() };
const many = <Item>(count: number, item: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => item(index)); // prettier-ignore
const named = (count: number, item: (index: number) => [string, unknown]): object => Object.fromEntries(many(count, item)); // prettier-ignore
const flag = (own: object): object => ({ state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on', ...own }); // prettier-ignore
const targeted = (condition: unknown): object => ({ flags: { ab: flag({ targeting: { if: [condition, 'on'] } }) } });
const goff = (targeting: unknown): object => ({ ab: { variations: { x: 1, y: 2 }, targeting, defaultRule: { variation: 'y' } } }); // prettier-ignore
const a = { var: 'a' };

/** Sources of which a part is there many times. */
const sources: readonly { name: string; engine: string; most: number; make: (count: number) => unknown }[] = [
  { name: 'differences', engine: 'flagd', most: 8000, make: (count) => targeted({ and: many(count, (i) => ({ '!==': [a, i] })) }) }, // prettier-ignore
  { name: 'members', engine: 'flagd', most: 6000, make: (count) => targeted({ or: many(count, (i) => ({ in: [`x${i}`, { merge: [a] }] })) }) }, // prettier-ignore
  { name: 'tests of a text', engine: 'flagd', most: 8000, make: (count) => targeted({ and: many(count, () => ({ starts_with: [a, ''] })) }) }, // prettier-ignore
  { name: 'branches', engine: 'flagd', most: 8000, make: (count) => ({ flags: { ab: flag({ targeting: { if: many(count, (i) => (i % 2 ? 'on' : { '===': [a, i] })) } }) } }) }, // prettier-ignore
  { name: 'variants without a good name', engine: 'flagd', most: 40_000, make: (count) => ({ flags: { ab: flag({ variants: named(count, (i) => [`!${'?'.repeat(i % 200)}${i % 400}`, true]) }) } }) }, // prettier-ignore
  { name: 'notes', engine: 'flagd', most: 40_000, make: (count) => ({ flags: named(count, (i) => [`f${i}`, flag({ x: 1 })]) }) }, // prettier-ignore
  { name: 'evaluators', engine: 'flagd', most: 20_000, make: (count) => ({ $evaluators: named(count, (i) => [`e${i}`, { '===': [a, i] }]), flags: named(count, (i) => [`f${i}`, flag({ targeting: { if: [{ $ref: `e${i}` }, 'on'] } })]) }) }, // prettier-ignore
  { name: 'rules of one name', engine: 'goff', most: 20_000, make: (count) => goff(many(count, () => ({ name: 'r', query: 'a eq "b"', variation: 'x' }))) }, // prettier-ignore
  { name: 'alternatives in a query', engine: 'goff', most: 2000, make: (count) => goff([{ query: many(count, (i) => `a eq "${i}"`).join(' or '), variation: 'x' }]) }, // prettier-ignore
  { name: 'words in a query', engine: 'goff', most: 80_000, make: (count) => goff([{ query: many(count, () => 'a').join(' '), variation: 'x' }]) }, // prettier-ignore
  { name: 'segments', engine: 'flipt', most: 20_000, make: (count) => ({ flags: many(count, (i) => ({ key: `f${i}`, type: 'BOOLEAN_FLAG_TYPE', rollouts: [{ segment: { key: `s${i}`, value: true } }] })), segments: many(count, (i) => ({ key: `s${i}`, constraints: [{ type: 'STRING', property: 'a', operator: 'eq', value: 'x' }] })) }) }, // prettier-ignore
  { name: 'features', engine: 'unleash', most: 20_000, make: (count) => ({ features: many(count, (i) => ({ name: `f${i}`, enabled: true, strategies: [{ name: 'default', segments: [i % 10] }], dependencies: i > 0 ? [{ feature: 'f0' }] : [] })), segments: many(10, (id) => ({ id, name: `s${id}`, constraints: [] })) }) }, // prettier-ignore
  { name: 'flags', engine: 'launchdarkly', most: 20_000, make: (count) => ({ items: many(count, (i) => ({ key: `f${i}`, variations: [{ value: true }, { value: false }], environments: { production: { on: true, offVariation: 1, fallthrough: { variation: 0 } } } })) }) }, // prettier-ignore
];

async function processorTime(engine: string, bytes: Uint8Array): Promise<number> {
  const read = await importEngines[engine]!.load();
  const start = process.cpuUsage();
  try {
    const source = readSource('source', bytes);
    source.positions(read(source.value, input).notes.map(({ path }) => path));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

describe('the time of an import grows with the size of its source, not with its square', () => {
  it.each(sources)('of many $name', { timeout: 120_000 }, async ({ engine, most, make }) => {
    const [few, all] = [most / 8, most].map((count) => Buffer.from(JSON.stringify(make(count))));
    let [least, longest] = [Infinity, Infinity];
    for (let attempt = 0; attempt < attempts; attempt++) {
      least = Math.min(least, await processorTime(engine, few!));
      longest = Math.min(longest, await processorTime(engine, all!));
      if (longest / Math.max(least, noise) <= mayGrow) break;
    }
    expect(longest / Math.max(least, noise)).toBeLessThanOrEqual(mayGrow);
  });
});
