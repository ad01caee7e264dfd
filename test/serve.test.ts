import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleFiles } from './support/example-project.ts';
import { evaluation, testServer, type TestServer } from './support/server.ts';
import { runMain } from './support/transcript.ts';

let server: TestServer;

beforeAll(async () => {
  server = await testServer({ environments: ['production', 'staging'] });
});

afterAll(() => server.stop());

const production = '?environment=production';

describe('one flag', () => {
  it('gives its value, variant and reason', async () => {
    const { status, body } = await server.ask(`/ofrep/v1/evaluate/flags/payment-api-v2${production}`, evaluation());
    expect(status).toBe(200);
    expect(body).toEqual({ key: 'payment-api-v2', value: true, variant: 'on', reason: 'DEFAULT', metadata: {} });
  });

  it('names the rule that matched', async () => {
    server.setTime('2026-11-28T12:00:00Z');
    const { body } = await server.ask(`/ofrep/v1/evaluate/flags/new-checkout-ui${production}`, evaluation());
    server.setTime('2026-11-22T12:00:00Z');
    expect(body).toMatchObject({ reason: 'TARGETING_MATCH', metadata: { rule: 'peak-weekend' } });
  });

  it('follows the schedule of its rules', async () => {
    const { body } = await server.ask(`/ofrep/v1/evaluate/flags/new-checkout-ui${production}`, evaluation());
    expect(body).toMatchObject({ reason: 'DEFAULT', metadata: {} });
  });

  it('that does not exist is not found', async () => {
    const { status, body } = await server.ask(`/ofrep/v1/evaluate/flags/nothing${production}`, evaluation());
    expect(status).toBe(404);
    expect(body).toEqual({ key: 'nothing', errorCode: 'FLAG_NOT_FOUND', errorDetails: 'no flag is called "nothing"' });
  });

  it.each([
    ['nothing at all', '', 200, undefined],
    ['an empty object', '{}', 200, undefined],
    ['half of an object', '{"context":', 400, 'PARSE_ERROR'],
    ['a list', '[]', 400, 'PARSE_ERROR'],
    ['a context that is a text', '{"context":"u-1"}', 400, 'INVALID_CONTEXT'],
    ['a context of 65 attributes', JSON.stringify({ context: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`a${at}`, at])) }), 400, 'INVALID_CONTEXT'], // prettier-ignore
    ['a context five levels deep', '{"context":{"a":{"b":{"c":{"d":{}}}}}}', 400, 'INVALID_CONTEXT'],
    ['a context of 9 KiB', JSON.stringify({ context: { note: 'x'.repeat(9 * 1024) } }), 400, 'INVALID_CONTEXT'],
  ])('is asked for with %s', async (_, body, status, errorCode) => {
    const answer = await server.ask(`/ofrep/v1/evaluate/flags/payment-api-v1${production}`, { method: 'POST', body });
    expect(answer.status).toBe(status);
    if (errorCode === undefined) expect(answer.body).toMatchObject({ value: true });
    else expect(answer.body).toMatchObject({ key: 'payment-api-v1', errorCode });
  });
});

describe('all flags', () => {
  const path = `/ofrep/v1/evaluate/flags${production}`;

  it('come with a tag, and are not sent again to who has them', async () => {
    const context = { targetingKey: 'u-1', country: 'DE' };
    const first = await server.ask(path, evaluation(context));
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      flags: [
        { key: 'express-checkout', value: false, reason: 'DISABLED' },
        { key: 'new-checkout-ui' },
        { key: 'payment-api-v1' },
        { key: 'payment-api-v2' },
        { key: 'performance-mode' },
      ],
      eventStreams: [{ type: 'sse', endpoint: { requestUri: '/stream?environment=production&events=refetch' } }],
    });
    const tag = first.headers.get('etag')!;
    // The order of attributes makes no difference.
    const same = await server.ask(path, evaluation({ country: 'DE', targetingKey: 'u-1' }, { 'if-none-match': tag }));
    expect([same.status, same.text]).toEqual([304, '']);
    const other = await server.ask(path, evaluation({ targetingKey: 'u-2' }, { 'if-none-match': tag }));
    expect(other.status).toBe(200);
  });

  it('are sent again when a schedule has begun', async () => {
    const { headers } = await server.ask(path, evaluation());
    const ask = () => server.ask(path, evaluation({}, { 'if-none-match': headers.get('etag')! }));
    expect((await ask()).status).toBe(304);
    server.setTime('2026-11-28T12:00:00Z');
    const { status } = await ask();
    server.setTime('2026-11-22T12:00:00Z');
    expect(status).toBe(200);
  });
});

