import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventStream } from './support/event-stream.ts';
import { exampleFiles } from './support/example-project.ts';
import { evaluation, testServer, type TestServer } from './support/server.ts';

const flag = (state: string): Record<string, string> =>
  exampleFiles({ flags: { 'fast-search': `environments:\n  production: ${state}\n` } });

/** Good and broken commits in turns, with subscribers that come and go; every request has to be answered with what was good last. */
async function round(server: TestServer, number: number): Promise<void> {
  const { repository, running, ask } = server;
  const isOn = number % 2 === 0;
  repository.write({ 'fast-search.flag.yaml': 'environments: {' });
  repository.commit('Broken');
  expect(await running.refresh()).toBe('refused');
  const streams = await Promise.all(Array.from({ length: 5 }, () => eventStream(`${server.url}/stream`)));
  for (const one of streams) await one.next();
  repository.write(flag(String(isOn)));
  repository.commit('Good');
  expect(await running.refresh()).toBe('served');
  for (const one of streams) expect((await one.next())[0]).toBe('event: snapshot');
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => ask('/ofrep/v1/evaluate/flags/fast-search', evaluation({ targetingKey: 'u-1' }))),
  );
  for (const { body } of answers) expect(body).toMatchObject({ value: isOn });
  for (const one of streams) one.close();
}

/** Open files and sockets of this process, and programs that it has started. */
function held(): { files: number; children: number } {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
  return { files: readdirSync('/proc/self/fd').length, children: children.length };
}

it.skipIf(!existsSync(`/proc/${process.pid}/task/${process.pid}/children`))(
  'holds no more files and programs after eighty commits than after four',
  { timeout: 240_000 },
  async () => {
    const server = await testServer({ files: flag('true') });
    for (let number = 1; number <= 2; number++) await round(server, number);
    const before = held();
    for (let number = 3; number <= 40; number++) await round(server, number);
    while (server.running.streams.size > 0) await server.logged('request');
    const after = held();
    // Connections that fetch keeps for the next request come and go.
    expect(after.files).toBeLessThanOrEqual(before.files + 15);
    expect(after.children).toBeLessThanOrEqual(before.children);
    expect(server.log.filter(({ event }) => event === 'bug')).toEqual([]);
    await server.stop();
  },
);
