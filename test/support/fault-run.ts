import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Whether there is a C compiler, and a system on which a library can be put before the C library. */
export const canFault = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

/**
 * What goes wrong at one system call that writes below a folder: `kill` ends every process of the run before the call,
 * `full` leaves no space on the disk from the call on, a signal reaches the first process before the call, and `Ctrl+C`
 * is SIGINT for all of them, as a terminal sends it.
 */
type FaultKind = 'kill' | 'full' | Signal;

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'Ctrl+C';

interface FaultyRun {
  /** Undefined if a signal ended the program. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Calls that write, of all processes of the run. */
  readonly calls: readonly string[];
  /** Whether it came as far as the fault. */
  readonly isFaulty: boolean;
}

export interface FaultLibrary {
  /**
   * Runs the built program.
   * @param folder absolute path without links: where it runs, and what is counted
   * @param at the call, from 1; 0 lets all pass
   */
  run(
    folder: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    fault: { readonly kind: FaultKind; readonly at: number },
  ): Promise<FaultyRun>;
  remove(): void;
}

const signalNumbers: Readonly<Record<Signal, string>> = { SIGHUP: '1', SIGINT: '2', SIGTERM: '15', 'Ctrl+C': '-2' };

/** The built program. */
export const program = resolve('bin/flagwright.js');

/** Builds the library that makes system calls fail; see fault-at.c. */
export function faultLibrary(): FaultLibrary {
  const place = mkdtempSync(join(tmpdir(), 'flagwright-faults-'));
  const library = join(place, 'fault-at.so');
  const source = resolve('test/support/fault-at.c');
  const built = spawnSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, source, '-ldl'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`cc: ${built.stderr}`);
  let runs = 0;

  return {
    async run(folder, args, env, { kind, at }) {
      const counter = join(place, `counter-${++runs}`);
      const log = join(place, `log-${runs}`);
      writeFileSync(counter, Buffer.alloc(64));
      writeFileSync(log, '');
      const { code, stdout, stderr } = await runProgram(process.execPath, [program, ...args], folder, {
        ...env,
        LD_PRELOAD: library,
        FAULT_ROOT: folder,
        FAULT_COUNTER: counter,
        FAULT_KIND: kind === 'kill' || kind === 'full' ? kind : signalNumbers[kind],
        FAULT_AT: String(at),
        FAULT_LOG: log,
      });
      const isFaulty = readFileSync(counter).readUInt32LE(4) !== 0;
      const calls = readFileSync(log, 'utf8').split('\n').slice(0, -1);
      return { code, stdout, stderr, calls, isFaulty };
    },
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}

export interface Ended {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a process group of its own, and waits for all that hold its output. */
export function runProgram(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? undefined, stdout, stderr }));
  });
}

/** Works on some things, two at a time; results in their order. */
export async function twoAtATime<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as Item);
  };
  await Promise.all([worker(), worker()]);
  return results;
}
