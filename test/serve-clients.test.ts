import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlagdProvider } from '@openfeature/flagd-provider';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents as ServerProviderEvents } from '@openfeature/server-sdk';
import { OpenFeature as WebOpenFeature, ProviderEvents, type Provider } from '@openfeature/web-sdk';
import { afterEach, expect, it } from 'vitest';
import { eventStream, type EventStream } from './support/event-stream.ts';
import { exampleFiles } from './support/example-project.ts';
import { flagdRelay } from './support/flagd-relay.ts';
import { evaluation, testServer, type TestServer, type TestServerOptions } from './support/server.ts';

const servers: TestServer[] = [];

afterEach(async () => {
  await OpenFeature.close();
  await WebOpenFeature.close();
  for (const one of servers.splice(0)) await one.stop();
});

const token = 'production-token-0001';

async function started(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await testServer({ tokens: { production: `${token}\n` }, ...options });
  servers.push(server);
  return server;
}

const headers: [string, string][] = [['Authorization', `Bearer ${token}`]];

it('the OFREP provider of the server SDK gets values, variants, reasons and errors', async () => {
  const flags = {
    'fast-search': 'environments:\n  production: { enabled: true, rules: [{ name: staff, when: { attribute: staff, equals: true }, serve: on }], otherwise: off }\n', // prettier-ignore
    theme: 'variants: { dark: "#000", light: "#fff" }\noff: light\nenvironments:\n  production: { enabled: true, otherwise: dark }\n', // prettier-ignore
    limit: 'variants: { low: 10, high: 0.5 }\noff: low\nenvironments:\n  production: { enabled: true, otherwise: high }\n', // prettier-ignore
    layout: 'variants: { a: { columns: 2 }, b: { columns: 3 } }\noff: a\nenvironments:\n  production: { enabled: true, otherwise: b }\n', // prettier-ignore
  };
  const server = await started({ files: exampleFiles({ flags }) });
  await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: server.url, headers }));
  const client = OpenFeature.getClient();
  expect(await client.getBooleanDetails('fast-search', false, { targetingKey: 'u-1', staff: true })).toMatchObject({
    value: true,
    variant: 'on',
    reason: 'TARGETING_MATCH',
    flagMetadata: { rule: 'staff' },
  });
  expect(await client.getStringValue('theme', '')).toBe('#000');
  expect(await client.getNumberValue('limit', 0)).toBe(0.5);
  expect(await client.getObjectValue('layout', {})).toEqual({ columns: 3 });
  expect(await client.getBooleanDetails('theme', true)).toMatchObject({ value: true, errorCode: 'TYPE_MISMATCH' });
  expect(await client.getBooleanDetails('nothing', true)).toMatchObject({ value: true, errorCode: 'FLAG_NOT_FOUND' });
  const deep = { targetingKey: 'u-1', a: { b: { c: { d: {} } } } };
  expect(await client.getBooleanDetails('fast-search', true, deep)).toMatchObject({
    value: true,
    errorCode: 'INVALID_CONTEXT',
  });
});

it('the OFREP provider falls back to the default of the code without a token that is known', async () => {
  const server = await started();
  await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: server.url }));
  const details = await OpenFeature.getClient().getBooleanDetails('payment-api-v2', false);
  expect(details).toMatchObject({ value: false, reason: 'ERROR' });
});

it("flagd's provider gives the same for what it reads from the server", async () => {
  const server = await started();
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-flagd-'));
  const file = join(folder, 'flags.json');
  const authorization = `Bearer ${token}`;
  writeFileSync(file, (await server.ask('/flagd/production.json', { headers: { authorization } })).text);
  const provider = new FlagdProvider({ resolverType: 'in-process', offlineFlagSourcePath: file });
  await OpenFeature.setProviderAndWait('flagd', provider);
  const client = OpenFeature.getClient('flagd');
  const variants = new Set<unknown>();
  for (let at = 0; at < 50; at++) {
    const context = { targetingKey: `u-${at}`, country: 'DE', seenCheckout: 'one-page' };
    const { body } = await server.ask('/ofrep/v1/evaluate/flags/new-checkout-ui', evaluation(context, { authorization })); // prettier-ignore
    const { value } = body as { value: boolean };
    variants.add(value);
    expect(await client.getBooleanValue('new-checkout-ui', !value, context)).toBe(value);
  }
  expect(variants.size).toBe(2);
  rmSync(folder, { recursive: true });
});

