import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventStream } from './support/event-stream.ts';
import { evaluation, testServer, type TestServer } from './support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await testServer();
});

afterAll(() => server.stop());

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends it as it is; resolves to the status. */
function send({ method, path, headers, body }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(server.url, { method, path, headers, agent: false }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const path = fc.oneof(
  fc.constantFrom('/snapshot', '/stream', '/metrics', '/readyz', '/-/refresh', '/flagd/production.json', '/ofrep/v1/configuration', '/ofrep/v1/evaluate/flags'), // prettier-ignore
  fc
    .string({ unit: 'binary-ascii', maxLength: 40 })
    .map((text) => `/ofrep/v1/evaluate/flags/${encodeURIComponent(text)}`),
  fc.string({ unit: fc.constantFrom('/', '.', '%', '%2e', '%00', '%ff', '?', '=', '&', 'a', '-', '__proto__') }).map((text) => `/${text}`), // prettier-ignore
);
const query = fc.constantFrom(
  '',
  '?environment=production',
  '?environment=__proto__',
  '?ticket=x&events=refetch',
  '?%ff',
);
const header = fc.record(
  {
    authorization: fc.constantFrom('Bearer', 'Bearer x', 'bearer  a  b', `Bearer ${'x'.repeat(5000)}`),
    'if-none-match': fc.constantFrom('*', '"1"', 'W/"1", "2"', ',,,'),
    'last-event-id': fc.constantFrom('-1', 'NaN', '99999999999999999999', ''),
    'accept-encoding': fc.constantFrom('gzip', 'gzip;q=0', 'br, gzip;q=0.5', '*'),
    'content-type': fc.constantFrom('application/json', 'text/plain', 'multipart/form-data'),
  },
  { requiredKeys: [] },
);
const content = fc.oneof(
  fc.json({ maxDepth: 8 }).map((context) => `{"context":${context}}`),
  fc.json({ maxDepth: 3 }),
  fc.string(),
  fc.constantFrom('{"context":{"__proto__":{"x":1},"constructor":1}}', '['.repeat(5000), '"', '\u0000'),
);

describe('whatever is sent', () => {
  it('is answered, and never with an error of ours', async () => {
    const sent = fc.record({
      method: fc.constantFrom('GET', 'POST', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
      path: fc.tuple(path, query).map((parts) => parts.join('')),
      headers: header as fc.Arbitrary<Record<string, string>>,
      body: content,
    });
    await fc.assert(
      fc.asyncProperty(sent, async (one) => {
        const body = one.method === 'GET' || one.method === 'HEAD' ? '' : one.body;
        expect(await send({ ...one, body })).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
    expect(server.log.filter(({ event }) => event === 'bug')).toEqual([]);
    expect((await server.ask('/readyz')).status).toBe(200);
  });

  it('is no bug of ours if it is cut off', async () => {
    const { hostname, port } = new URL(server.url);
    for (const end of ['destroy', 'resetAndDestroy'] as const) {
      const socket = connect(Number(port), hostname);
      socket.write(
        'POST /ofrep/v1/evaluate/flags/express-checkout HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{"con',
      );
      const before = server.log.length;
      // Once the other has been answered, this one has been read.
      await server.ask('/healthz');
      socket[end]();
      while (!server.log.slice(before).some(({ path }) => String(path).endsWith('express-checkout'))) await server.logged('request'); // prettier-ignore
    }
    expect(server.log.filter(({ event }) => event === 'bug')).toEqual([]);
    expect((await server.ask('/metrics')).text).not.toMatch(/status="5/);
  });

  it('leaves no stream behind', async () => {
    for (let round = 0; round < 20; round++) {
      const streams = await Promise.all(Array.from({ length: 10 }, () => eventStream(`${server.url}/stream`)));
      for (const one of streams) one.close();
    }
    while (server.running.streams.size > 0) await server.logged('request');
    expect((await server.ask('/metrics')).text).toContain('\nflagwright_streams{environment="production"} 0\n');
  });
});

/**
 * What OFREP 0.3 says of answers, in our words: its own document takes a value for two types at once, and leaves out the
 * reason DEFAULT; a reason is any text here, as the specification of OpenFeature has it.
 */
const success = {
  type: 'object',
  properties: {
    key: { type: 'string' },
    value: { type: ['boolean', 'string', 'number', 'object'] },
    reason: { type: 'string', minLength: 1 },
    variant: { type: 'string' },
    metadata: { type: 'object', additionalProperties: { type: ['boolean', 'string', 'number'] } },
  },
  required: ['key', 'value'],
  additionalProperties: false,
};
const failure = {
  type: 'object',
  properties: {
    key: { type: 'string' },
    errorCode: { enum: ['PARSE_ERROR', 'TARGETING_KEY_MISSING', 'INVALID_CONTEXT', 'GENERAL', 'FLAG_NOT_FOUND'] },
    errorDetails: { type: 'string' },
  },
  required: ['key', 'errorCode'],
  additionalProperties: false,
};
const bulk = {
  type: 'object',
  properties: {
    flags: { type: 'array', items: { anyOf: [success, failure] } },
    metadata: { type: 'object', additionalProperties: { type: ['boolean', 'string', 'number'] } },
    eventStreams: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          type: { const: 'sse' },
          endpoint: {
            type: 'object',
            properties: { requestUri: { type: 'string', pattern: '^/' } },
            required: ['requestUri'],
            additionalProperties: false,
          },
          inactivityDelaySec: { type: 'integer', minimum: 1 },
        },
        required: ['type', 'endpoint'],
        additionalProperties: false,
      },
    },
  },
  required: ['flags'],
  additionalProperties: false,
};

describe('answers', () => {
  it('are as OFREP has them', async () => {
    const ajv = new Ajv({ strictTypes: false, allErrors: true });
    const fits = (schema: object, value: unknown): void => {
      const validate = ajv.compile(schema);
      expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    };
    const path = '/ofrep/v1/evaluate/flags';
    fits(bulk, (await server.ask(path, evaluation({ targetingKey: 'u-1' }))).body);
    fits(success, (await server.ask(`${path}/payment-api-v2`, evaluation())).body);
    fits(failure, (await server.ask(`${path}/nothing`, evaluation())).body);
    fits(failure, (await server.ask(`${path}/payment-api-v2`, { method: 'POST', body: '{' })).body);
  });

  it.each([
    ['gzip, deflate, br', true],
    ['br;q=1.0, gzip;q=0.5', true],
    ['gzip;q=0', false],
    ['x-gzip', false],
    ['identity', false],
  ])('to who accepts %s are zipped: %s', async (accept, isZipped) => {
    const [encoding, bytes] = await new Promise<[string | undefined, Buffer]>((resolve, reject) => {
      const asked = request(`${server.url}/snapshot`, { headers: { 'accept-encoding': accept } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve([response.headers['content-encoding'], Buffer.concat(chunks)]));
      });
      asked.on('error', reject);
      asked.end();
    });
    expect(encoding).toBe(isZipped ? 'gzip' : undefined);
    const text = (isZipped ? gunzipSync(bytes) : bytes).toString();
    expect(JSON.parse(text)).toMatchObject({ environment: 'production' });
  });
});
