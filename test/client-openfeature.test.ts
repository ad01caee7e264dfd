import { OpenFeature, ProviderEvents, ProviderStatus, type Client, type EventDetails } from '@openfeature/server-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '../src/runtime/create-client.ts';
import { FlagwrightProvider, type Exposure, type Outcome, type ProviderOptions } from '../src/runtime/openfeature.ts';
import { fakeClock, settled, type FakeClock } from './support/fake-clock.ts';
import { disabledFlag, snapshotFlag, snapshotText, type SnapshotParts } from './support/snapshots.ts';

let clock: FakeClock;
/** What the source has; an error is what reading it ends with. */
let source: SnapshotParts | Error;
let provider: FlagwrightProvider;
let refresh: () => Promise<boolean>;
let domain = 0;

const flags = {
  checkout: snapshotFlag({ type: 'release', owner: 'checkout', rules: [{ name: 'germans', when: { attribute: 'country', equals: 'DE' }, serve: 'on' }], otherwise: 'off' }), // prettier-ignore
  color: snapshotFlag({ variants: { blue: 'blue', off: 'grey' }, otherwise: 'blue' }),
  limit: snapshotFlag({ variants: { high: 9.5, off: 0 }, otherwise: 'high' }),
  layout: snapshotFlag({ variants: { wide: { columns: 3 }, off: {} }, otherwise: 'wide' }),
  never: disabledFlag(),
  split: snapshotFlag({ otherwise: [['on', 1], ['off', 1]] }), // prettier-ignore
  needing: snapshotFlag({ prerequisites: [{ flag: 'never' }] }),
  sale: snapshotFlag({ rules: [{ name: 'new', when: { attribute: 'since', after: '2026-01-01' }, serve: 'on' }], otherwise: 'off' }), // prettier-ignore
};

beforeEach(() => {
  clock = fakeClock();
  source = { version: 4, flags, context: { unknown: 'allow', attributes: { country: { type: 'string', maxLength: 2 } } } }; // prettier-ignore
});

afterEach(() => OpenFeature.close());

/** The SDK with the provider; initialisation has ended, one way or the other. */
async function sdk(options?: ProviderOptions): Promise<Client> {
  const flagClient = createClient({
    environment: 'production',
    clock,
    propagation: 'none',
    staleAfter: '1m',
    read: { retries: 0 },
    onWarning: () => {},
    source: {
      name: 'fake',
      read: async () => {
        if (source instanceof Error) throw source;
        return { text: snapshotText(source) };
      },
    },
  });
  refresh = () => flagClient.refresh();
  provider = new FlagwrightProvider(flagClient, options);
  const name = `test-${domain++}`;
  await OpenFeature.setProviderAndWait(name, provider).catch(() => {});
  return OpenFeature.getClient(name);
}

/** The events that a client of the SDK hears, in order. */
function heard(client: Client): [string, EventDetails | undefined][] {
  const events: [string, EventDetails | undefined][] = [];
  for (const event of Object.values(ProviderEvents))
    client.addHandler(event, (details) => events.push([event, details]));
  return events;
}

