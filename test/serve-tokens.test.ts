import { afterEach, describe, expect, it } from 'vitest';
import { eventStream } from './support/event-stream.ts';
import { userError } from './support/host.ts';
import { evaluation, testServer, tokenName, type TestServer, type TestServerOptions } from './support/server.ts';

const servers: TestServer[] = [];

afterEach(async () => {
  for (const one of servers.splice(0)) await one.stop();
});

const production = 'production-token-0001';
const staging = 'staging-token-000001';
const tokens = { production: `# of the shop\n${production}\n\n`, staging: `${staging}\r\n` };
const environments = ['production', 'staging'];

async function started(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await testServer({ environments, tokens, ...options });
  servers.push(server);
  return server;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

describe('a token', () => {
  it('says which environment is meant', async () => {
    const server = await started();
    for (const [token, environment] of [
      [production, 'production'],
      [staging, 'staging'],
    ] as const) {
      // prettier-ignore
      const { body } = await server.ask('/snapshot', { headers: bearer(token) });
      expect(body).toMatchObject({ environment });
    }
    const asKey = await server.ask('/snapshot', { headers: { 'x-api-key': staging } });
    expect(asKey.body).toMatchObject({ environment: 'staging' });
  });

  it.each([
    ['none', {}, '', 401],
    ['none, and the environment named', {}, '?environment=production', 401],
    ['none, and an environment that is not served', {}, '?environment=nothing', 401],
    ['one that is not known', bearer('x'.repeat(20)), '', 401],
    ['the beginning of one', bearer(production.slice(0, -1)), '', 401],
    ['one in another scheme', { authorization: `Basic ${production}` }, '', 401],
    ['one for another environment', bearer(staging), '?environment=production', 403],
  ])('is needed: %s', async (_, headers, query, status) => {
    const server = await started();
    for (const [path, method] of [
      ['/snapshot', 'GET'],
      ['/stream', 'GET'],
      ['/flagd/production.json', 'GET'],
      ['/metrics', 'GET'],
      ['/ofrep/v1/configuration', 'GET'],
      ['/ofrep/v1/evaluate/flags', 'POST'],
      ['/ofrep/v1/evaluate/flags/payment-api-v2', 'POST'],
      ['/-/refresh', 'POST'],
    ] as const) {
      const answer = await server.ask(path + query, { method, headers });
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.text).not.toContain('payment-api');
    }
    expect((await server.ask('/healthz')).status).toBe(200);
  });

  it('is in no line of the log and no answer', async () => {
    const server = await started();
    await server.ask('/snapshot', { headers: bearer('wrong-token-of-somebody') });
    const { text } = await server.ask('/ofrep/v1/evaluate/flags', evaluation({}, bearer(production)));
    await server.ask('/metrics', { headers: bearer(production) });
    for (const where of [text, JSON.stringify(server.log)]) expect(where).not.toMatch(/[a-z]+-token/);
  });
});

describe('token files', () => {
  it('are read again: new tokens open, old ones no longer do, and their streams end', async () => {
    const server = await started();
    const stream = await eventStream(`${server.url}/stream`, bearer(production));
    const other = await eventStream(`${server.url}/stream`, bearer(staging));
    server.repository.write({ [`../${tokenName(server.repository, 'production')}`]: 'another-token-00001\n' });
    await server.running.refresh();
    await stream.ended;
    expect(await server.logged('tokens-changed')).toBeDefined();
    expect((await server.ask('/snapshot', { headers: bearer(production) })).status).toBe(401);
    expect((await server.ask('/snapshot', { headers: bearer('another-token-00001') })).status).toBe(200);
    expect(server.running.streams.count('staging')).toBe(1);
    other.close();
  });

  it.each([
    ['empty', ''],
    ['with a token that is too short', 'short\n'],
    ['with a token of the other environment', `${staging}\n`],
  ])('that are %s change nothing, and the log says why', async (_, text) => {
    const server = await started();
    server.repository.write({ [`../${tokenName(server.repository, 'production')}`]: text });
    await server.running.refresh();
    const { why } = await server.logged('tokens-unreadable');
    expect(why).not.toContain('token-0');
    await server.running.refresh();
    expect(server.log.filter(({ event }) => event === 'tokens-unreadable')).toHaveLength(1);
    expect((await server.ask('/snapshot', { headers: bearer(production) })).status).toBe(200);
  });

  it('that are wrong end the start', async () => {
    expect(await userError(() => started({ tokens: { production: 'short\n' } }))).toMatch(/^line 1 of production.tokens is not a token/); // prettier-ignore
    expect(await userError(() => started({ tokens: { production: '# none\n' } }))).toMatch(/^production.tokens holds no token/); // prettier-ignore
    expect(await userError(() => started({ tokens: { production: `${staging}\n`, staging: `${staging}\n` } }))).toMatch(/also opens the environment production/); // prettier-ignore
  });
});

describe('the ticket of a stream', () => {
  const ticketed = async (server: TestServer): Promise<string> => {
    const { body } = await server.ask('/ofrep/v1/evaluate/flags', evaluation({}, bearer(production)));
    return (body as { eventStreams: [{ endpoint: { requestUri: string } }] }).eventStreams[0].endpoint.requestUri;
  };

  it('opens that stream without a token, and nothing else', async () => {
    const server = await started();
    const uri = await ticketed(server);
    const stream = await eventStream(server.url + uri);
    expect(stream.status).toBe(200);
    stream.close();
    const query = uri.split('?')[1]!;
    expect((await server.ask(`/snapshot?${query}`)).status).toBe(401);
    const ofOther = await server.ask(`/stream?${query.replace('production', 'staging')}`);
    expect(ofOther.status).toBe(401);
    expect(JSON.stringify(server.log)).not.toContain('ticket');
  });

  it('is the same on every server with the token, and dies with it', async () => {
    const server = await started();
    const uri = await ticketed(server);
    expect(await ticketed(await started())).toBe(uri);
    server.repository.write({ [`../${tokenName(server.repository, 'production')}`]: 'another-token-00001\n' });
    await server.running.refresh();
    expect((await server.ask(uri)).status).toBe(401);
  });
});

describe('the address', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1', 'flags.example'])('%s is refused without tokens', async (host) => {
    expect(await userError(() => testServer({ host }))).toMatch(/is reachable from other machines, and production needs no token/); // prettier-ignore
  });

  it('may be any with tokens for every environment', async () => {
    expect(await userError(() => started({ host: '0.0.0.0', tokens: { production: tokens.production } }))).toMatch(/staging needs no token/); // prettier-ignore
    const server = await started({ host: '0.0.0.0' });
    expect(server.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
  });

  it('that is taken is said to be', async () => {
    const server = await started();
    const port = Number(new URL(server.url).port);
    expect(await userError(() => started({ port }))).toMatch(/another program listens there/);
  });

  it('serves an environment that exists', async () => {
    expect(await userError(() => testServer({ environments: ['prodution'] }))).toBe(
      'no environment is called "prodution" / did you mean "production"?',
    );
  });
});
