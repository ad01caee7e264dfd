import {
  AsyncLocalStorageTransactionContextPropagator,
  OpenFeature,
  ProviderEvents,
  ProviderStatus,
  type Client,
  type Hook,
} from '@openfeature/server-sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../src/runtime/create-client.ts';
import { FlagwrightProvider, type Outcome, type ProviderOptions } from '../src/runtime/openfeature.ts';
import { fakeClock, settled } from './support/fake-clock.ts';
import { disabledFlag, snapshotFlag, snapshotText, type SnapshotParts } from './support/snapshots.ts';

/**
 * The scenarios that the specification of OpenFeature asks of a provider, in our words: evaluation (its table of types, details,
 * contexts, errors, metadata), hooks, events and tracking. What is ours alone is in `client-openfeature.test.ts`.
 */
const staffOnly = { attribute: 'customer', equals: false };
const flags = {
  'boolean-flag': snapshotFlag(),
  'string-flag': snapshotFlag({ variants: { greeting: 'hi', off: 'bye' }, otherwise: 'greeting' }),
  'integer-flag': snapshotFlag({ variants: { ten: 10, off: 1 }, otherwise: 'ten' }),
  'float-flag': snapshotFlag({ variants: { half: 0.5, off: 0.1 }, otherwise: 'half' }),
  'object-flag': snapshotFlag({ variants: { template: { showImages: true, title: 'Check out', imagesPerPage: 100 }, off: {} }, otherwise: 'template' }), // prettier-ignore
  'boolean-zero-flag': snapshotFlag({ otherwise: 'off' }),
  'string-zero-flag': snapshotFlag({ variants: { zero: '', off: 'x' }, otherwise: 'zero' }),
  'integer-zero-flag': snapshotFlag({ variants: { zero: 0, off: 1 }, otherwise: 'zero' }),
  'object-zero-flag': snapshotFlag({ variants: { zero: {}, off: { a: 1 } }, otherwise: 'zero' }),
  'context-aware': snapshotFlag({ variants: { internal: 'INTERNAL', external: 'EXTERNAL' }, off: 'external', onFailure: 'external', rules: [{ name: 'staff', when: { all: [{ attribute: 'fn', equals: 'Sulisław' }, { attribute: 'age', gte: 29 }, staffOnly] }, serve: 'internal' }], otherwise: 'external' }), // prettier-ignore
  'disabled-flag': disabledFlag(),
  whose: snapshotFlag({ variants: { api: 'api', transaction: 'transaction', client: 'client', call: 'call', hook: 'hook', off: 'nobody' }, rules: ['api', 'transaction', 'client', 'call', 'hook'].map((name) => ({ name, when: { attribute: 'level', equals: name }, serve: name })), otherwise: 'off' }), // prettier-ignore
};

let domain = 0;

afterEach(async () => {
  await OpenFeature.close();
  OpenFeature.clearHooks();
  OpenFeature.clearHandlers();
  await OpenFeature.setContext({});
});

interface Started {
  readonly client: Client;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly name: string;
  /** What the source has from now on; nothing while it is away. */
  give(parts: SnapshotParts | undefined): Promise<void>;
}

async function started(
  options: ProviderOptions = {},
  first: SnapshotParts | 'away' = { version: 1, flags },
): Promise<Started> {
  const clock = fakeClock();
  let parts = first === 'away' ? undefined : first;
  const read = async (): Promise<{ text: string }> => {
    if (parts === undefined) throw new Error('away');
    return { text: snapshotText(parts) };
  };
  const own = createClient({ environment: 'production', clock, propagation: 'none', staleAfter: '1m', read: { retries: 0 }, onWarning: () => {}, source: { name: 'fake', read } }); // prettier-ignore
  const name = `scenario-${domain++}`;
  await OpenFeature.setProviderAndWait(name, new FlagwrightProvider(own, options)).catch(() => {});
  const give = async (next: SnapshotParts | undefined): Promise<void> => {
    parts = next;
    await own.refresh();
    await settled();
  };
  return { client: OpenFeature.getClient(name), clock, name, give };
}

