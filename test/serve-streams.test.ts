import { afterEach, describe, expect, it } from 'vitest';
import { eventStream, type EventStream } from './support/event-stream.ts';
import { exampleFiles } from './support/example-project.ts';
import { evaluation, testServer, type TestServer, type TestServerOptions } from './support/server.ts';

const open: { close(): void }[] = [];
const servers: TestServer[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) one.close();
  for (const one of servers.splice(0)) await one.stop();
});

const flag = (state: string): Record<string, string> =>
  exampleFiles({ flags: { 'fast-search': `environments:\n  staging: true\n  production: ${state}\n` } });

async function started(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await testServer({ files: flag('true'), environments: ['staging', 'production'], ...options });
  servers.push(server);
  return server;
}

async function streamed(server: TestServer, query: string, headers?: Record<string, string>): Promise<EventStream> {
  const stream = await eventStream(`${server.url}/stream?${query}`, headers);
  open.push(stream);
  return stream;
}

async function commit({ repository, running }: TestServer, state: string): Promise<string> {
  repository.write(flag(state));
  const id = repository.commit(`It is ${state}`);
  await running.refresh();
  return id;
}

describe('a stream of snapshots', () => {
  it('begins with the current one, and tells of each that follows', async () => {
    const server = await started();
    const stream = await streamed(server, 'environment=production');
    expect(await stream.block()).toMatch(/^retry: \d{4}$/);
    expect((await stream.next()).slice(0, 2)).toEqual(['event: snapshot', 'id: 1']);
    const id = await commit(server, 'false');
    const [event, version, data = ''] = await stream.next();
    expect([event, version]).toEqual(['event: snapshot', 'id: 2']);
    const { digest } = (await server.ask('/snapshot?environment=production')).body as { digest: string };
    const wanted = { environment: 'production', version: 2, commit: id, digest };
    expect(JSON.parse(data.slice('data: '.length))).toEqual(wanted);
  });

  it('begins with nothing for who has seen the current one', async () => {
    const server = await started();
    const seen = await streamed(server, 'environment=production', { 'last-event-id': '1' });
    const behind = await streamed(server, 'environment=production', { 'last-event-id': '0' });
    expect(await behind.next()).toContain('id: 1');
    await commit(server, 'false');
    expect(await seen.next()).toContain('id: 2');
  });

  it('has a sign of life between events', async () => {
    const server = await started();
    const stream = await streamed(server, 'environment=production', { 'last-event-id': '1' });
    await stream.block();
    server.tick('heartbeat');
    expect(await stream.block()).toBe(': alive');
  });
});

describe('a stream for OFREP', () => {
  it('is named by the answer for all flags, and tells only of what changes answers', async () => {
    const server = await started();
    const { body } = await server.ask('/ofrep/v1/evaluate/flags?environment=staging', evaluation());
    const { requestUri } = (body as { eventStreams: [{ endpoint: { requestUri: string } }] }).eventStreams[0].endpoint;
    const staging = await streamed(server, requestUri.split('?')[1]!);
    const production = await streamed(server, 'environment=production&events=refetch');
    await commit(server, 'false');
    const [id, data = ''] = await production.next();
    expect(id).toBe('id: 2');
    expect(JSON.parse(data.slice('data: '.length))).toMatchObject({ type: 'refetchEvaluation' });
    // Nothing has changed in staging: the next thing there is a sign of life.
    await staging.block();
    server.tick('heartbeat');
    expect(await staging.block()).toBe(': alive');
  });

  it('tells of schedules that begin, without any commit', async () => {
    const rule = '{ name: soon, from: 2026-12-01T00:00:00Z, serve: on }';
    const server = await started({ files: flag(`{ enabled: true, rules: [${rule}], otherwise: off }`) });
    const stream = await streamed(server, 'environment=production&events=refetch');
    server.setTime('2026-12-01T00:00:00Z');
    await server.running.refresh();
    expect(await stream.next()).toContain('id: 1');
  });
});

describe('a thousand subscribers', () => {
  it('are all told about a change', async () => {
    const server = await started();
    const opening = Array.from({ length: 1000 }, () => streamed(server, 'environment=production', { 'last-event-id': '1' })); // prettier-ignore
    const streams = await Promise.all(opening);
    expect(server.running.streams.count('production')).toBe(1000);
    server.repository.write(flag('false'));
    server.repository.commit('Off');
    const told = Promise.all(streams.map((stream) => stream.next()));
    await server.running.refresh();
    for (const lines of await told) expect(lines).toContain('id: 2');
  });
});
