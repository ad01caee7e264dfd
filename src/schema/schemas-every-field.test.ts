import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { replacePart } from '../../test/support/mutations.ts';
import * as validators from './generated/validators.js';
import type { SchemaName } from './schema-name.ts';
import { errorsOf, mistakes, schemas } from '../../test/support/schemas.ts';

/** Files that use every field are accepted, and one mistake made anywhere in them gives one error. */
const files: Readonly<Record<string, string>> = {
  manifest: `
version: 1
keys: kebab-case
environments: { development: {}, staging: { description: Where we rehearse. }, production: { critical: true } }
lifecycle:
  release: { maxAge: 90d, warn: 14d }
  ops: { review: 180d, warn: 7d }
  wip: { like: release, maxAge: 120d, warn: 14d }
  dashboard: { like: ops, review: 30d }
  extensions: { max: 2 }
  staleAfter: 60d
context:
  unknown: drop
  attributes:
    country: { type: string, maxLength: 2, normalize: upper-case }
    email: { type: string, personal: true }
    device.version: { type: semver }
rules: { stale-flag: error, unused-segment: [warning, {}], expiring-soon: [warning, { within: 30d }], expired: error }
code:
  include: ["../src/**"]
  exclude: ["**/*.snap"]
  aliases: [camelCase, PascalCase, UPPER_SNAKE_CASE, snake_case]`,
  flag: `
key: express-checkout
description: One-click checkout for returning customers with a stored card.
type: release
owner: checkout
created: 2026-08-03
expires: 2026-10-15
criticality: high
affects: [web-storefront, checkout-api]
retire: Retired when all returning customers have had it for 14 days with no rise in failed payments.
review: { every: 180d, last: 2026-08-03 }
extensions:
  - { on: 2026-09-20, from: 2026-09-30, until: 2026-10-15, reason: The bank certifies stored cards only in October. }
links: { runbook: "https://example.com/runbooks/express-checkout", issue: "https://example.com/issues/812" }
tags: [checkout]
variants: { on: true, off: false }
off: off
onFailure: off
delivery: always-fresh
prerequisites:
  - { flag: payment-api-v2, variant: on, reason: The one-click button posts to the v2 charge endpoint. }
  - { flag: card-store, variant: [on, shadow] }
conflicts:
  - { flag: performance-mode, reason: Personalised offers are shed in performance mode. }
fallback: { flag: payment-api-v1, reason: Customers see the two-step checkout on the v1 API. }
reversible: { until: 2026-10-01, reason: After that date v1 no longer reads cards stored by v2. }
rollbackChecks: [v1 answers a synthetic charge in production]
load: { peak: 1200, unit: rps }
metrics: { success: checkout-completed, guardrails: [payment-failed, page-latency-ms], lowerIsBetter: [payment-failed, page-latency-ms] }
bucketBy: [accountId, targetingKey]
seed: express-checkout
environments:
  development: true
  staging: { enabled: true, targeting: { if: [{ "==": [{ var: country }, DE] }, on, off] }, otherwise: off }
  production:
    enabled: true
    rules:
      - { name: internal, when: { segment: employees }, serve: on }
      - name: eu-gradual
        when:
          all:
            - { attribute: country, in: [DE, FR, NL] }
            - { attribute: appVersion, semver: ">=2.1.0" }
            - { attribute: memberSince, before: 2026-09-01 }
            - { attribute: memberSince, after: 2026-08-01T08:00:00Z }
            - any: [{ attribute: plan, equals: pro, ignoreCase: true }, { attribute: seats, gte: 10 }, { not: { attribute: beta, exists: false } }]
        from: 2026-09-01T08:00:00Z
        until: 2026-10-01
        serve: { on: 25, off: 75 }
    otherwise: off`,
  segment: `
description: Employees of the company, by their address.
owner: platform
when: { attribute: email, endsWith: "@example.com" }`,
  spec: `
flag: express-checkout
cases:
  - name: a German returning customer gets it
    environment: production
    at: 2026-10-01T00:00:00Z
    context: { targetingKey: u-1, country: DE, appVersion: 2.3.0 }
    expect: { variant: on, value: true, reason: TARGETING_MATCH, rule: internal }
populations:
  - name: a quarter of the EU
    environment: production
    at: 2026-10-01T00:00:00Z
    context: { country: DE, appVersion: 2.3.0 }
    size: 20000
    expect: { on: 25, off: 75 }
    tolerance: 1.5`,
  owners: `
teams:
  checkout: { name: Checkout, members: [ada@example.com], handles: { github: "@acme/checkout" }, contact: "#checkout" }
roles: { release-manager: [sam@example.com] }`,
  systems: `
systems:
  legacy-payment-system: { owner: platform, status: legacy, criticality: critical, capacity: { peak: 800, unit: rps } }`,
  policy: `
rules:
  - id: production-by-owner
    when: { environments: [production], changes: [state, targeting], types: [ops], criticality: [high] }
    authors: [owner, role:release-manager, team:platform, ada@example.com]
  - { id: critical-needs-two, approvals: { count: 2, from: [owner, role:release-manager], trust: reviews } }
freezes:
  - { from: 2026-12-18, until: 2027-01-02, environments: [production], reason: Peak season, except: [role:on-call] }
emergency: { trailer: Emergency, roles: [on-call], waives: [approvals, freezes], reviewWithin: 48h }
signatures: { required: [production], allowedSigners: allowed_signers, trusted: [] }`,
};