describe('evaluation', () => {
  it.each([
    ['boolean-flag', true, 'on'],
    ['string-flag', 'hi', 'greeting'],
    ['integer-flag', 10, 'ten'],
    ['float-flag', 0.5, 'half'],
    ['object-flag', { showImages: true, title: 'Check out', imagesPerPage: 100 }, 'template'],
    ['boolean-zero-flag', false, 'off'],
    ['string-zero-flag', '', 'zero'],
    ['integer-zero-flag', 0, 'zero'],
    ['object-zero-flag', {}, 'zero'],
  ] as const)('resolves %s to its value, with variant and reason', async (key, value, variant) => {
    const { client } = await started();
    const expected = { flagKey: key, value, variant, reason: 'STATIC' };
    if (typeof value === 'boolean') {
      expect(await client.getBooleanValue(key, !value)).toBe(value);
      expect(await client.getBooleanDetails(key, !value)).toMatchObject(expected);
    } else if (typeof value === 'string') {
      expect(await client.getStringValue(key, 'default')).toBe(value);
      expect(await client.getStringDetails(key, 'default')).toMatchObject(expected);
    } else if (typeof value === 'number') {
      expect(await client.getNumberValue(key, 77)).toBe(value);
      expect(await client.getNumberDetails(key, 77)).toMatchObject(expected);
    } else {
      expect(await client.getObjectValue(key, { other: 1 })).toEqual(value);
      expect(await client.getObjectDetails(key, { other: 1 })).toMatchObject(expected);
    }
  });

  it('decides by the context of the call', async () => {
    const { client } = await started();
    const context = { fn: 'Sulisław', ln: 'Świętopełk', age: 29, customer: false };
    expect(await client.getStringDetails('context-aware', '', context)).toMatchObject({ value: 'INTERNAL', reason: 'TARGETING_MATCH' }); // prettier-ignore
    expect(await client.getStringDetails('context-aware', '')).toMatchObject({ value: 'EXTERNAL', reason: 'DEFAULT' });
    expect(await client.getBooleanDetails('disabled-flag', true)).toMatchObject({ value: false, reason: 'DISABLED' });
  });

  it('merges contexts: API, transaction, client, call, hook, the later over the earlier', async () => {
    const { client } = await started();
    OpenFeature.setTransactionContextPropagator(new AsyncLocalStorageTransactionContextPropagator());
    const whose = (): Promise<string> => client.getStringValue('whose', '');
    expect(await whose()).toBe('nobody');
    await OpenFeature.setContext({ level: 'api' });
    expect(await whose()).toBe('api');
    await new Promise<void>((done, fail) => {
      OpenFeature.setTransactionContext({ level: 'transaction' }, () => {
        void whose()
          .then((value) => expect(value).toBe('transaction'))
          .then(done, fail);
      });
    });
    client.setContext({ level: 'client' });
    expect(await whose()).toBe('client');
    expect(await client.getStringValue('whose', '', { level: 'call' })).toBe('call');
    client.addHooks({ before: () => ({ level: 'hook' }) });
    expect(await client.getStringValue('whose', '', { level: 'call' })).toBe('hook');
  });

  it.each([
    ['missing-flag', 'FLAG_NOT_FOUND'],
    ['boolean-flag', 'TYPE_MISMATCH'],
    ['integer-flag', 'TYPE_MISMATCH'],
    ['object-flag', 'TYPE_MISMATCH'],
  ])('gives the default of the call with reason and code: %s as a text', async (key, errorCode) => {
    const { client } = await started();
    const details = await client.getStringDetails(key, 'default');
    expect(details).toMatchObject({ value: 'default', reason: 'ERROR', errorCode });
    expect(details.errorMessage).not.toBe('');
    expect(details.variant).toBeUndefined();
  });

  it('gives metadata of every type that the specification has', async () => {
    const { client } = await started();
    const { flagMetadata } = await client.getStringDetails('context-aware', '', {
      fn: 'Sulisław',
      age: 40,
      customer: false,
    });
    expect(flagMetadata).toMatchObject({ rule: 'staff', version: 1, degraded: false });
    for (const value of Object.values(flagMetadata)) expect(['string', 'number', 'boolean']).toContain(typeof value);
  });
});

describe('hooks', () => {
  const noted = (calls: unknown[]): Hook => ({
    before: ({ flagKey, providerMetadata }) => void calls.push(['before', flagKey, providerMetadata.name]),
    after: (_, { value, variant }) => void calls.push(['after', value, variant]),
    error: (_, error) => void calls.push(['error', (error as { code?: string }).code]),
    finally: (_, { reason }) => void calls.push(['finally', reason]),
  });

  it('run before, after and finally around a flag that is resolved', async () => {
    const { client } = await started();
    const calls: unknown[] = [];
    await client.getBooleanValue('boolean-flag', false, {}, { hooks: [noted(calls)] });
    expect(calls).toEqual([
      ['before', 'boolean-flag', 'flagwright'],
      ['after', true, 'on'],
      ['finally', 'STATIC'],
    ]);
  });

  it.each([
    ['missing-flag', 'FLAG_NOT_FOUND'],
    ['string-flag', 'TYPE_MISMATCH'],
  ])('run before, error and finally where there is an error: %s', async (key, code) => {
    const { client } = await started();
    const calls: unknown[] = [];
    await client.getBooleanValue(key, false, {}, { hooks: [noted(calls)] });
    expect(calls).toEqual([
      ['before', key, 'flagwright'],
      ['error', code],
      ['finally', 'ERROR'],
    ]);
  });
});

