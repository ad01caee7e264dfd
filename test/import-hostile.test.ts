import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importFlags, type ImportOptions, type ImportReport } from '../src/commands/import/import.ts';
import { UserError } from '../src/diagnostic/user-error.ts';
import { importEngines } from '../src/import/engines.ts';
import { sourceEnvironments } from '../src/import/source-environments.ts';
import { importJson } from '../src/report/import/json.ts';
import { importText } from '../src/report/import/text.ts';
import { makeStyle } from '../src/report/style.ts';
import { fakeHost, projectWith } from './support/host.ts';
import { definitionsOf } from './support/imported-definitions.ts';
import { validOutput } from './support/output-schema.ts';

const files = projectWith({ 'old-flag': '' });
const style = makeStyle({ color: false });

/** What an import of some bytes comes to: a report, or a message for people. Anything else is a bug. */
async function attempt(engine: string, bytes: Uint8Array, own: Partial<ImportOptions> = {}) {
  const host = fakeHost({ files });
  const options: ImportOptions = { sources: [{ file: 'source', bytes }], map: undefined, environments: ['production'], folder: undefined, replace: false, skipUnsupported: false, dryRun: false, owner: 'platform', type: 'ops', ...own }; // prettier-ignore
  let report: ImportReport | undefined;
  try {
    report = await importFlags(host, engine, options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).not.toBe('');
  }
  if (report) {
    validOutput('import', importJson(report));
    expect(importText(report, style)).not.toContain('undefined');
  }
  if (!report?.ok) expect([...host.written]).toEqual([]);
  return report;
}

const key = fc.constantFrom('a1', 'old-flag', '__proto__', 'constructor', 'x y', 'on', '', '1', 'ключ');
const leaf = fc.oneof(fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, 'on', 'off', '', 'x', '2026-01-01', 'ENABLED', 'DISABLED'), fc.string()); // prettier-ignore

/** Field names that the engines know, with values that they do not expect. */
const fieldNames = ['flags', 'features', 'segments', 'state', 'variants', 'defaultVariant', 'targeting', 'metadata', '$evaluators', '$ref', 'if', 'and', 'or', '!', 'var', 'in', 'fractional', '===', 'cat', 'variations', 'defaultRule', 'percentage', 'variation', 'query', 'name', 'key', 'type', 'rules', 'rollouts', 'segment', 'keys', 'distributions', 'variant', 'rollout', 'constraints', 'property', 'operator', 'value', 'values', 'strategies', 'parameters', 'contextName', 'stickiness', 'groupId', 'weight', 'payload', 'dependencies', 'feature', 'featureName', 'featureStrategies', 'featureEnvironments', 'environment', 'environments', 'production', 'clauses', 'attribute', 'op', 'negate', 'targets', 'fallthrough', 'offVariation', 'on', 'prerequisites', 'items', 'default_enabled', 'flagType', 'defaultValue', 'enabled', 'version', 'namespace', 'attachment', 'threshold', 'bucketBy', 'seed', 'id']; // prettier-ignore

const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    {
      weight: 4,
      arbitrary: fc.dictionary(fc.oneof(fc.constantFrom(...fieldNames), key), tie('value'), { maxKeys: 6 }),
    },
  ),
}));

/** Sources of the right shape at the top, and of any below. */
const shapes: Readonly<Record<string, (inner: unknown, more: unknown) => unknown>> = {
  flagd: (inner, more) => ({ flags: { a1: { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on', targeting: inner, metadata: more }, b2: inner }, $evaluators: more }), // prettier-ignore
  goff: (inner, more) => ({ a1: { variations: { on: true, off: false }, defaultRule: inner, targeting: [more, { query: 'a eq 1', ...(more as object) }] }, b2: inner }), // prettier-ignore
  flipt: (inner, more) => ({ version: '1.1', flags: [{ key: 'a1', type: 'BOOLEAN_FLAG_TYPE', enabled: true, rollouts: [inner] }, { key: 'b2', variants: [more], rules: [inner] }, inner], segments: [more, { key: 's1', constraints: [inner] }] }), // prettier-ignore
  unleash: (inner, more) => ({ features: [{ name: 'a1', enabled: true, strategies: [inner], variants: [more] }, { name: 'b2', dependencies: [inner], strategies: [{ name: 'default', constraints: [more] }] }], segments: [inner] }), // prettier-ignore
  launchdarkly: (inner, more) => ({ key: 'a1', variations: [{ value: true }, { value: false }, more], environments: { production: { on: true, rules: [inner], fallthrough: more, targets: [inner], offVariation: 1 }, staging: inner } }), // prettier-ignore
  gitlab: (inner, more) => ({ name: 'a1', default_enabled: inner, type: more, group: more }),
  'openfeature-manifest': (inner, more) => ({ flags: { a1: { flagType: 'object', defaultValue: inner, description: more }, b2: more } }), // prettier-ignore
};

describe.each(Object.keys(importEngines))('import %s', (engine) => {
  it('survives any JSON and YAML, and writes nothing then', async () => {
    const shaped = fc.tuple(anything, anything).map(([inner, more]) => shapes[engine]!(inner, more));
    const texts = fc.oneof(
      { weight: 4, arbitrary: shaped.map((value) => JSON.stringify(value)) },
      { weight: 2, arbitrary: anything.map((value) => JSON.stringify(value) ?? 'null') },
      { weight: 1, arbitrary: fc.string() },
      { weight: 1, arbitrary: shaped.map((value) => JSON.stringify(value).slice(0, -1)) },
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), fc.boolean(), async (text, skipUnsupported, replace) => {
        const report = await attempt(engine, Buffer.from(text), { skipUnsupported, replace });
        // What is imported is well-formed: it is never lint that refuses it.
        expect(report?.refusal?.why ?? '').not.toContain('the project would get');
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it('makes files of whatever it takes', async () => {
    const read = await importEngines[engine]!.load();
    const shaped = fc.tuple(anything, anything).map(([inner, more]) => shapes[engine]!(inner, more));
    const input = { environments: sourceEnvironments(['production'], ['production', 'staging']), segments: new Map() };
    fc.assert(
      fc.property(shaped, (value) => {
        try {
          definitionsOf(read(value, input));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
      { numRuns: 1500, seed: 6 },
    );
  });

  it.each([
    ['nothing', ''],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['a null', 'null'],
    ['a list of lists', '[[[]]]'],
    ['many brackets', '['.repeat(100_000)],
    ['a deep value', `${'{"flags":'.repeat(5000)}1${'}'.repeat(5000)}`],
    ['aliases that grow', 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nflags: *c\n'],
    ['a name twice', '{"flags":{"a1":1,"a1":2}}'],
    ['two documents', 'flags: {}\n---\nflags: {}\n'],
  ])('says what is wrong with %s', async (_, source) => {
    const report = await attempt(engine, typeof source === 'string' ? Buffer.from(source) : source);
    expect(report?.written ?? false).toBe(false);
  });
});