describe('a context that the manifest declares', () => {
  it('is normalised and checked as the client does it', async () => {
    const context = '{ unknown: drop, attributes: { country: { type: string, maxLength: 2, normalize: upper-case }, orders: { type: number } } }'; // prettier-ignore
    const flag = 'environments:\n  production: { enabled: true, rules: [{ name: german, when: { attribute: country, equals: DE }, serve: on }], otherwise: off }\n'; // prettier-ignore
    const files = exampleFiles({ flags: { 'fast-search': flag } });
    const other = await testServer({
      files: { ...files, 'flagwright.yaml': `${files['flagwright.yaml']}context: ${context}\n` },
    });
    const ask = async (own: object) => (await other.ask('/ofrep/v1/evaluate/flags/fast-search', evaluation(own))).body;
    expect(await ask({ country: 'de', colour: 'red' })).toMatchObject({ value: true, metadata: { rule: 'german' } });
    expect(await ask({ orders: '3' })).toMatchObject({ errorCode: 'INVALID_CONTEXT', errorDetails: 'orders is not a number' }); // prettier-ignore
    expect(await ask({ country: 'Germany' })).toMatchObject({ errorCode: 'INVALID_CONTEXT' });
    const all = async (own: object) =>
      (await other.ask('/ofrep/v1/evaluate/flags', evaluation(own))).headers.get('etag');
    expect(await all({ country: 'de', colour: 'red' })).toBe(await all({ country: 'DE' }));
    await other.stop();
  });
});

describe('environments', () => {
  it('are named by the query where there are several', async () => {
    const unnamed = await server.ask('/ofrep/v1/evaluate/flags/payment-api-v2', evaluation());
    expect(unnamed.status).toBe(400);
    expect(unnamed.body).toMatchObject({ errorDetails: expect.stringContaining('?environment=staging') });
    const unknown = await server.ask('/snapshot?environment=development');
    expect(unknown.status).toBe(404);
  });
});

describe('a snapshot', () => {
  it('is what export gives, with a tag', async () => {
    const { status, headers, body, text } = await server.ask(`/snapshot${production}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ environment: 'production', version: 1 });
    expect(headers.get('cache-control')).toBe('private, no-cache');
    const again = await server.ask(`/snapshot${production}`, { headers: { 'if-none-match': headers.get('etag')! } });
    expect(again.status).toBe(304);
    const args = ['export', 'snapshot', '--env', 'production'];
    const exported = await runMain(args, server.repository.path, server.repository.env);
    expect(text).toBe(exported.stdout);
  });

  it('for flagd is what export gives', async () => {
    const { text, headers } = await server.ask(`/flagd/production.json${production}`);
    const args = ['export', 'flagd', '--env', 'production', '--at', 'HEAD'];
    expect(text).toBe((await runMain(args, server.repository.path, server.repository.env)).stdout);
    const again = await server.ask(`/flagd/production.json${production}`, {
      headers: { 'if-none-match': headers.get('etag')! },
    });
    expect(again.status).toBe(304);
    expect((await server.ask(`/flagd/staging.json${production}`)).status).toBe(404);
  });
});

describe('operators', () => {
  it('learn that it lives and what it serves', async () => {
    expect((await server.ask('/healthz')).body).toEqual({ live: true });
    const { status, body } = await server.ask('/readyz');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ready: true,
      environments: { production: { version: 1 }, staging: { version: 1 } },
      refused: null,
    });
  });

  it('read metrics', async () => {
    await server.ask(`/ofrep/v1/evaluate/flags/payment-api-v2${production}`, evaluation());
    const { text } = await server.ask('/metrics');
    expect(text).toMatch(
      /^flagwright_evaluations_total\{environment="production",flag="payment-api-v2",variant="on"\} \d+$/m,
    );
    expect(text).toMatch(/^flagwright_snapshot_version\{environment="staging"\} 1$/m);
    expect(text).toMatch(/^flagwright_http_request_duration_seconds_count\{route="evaluate",status="200"\} \d+$/m);
    expect(text).toMatch(/^flagwright_commit_refused\{reason="broken"\} 0$/m);
  });

  it('find no context, no query and no header in the log', async () => {
    const path = `/ofrep/v1/evaluate/flags/payment-api-v2${production}&note=secret-query`;
    await server.ask(path, evaluation({ email: 'secret@example.com' }, { 'x-note': 'secret-header' }));
    await server.ask('/healthz');
    const text = JSON.stringify(server.log);
    expect(text).toContain('/ofrep/v1/evaluate/flags/payment-api-v2');
    expect(text).not.toContain('secret');
  });

  it('get JSON for what does not exist', async () => {
    expect(await server.ask('/nothing')).toMatchObject({
      status: 404,
      body: { errorDetails: 'there is no such route' },
    });
  });
});
