// Runs commands several times, in turns, and gives what they took.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Ticks of /proc/PID/stat: Linux counts in hundredths of a second towards programs, whatever it uses itself. */
const TICK_MS = 10;
/** How often memory is looked at: often while a process is young, so that short ones are seen too. */
const LOOK_MS = { young: 4, old: 40, youth: 400 };

/** The middle value; of an even number of values the mean of the two in the middle; NaN of none. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const mean = (values) => (values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length);

function proc(path) {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return undefined; // no Linux, or the process has just ended
  }
}

/** CPU in ms of all ended children of this process and of theirs (cutime and cstime); undefined where there is no /proc. */
function cpuOfChildren() {
  const stat = proc('self/stat');
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

/** The environment of a measured process: ours, without what makes Node's start slower. */
function environment(extra) {
  const env = { ...process.env, ...extra };
  for (const name of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_V8_COVERAGE']) delete env[name];
  return env;
}

/** Keeps the high-water mark of a process's resident memory, which the system itself counts, in MB (10^6 bytes). */
function watchMemory(pid) {
  let peak;
  const begin = performance.now();
  let timer;
  const look = () => {
    const kibibytes = /^VmHWM:\s*(\d+) kB/m.exec(proc(`${pid}/status`) ?? '')?.[1];
    if (kibibytes !== undefined) peak = (Number(kibibytes) * 1024) / 1e6;
    timer = setTimeout(look, performance.now() - begin < LOOK_MS.youth ? LOOK_MS.young : LOOK_MS.old);
  };
  if (proc('self/status') !== undefined) look();
  return () => {
    clearTimeout(timer);
    return peak;
  };
}

/** Runs one command once. Wall and CPU in ms, peak in MB; CPU and peak are undefined where the system does not tell. */
export function runOnce({ argv, cwd, env }) {
  return new Promise((resolve, reject) => {
    let said = '';
    let measured = {};
    const before = cpuOfChildren();
    const begin = performance.now();
    const child = spawn(argv[0], argv.slice(1), { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    const memory = watchMemory(child.pid);
    const listen = (chunk) => (said = said.length < 4000 ? said + chunk : said);
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', (error) => {
      memory();
      reject(error);
    });
    child.on('exit', () => {
      const wall = performance.now() - begin;
      measured = { wall, peak: memory(), cpu: before === undefined ? undefined : cpuOfChildren() - before };
    });
    child.on('close', (code) => resolve({ ...measured, code, said }));
  });
}

/**
 * Measures contenders `{ name, argv, cwd?, env?, runs?, before? }` in turns: one run of each, then the next round,
 * so that a noisy minute meets them all. `before(round)` prepares a run and is not timed.
 *
 * Gives, by name, `{ name, runs, wall, cpu, peak, failure? }`. `wall` is the median, from start to exit. `cpu` is user
 * and system time of the process and all it waited for, the mean of the runs, because the system counts it in steps
 * of 10 ms. `peak` is the median resident memory of the process itself at its highest. Both are NaN outside Linux.
 * `failure` is the output of the first run that did not exit with 0.
 */
export async function measure(contenders, progress = () => {}) {
  const runs = new Map(contenders.map(({ name }) => [name, []]));
  const rounds = Math.max(0, ...contenders.map((contender) => contender.runs ?? 5));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      if (round >= (contender.runs ?? 5)) continue;
      progress(`${contender.name}, run ${round + 1} of ${contender.runs ?? 5}`);
      await contender.before?.(round);
      runs.get(contender.name).push(await runOnce(contender));
    }
  }
  const known = (list, field) => list.map((run) => run[field]).filter((value) => value !== undefined);
  return new Map(
    [...runs].map(([name, list]) => [
      name,
      {
        name,
        runs: list.length,
        wall: median(known(list, 'wall')),
        cpu: mean(known(list, 'cpu')),
        peak: median(known(list, 'peak')),
        failure: list.find((run) => run.code !== 0)?.said,
      },
    ]),
  );
}
