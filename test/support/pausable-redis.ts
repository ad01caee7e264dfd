import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** A Redis of its own, on a port of its own, which keeps nothing on the disk. */
export interface PausableRedis {
  readonly address: string;
  start(): Promise<void>;
  /** Ends it at once, and waits for its end. */
  kill(): Promise<void>;
  /** Stops it where it is: its connections stay open, and nothing is answered. */
  pause(): void;
  resume(): void;
}

/** Whether this machine has one. */
export const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

export async function pausableRedis(): Promise<PausableRedis> {
  const port = await freePort();
  let process: ChildProcess | undefined;
  const server: PausableRedis = {
    address: `redis://127.0.0.1:${port}`,
    start: () =>
      new Promise((resolve, reject) => {
        process = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']); // prettier-ignore
        process.on('error', reject);
        process.stdout?.on('data', (text: Buffer) => {
          if (text.includes('Ready to accept connections')) resolve();
        });
      }),
    kill: () =>
      new Promise((resolve) => {
        if (process === undefined || process.exitCode !== null || process.signalCode !== null) return resolve();
        process.on('exit', () => resolve());
        return void process.kill('SIGKILL');
      }),
    pause: () => void process?.kill('SIGSTOP'),
    resume: () => void process?.kill('SIGCONT'),
  };
  await server.start();
  return server;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