// The provider (0.16) cannot read HTTP itself: in-process it reads a file, as above, or follows a flagd over gRPC, which reads HTTP for it.
it("flagd's provider follows what flagd syncs from the server over HTTP", async () => {
  const server = await started();
  const relay = await flagdRelay(`${server.url}/flagd/production.json`, { authorization: `Bearer ${token}` });
  try {
    const provider = new FlagdProvider({
      resolverType: 'in-process',
      host: '127.0.0.1',
      port: relay.port,
      deadlineMs: 30_000,
    });
    await OpenFeature.setProviderAndWait('flagd-sync', provider);
    const client = OpenFeature.getClient('flagd-sync');
    expect(await client.getBooleanDetails('performance-mode', false)).toMatchObject({ value: true, variant: 'on' });
    const changed = new Promise<unknown>((done) => {
      client.addHandler(ServerProviderEvents.ConfigurationChanged, (details) => done(details?.flagsChanged));
    });
    expect(await relay.sync()).toBe(false);
    const path = 'flags/platform/performance-mode.flag.yaml';
    server.repository.write({ [path]: server.repository.git('show', `HEAD:${path}`).replace('production: true', 'production: false') }); // prettier-ignore
    server.repository.commit('Performance mode is off again');
    await server.running.refresh();
    expect(await relay.sync()).toBe(true);
    expect(await changed).toContain('performance-mode');
    expect(await client.getBooleanValue('performance-mode', true)).toBe(false);
  } finally {
    await OpenFeature.close();
    relay.stop();
  }
});

/** What browsers have and Node 20 has not, as far as the provider uses it. */
class NodeEventSource extends EventTarget {
  static readonly open: NodeEventSource[] = [];
  readyState = 0;
  #stream: EventStream | undefined;

  constructor(url: string) {
    super();
    NodeEventSource.open.push(this);
    void this.#follow(url);
  }

  async #follow(url: string): Promise<void> {
    this.#stream = await eventStream(url);
    this.readyState = this.#stream.status === 200 ? 1 : 2;
    this.dispatchEvent(new Event(this.readyState === 1 ? 'open' : 'error'));
    while (this.readyState === 1) {
      const lines = await this.#stream.next();
      const data = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length);
      const type = lines.find((line) => line.startsWith('event: '))?.slice('event: '.length) ?? 'message';
      this.dispatchEvent(new MessageEvent(type, { data }));
    }
  }

  close(): void {
    this.readyState = 2;
    this.#stream?.close();
  }
}

it('the OFREP provider of the web SDK hears of a change by the event stream, and evaluates again', async () => {
  const server = await started();
  Object.assign(globalThis, { EventSource: NodeEventSource });
  const options = { baseUrl: server.url, headers, pollInterval: -1, cacheMode: 'disabled' } as const;
  const provider = new OFREPWebProvider(options) as Provider;
  await WebOpenFeature.setContext({ targetingKey: 'u-1' });
  await WebOpenFeature.setProviderAndWait(provider);
  const client = WebOpenFeature.getClient();
  expect(client.getBooleanDetails('performance-mode', false)).toMatchObject({ value: true, variant: 'on' });
  const changed = new Promise<readonly string[] | undefined>((done) => {
    client.addHandler(ProviderEvents.ConfigurationChanged, (details) => done(details?.flagsChanged));
  });
  await new Promise<void>((done) => {
    const isOpen = (): boolean => NodeEventSource.open.some(({ readyState }) => readyState === 1);
    if (isOpen()) done();
    else NodeEventSource.open[0]?.addEventListener('open', () => done());
  });
  const path = 'flags/platform/performance-mode.flag.yaml';
  server.repository.write({ [path]: server.repository.git('show', `HEAD:${path}`).replace('production: true', 'production: false') }); // prettier-ignore
  server.repository.commit('Performance mode is off again');
  await server.running.refresh();
  expect(await changed).toEqual(['performance-mode']);
  expect(client.getBooleanDetails('performance-mode', true)).toMatchObject({ value: false, reason: 'DISABLED' });
  for (const one of NodeEventSource.open) one.close();
  Reflect.deleteProperty(globalThis, 'EventSource');
});