describe('events', () => {
  it('run handlers at once for the state that the provider is in, of its own domain alone', async () => {
    const ready = await started();
    const away = await started({}, 'away');
    const heard: string[] = [];
    for (const [name, { client }] of Object.entries({ ready, away })) {
      for (const event of Object.values(ProviderEvents)) client.addHandler(event, () => heard.push(`${name} ${event}`));
    }
    expect(heard).toEqual(['ready PROVIDER_READY', 'away PROVIDER_ERROR']);
    await ready.give({ version: 2, flags: { ...flags, 'boolean-flag': disabledFlag() } });
    expect(heard.slice(2)).toEqual(['ready PROVIDER_CONFIGURATION_CHANGED']);
    expect([ready.client.providerStatus, away.client.providerStatus]).toEqual([ProviderStatus.READY, ProviderStatus.ERROR]); // prettier-ignore
  });

  it('go READY, STALE, READY, with the state told before handlers run', async () => {
    const { client, clock, give } = await started();
    const heard: unknown[] = [];
    for (const event of [ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.Error])
      client.addHandler(event, () => heard.push([event, client.providerStatus]));
    await clock.pass(60_000);
    await give({ version: 1, flags });
    expect(heard).toEqual([
      ['PROVIDER_READY', 'READY'],
      ['PROVIDER_STALE', 'STALE'],
      ['PROVIDER_READY', 'READY'],
    ]);
  });

  it('reach handlers of the API, with the domain, and handlers that were removed no more', async () => {
    const heard: unknown[] = [];
    const handler = (details?: {
      readonly domain?: string | undefined;
      readonly flagsChanged?: string[] | undefined;
    }): void => void heard.push([details?.domain, details?.flagsChanged]);
    OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, handler);
    const { name, give } = await started();
    await give({
      version: 2,
      flags: { ...flags, 'string-flag': disabledFlag({ variants: { greeting: 'hi', off: 'bye' } }) },
    });
    OpenFeature.removeHandler(ProviderEvents.ConfigurationChanged, handler);
    await give({ version: 3, flags });
    expect(heard).toEqual([[name, ['string-flag']]]);
  });

  it('follow a domain to its new provider', async () => {
    const first = await started();
    const heard: string[] = [];
    first.client.addHandler(ProviderEvents.ConfigurationChanged, () => heard.push('changed'));
    const second = createClient({ environment: 'production', propagation: 'none', source: { name: 'other', read: async () => ({ text: snapshotText({ version: 5, flags: { 'boolean-flag': disabledFlag() } }) }) } }); // prettier-ignore
    await OpenFeature.setProviderAndWait(first.name, new FlagwrightProvider(second));
    expect(await first.client.getBooleanValue('boolean-flag', true)).toBe(false);
    await first.give({ version: 2, flags: {} });
    expect(heard).toEqual([]);
    expect(first.clock.waiting).toBe(0);
  });
});

describe('tracking', () => {
  it('takes the merged context, and a value if there is one', async () => {
    const outcomes: Outcome[] = [];
    const { client } = await started({ onOutcome: (one) => outcomes.push(one) });
    await OpenFeature.setContext({ targetingKey: 'ada' });
    client.track('viewed');
    client.track('paid', {}, { value: 99.77, currency: 'EUR' });
    client.setContext({ targetingKey: 'lin' });
    client.track('viewed', { country: 'DE' });
    client.track('viewed', { targetingKey: 'sam' });
    expect(outcomes.map(({ key, metric, value }) => [key, metric, value])).toEqual([
      ['ada', 'viewed', 1],
      ['ada', 'paid', 99.77],
      ['lin', 'viewed', 1],
      ['sam', 'viewed', 1],
    ]);
  });

  it('throws nothing, whoever listens or does not', async () => {
    const silent = await started();
    expect(() => silent.client.track('viewed', { targetingKey: 'ada' })).not.toThrow();
    const failing = await started({ onOutcome: () => { throw new Error('full'); } }); // prettier-ignore
    expect(() => failing.client.track('viewed', { targetingKey: 'ada' })).not.toThrow();
  });
});