describe('evaluation', () => {
  it('resolves every type of value', async () => {
    const client = await sdk();
    expect(await client.getBooleanValue('checkout', false, { country: 'DE' })).toBe(true);
    expect(await client.getStringValue('color', '')).toBe('blue');
    expect(await client.getNumberValue('limit', 1)).toBe(9.5);
    expect(await client.getObjectValue('layout', {})).toEqual({ columns: 3 });
  });

  it('tells variant, reason and metadata', async () => {
    const client = await sdk();
    expect(await client.getBooleanDetails('checkout', false, { country: 'DE' })).toEqual({
      flagKey: 'checkout',
      value: true,
      variant: 'on',
      reason: 'TARGETING_MATCH',
      flagMetadata: { rule: 'germans', version: 4, source: 'memory', degraded: false, owner: 'checkout', type: 'release', criticality: 'medium' }, // prettier-ignore
    });
    const reasonOf = async (key: string): Promise<string | undefined> => (await client.getBooleanDetails(key, false, { targetingKey: 'ada' })).reason; // prettier-ignore
    expect(await Promise.all(['checkout', 'never', 'split', 'needing'].map(reasonOf))).toEqual(['DEFAULT', 'DISABLED', 'SPLIT', 'PREREQUISITE_FAILED']); // prettier-ignore
    expect(await client.getStringDetails('color', '')).toMatchObject({ reason: 'STATIC' });
  });

  it('tells errors by their codes, and the SDK gives the default of the call', async () => {
    const client = await sdk();
    expect(await client.getBooleanDetails('chekout', true)).toMatchObject({ value: true, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' }); // prettier-ignore
    expect(await client.getBooleanDetails('color', true)).toMatchObject({ value: true, reason: 'ERROR', errorCode: 'TYPE_MISMATCH' }); // prettier-ignore
    expect(await client.getObjectDetails('limit', { a: 1 })).toMatchObject({
      value: { a: 1 },
      errorCode: 'TYPE_MISMATCH',
    });
    expect(await client.getBooleanDetails('checkout', true, { country: 'DEU' })).toMatchObject({ value: true, errorCode: 'INVALID_CONTEXT' }); // prettier-ignore
  });

  it('takes the targeting key, contexts of all levels, and dates', async () => {
    const client = await sdk();
    client.setContext({ country: 'FR' });
    expect(await client.getBooleanValue('checkout', true)).toBe(false);
    expect(await client.getBooleanValue('checkout', false, { country: 'DE' })).toBe(true);
    expect(await client.getBooleanValue('sale', false, { since: new Date('2026-02-01') })).toBe(true);
    expect(await client.getBooleanValue('sale', true, { since: new Date('2025-02-01') })).toBe(false);
    const seen = new Set<boolean>();
    for (const targetingKey of ['a', 'b', 'c', 'd', 'e', 'f']) seen.add(await client.getBooleanValue('split', false, { targetingKey })); // prettier-ignore
    expect(seen.size).toBe(2);
  });

  it('keeps each flag fresh as it asks to be', async () => {
    source = { version: 1, flags: { pay: snapshotFlag({ delivery: 'always-fresh' }) } };
    const client = await sdk();
    source = { version: 2, flags: { pay: disabledFlag({ delivery: 'always-fresh' }) } };
    expect(await client.getBooleanDetails('pay', true)).toMatchObject({ value: false, flagMetadata: { source: 'fresh', version: 2 } }); // prettier-ignore
    source = new Error('away');
    expect(await client.getBooleanDetails('pay', true)).toMatchObject({ value: false, reason: 'STALE' });
  });
});

describe('the provider', () => {
  it('is READY once it is initialised, and tells of flags that change', async () => {
    const client = await sdk();
    const events = heard(client);
    expect(client.providerStatus).toBe(ProviderStatus.READY);
    source = { version: 5, flags: { ...flags, never: snapshotFlag() } };
    await refresh();
    await settled();
    expect(events).toMatchObject([
      ['PROVIDER_READY', {}],
      ['PROVIDER_CONFIGURATION_CHANGED', { flagsChanged: ['needing', 'never'], message: 'version 5' }],
    ]);
    expect(await client.getBooleanValue('needing', false)).toBe(true);
  });

  it('is in ERROR as long as there is nothing, gives defaults, and becomes READY by itself', async () => {
    const away = new Error('away');
    source = away;
    const client = await sdk();
    const events = heard(client);
    expect(client.providerStatus).toBe(ProviderStatus.ERROR);
    expect(await client.getBooleanDetails('checkout', true)).toMatchObject({
      value: true,
      errorCode: 'PROVIDER_NOT_READY',
    });
    source = { version: 1, flags };
    await refresh();
    await settled();
    expect(client.providerStatus).toBe(ProviderStatus.READY);
    expect(events.map(([name]) => name)).toEqual(['PROVIDER_ERROR', 'PROVIDER_READY']);
    expect(await client.getBooleanValue('checkout', false, { country: 'DE' })).toBe(true);
  });

  it('is STALE while nothing shows that its flags are current, still answers, and is READY again afterwards', async () => {
    const client = await sdk();
    const events = heard(client);
    await clock.pass(60_000);
    expect(client.providerStatus).toBe(ProviderStatus.STALE);
    expect(await client.getStringValue('color', '')).toBe('blue');
    await refresh();
    await settled();
    expect(client.providerStatus).toBe(ProviderStatus.READY);
    expect(events.map(([name]) => name)).toEqual(['PROVIDER_READY', 'PROVIDER_STALE', 'PROVIDER_READY']);
  });

  it('closes its client with the SDK', async () => {
    await sdk();
    await OpenFeature.close();
    expect(await refresh()).toBe(false);
    expect(clock.waiting).toBe(0);
  });
});

describe('what impact-report reads', () => {
  it('is told: who got which variant, and what happened then', async () => {
    const exposures: Exposure[] = [];
    const outcomes: Outcome[] = [];
    const client = await sdk({ onExposure: (one) => exposures.push(one), onOutcome: (one) => outcomes.push(one) });
    await client.getBooleanValue('checkout', false, { targetingKey: 'ada', country: 'DE' });
    await client.getBooleanValue('checkout', false, { country: 'DE' });
    await client.getBooleanValue('nothing', false, { targetingKey: 'ada' });
    client.track('checkout-completed', { targetingKey: 'ada' }, { value: 12.5 });
    client.track('checkout-completed', { targetingKey: 'lin' });
    client.track('checkout-completed', {});
    const at = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    expect(exposures).toEqual([{ flag: 'checkout', key: 'ada', variant: 'on', reason: 'TARGETING_MATCH', at }]);
    expect(outcomes).toEqual([
      { key: 'ada', metric: 'checkout-completed', value: 12.5, at },
      { key: 'lin', metric: 'checkout-completed', value: 1, at },
    ]);
  });
});
