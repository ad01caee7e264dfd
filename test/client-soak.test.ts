import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { isWhole } from './support/depth.ts';
import { disk } from '../src/runtime/disk-cache.ts';
import { faultKit, memoryCache } from './support/fault-kit.ts';
import { disabledFlag, snapshotFlag } from './support/snapshots.ts';

/** An hour of failures in as many seconds as this says; with FLAGWRIGHT_FAULTS=all in a minute. */
const seconds = isWhole ? 60 : 4;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const descriptors = (): number => readdirSync('/proc/self/fd').length;

it(
  `through ${seconds} seconds of failures every question is answered, and nothing grows`,
  { timeout: 120_000 },
  async () => {
    const kit = await faultKit();
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      const { server } = kit;
      const cache = memoryCache();
      const client = kit.client({
        propagation: 'hybrid',
        poll: 50,
        reconcile: 100,
        silence: 200,
        deadline: 20,
        staleAfter: 100,
        read: { timeout: 50, retries: 1, retryAfter: 5, breakAfter: 3, breakFor: 20, breakForAtMost: 50 },
        cache: [cache, disk(join(kit.folder, 'cache'))],
      });
      await client.ready();
      const faults: (() => void | Promise<void>)[] = [
        () => server.breakStreams(),
        () => void (server.snapshotFault = (_, response) => response.writeHead(500).end()),
        () => void (server.snapshotFault = () => {}),
        () => void (server.snapshotFault = (request) => void request.socket.resetAndDestroy()),
        () => void (server.snapshotFault = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{')), // prettier-ignore
        () => void (server.streamFault = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<')), // prettier-ignore
        () => void (server.streamFault = () => {}),
        () => void (cache.fault = () => Promise.reject(new Error('away'))),
        async () => {
          await server.stop();
          await server.start();
        },
      ];
      let version = 1;
      let answers = 0;
      let highest = 0;
      let early: { heap: number; open: number } | undefined;
      const end = performance.now() + seconds * 1000;
      for (let turn = 0; performance.now() < end; turn++) {
        await faults[turn % faults.length]!();
        if (turn % 2 === 0) {
          server.serve({
            version: ++version,
            flags: { checkout: version % 2 === 0 ? snapshotFlag() : disabledFlag() },
          });
          server.announce();
        }
        const asked = Array.from({ length: 20 }, (_, at) => client.evaluate('checkout', { targetingKey: String(at) }, { delivery: 'always-fresh' })); // prettier-ignore
        for (const answer of await Promise.all(asked)) {
          expect(answer.value).toBe(answer.version! % 2 === 0 || answer.version === 1);
          expect(answer.version).toBeGreaterThanOrEqual(highest);
          highest = answer.version!;
          answers++;
        }
        server.snapshotFault = undefined;
        server.streamFault = undefined;
        cache.fault = undefined;
        await new Promise((resolve) => setTimeout(resolve, 10));
        if (turn === 40) {
          collect();
          early = { heap: process.memoryUsage().heapUsed, open: descriptors() };
        }
      }
      while (client.health().version !== version) await client.refresh();
      collect();
      const heap = process.memoryUsage().heapUsed;
      const open = descriptors();
      process.stdout.write(`\n${answers} answers, ${version} versions, ${kit.noted.length} failures noted; heap ${mb(early!.heap)} → ${mb(heap)} MB, descriptors ${early!.open} → ${open}\n`); // prettier-ignore
      expect(unhandled).toEqual([]);
      expect(client.failures().length).toBe(Math.min(kit.noted.length, 100));
      expect(kit.noted.length).toBeGreaterThan(20);
      expect(heap).toBeLessThan(early!.heap + 10e6);
      expect(open).toBeLessThan(early!.open + 10);
    } finally {
      process.off('unhandledRejection', note);
      await kit.done();
    }
  },
);

const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);