type Step = string | number;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function* paths(value: Json, path: readonly Step[] = []): Generator<{ path: readonly Step[]; value: Json }> {
  yield { path, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* paths(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

const pointer = (path: readonly Step[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A copy with the value at a path replaced, or its field left out. */
function changed(value: Json, [step, ...rest]: readonly Step[], to: Json | undefined): Json | undefined {
  if (step === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as { [key: string]: Json };
  const inner = changed(copy[step] as Json, rest, to);
  if (inner === undefined) delete copy[step];
  else copy[step] = inner;
  return copy;
}

describe.each(Object.keys(files))('%s', (kind) => {
  const file = parse(files[kind] ?? '') as Json;
  const nodes = [...paths(file)];

  test('a file that uses every field is accepted', () => {
    expect(errorsOf(`${kind}.schema.json`, file)).toEqual([]);
    const known = Object.keys(schemas.get(`${kind}.schema.json`)?.properties as object);
    expect(Object.keys(file as object).toSorted()).toEqual(known.toSorted());
  });

  test('whoever only asks whether it is accepted hears the same', { timeout: 60_000 }, () => {
    const names = [...new Set(nodes.flatMap(({ path }) => path.filter((step) => typeof step === 'string')))];
    const name = fc.constantFrom(...names, 'other');
    const leaf = fc.constantFrom<unknown>('on', 'DE', 3, true, null, '2026-01-01', []);
    const value = fc.oneof(leaf, fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf)), { maxKeys: 3 }));
    const change = fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), value, fc.option(name, { nil: undefined }));
    const counts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const now = changes.reduce<unknown>(
          (whole, [where, to, rename]) => replacePart(whole, where, to, rename),
          file,
        );
        const accepted = errorsOf(`${kind}.schema.json`, now as Json).length === 0;
        counts[accepted ? 'accepted' : 'refused']++;
        expect(validators[kind as SchemaName](now)).toBe(accepted);
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(0);
  });

  test('a wrong value anywhere gives one error, in its place', () => {
    for (const { path } of nodes) {
      for (const wrong of [null, [], '', 0, -1, 1.5, true, 'No Such Thing!', {}] as Json[]) {
        const found = mistakes(errorsOf(`${kind}.schema.json`, changed(file, path, wrong)));
        // A mapping that is replaced by another also lacks its required fields.
        const own = found.filter(({ keyword }) => !['required', 'oneOf'].includes(keyword));
        const shown = `${pointer(path)}: ${JSON.stringify(wrong)} gives ${JSON.stringify(found)}`;
        expect(own.length, shown).toBeLessThanOrEqual(1);
        for (const error of found) expect(error.instancePath.startsWith(pointer(path)), shown).toBe(true);
      }
    }
  });

  test('a field left out anywhere gives one error at most, in the mapping it is missing from', () => {
    let required = 0;
    for (const { path } of nodes.filter((node) => typeof node.path.at(-1) === 'string')) {
      const found = mistakes(errorsOf(`${kind}.schema.json`, changed(file, path, undefined)));
      expect(found.length, `${pointer(path)}: ${JSON.stringify(found)}`).toBeLessThanOrEqual(1);
      for (const error of found) expect(error.instancePath).toBe(pointer(path.slice(0, -1)));
      required += found.length;
    }
    expect(required).toBeGreaterThan(0);
  });

  test('an unknown field in any closed mapping gives one error that names it', () => {
    let closed = 0;
    for (const { path, value } of nodes) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      const found = mistakes(errorsOf(`${kind}.schema.json`, changed(file, [...path, 'notAField'], 'off')));
      const unknown = found.filter(({ keyword }) => keyword === 'additionalProperties');
      // A map takes it for an entry; which mappings are maps is for schemas.test.ts to say.
      if (unknown.length === 0) continue;
      expect(found, pointer(path)).toHaveLength(1);
      expect(found[0]).toMatchObject({ instancePath: pointer(path), params: { additionalProperty: 'notAField' } });
      closed += 1;
    }
    expect(closed).toBeGreaterThan(0);
  });
});
