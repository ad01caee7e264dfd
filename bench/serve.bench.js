// npm run bench:serve: what serving costs, each figure beside a bare route of the same HTTP server in the same run, and how
// long a change takes to a thousand event streams. Ratios travel between machines; milliseconds do not.
//
//   node bench/serve.bench.js [seconds per round, default 2]
import { execFileSync, fork, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';

const root = fileURLToPath(new URL('../', import.meta.url));
const path = '/ofrep/v1/evaluate/flags/payment-api-v2';
const body = JSON.stringify({ context: { targetingKey: 'u-1', country: 'DE', appVersion: '2.3.0' } });
const connections = 16;
const rounds = 9;

/** The same server with a route that answers at once what an evaluation would. */
function serveBare() {
  const app = new Hono();
  const answer = { key: 'payment-api-v2', value: true, reason: 'DEFAULT', variant: 'on', metadata: {} };
  app.post('/ofrep/v1/evaluate/flags/:key', async (c) => {
    await c.req.json();
    return c.json(answer);
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
}

async function measure(milliseconds) {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-bench-'));
  const git = (...args) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder, encoding: 'utf8' }); // prettier-ignore
  cpSync(join(root, 'flags.example'), join(folder, 'flags'), { recursive: true });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Flags');
  const bare = fork(fileURLToPath(import.meta.url), ['bare']);
  const barePort = await new Promise((done) => bare.once('message', done));
  const ours = await started(folder, ['--no-access-log']);
  const logging = await started(folder, []);
  try {
    const ports = { 'bare route': barePort, serve: ours.port, 'serve, with its access log': logging.port };
    for (const port of Object.values(ports)) await load(port, 500);
    const rates = Object.fromEntries(Object.keys(ports).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, port] of Object.entries(ports)) rates[name].push(await load(port, milliseconds));
    }
    const rate = (name) => median(rates[name]);
    say(`single evaluations a second, ${connections} connections, median of ${rounds} rounds`);
    for (const name of Object.keys(ports)) {
      say(`  ${name.padEnd(28)} ${rate(name).toFixed(0).padStart(7)}   ${(rate(name) / rate('bare route')).toFixed(2)} of the bare route`); // prettier-ignore
    }
    const [busy] = loadavg();
    say(
      `requests that come at a steady rate, whether or not those before are answered; ${rounds} rounds, median and least`,
    );
    const paced = { 'bare route': [], serve: [] };
    for (let round = 0; round < rounds; round++) {
      for (const [name, paces] of Object.entries(paced)) {
        // What a machine that is shared with others carries changes within seconds: its load is that of just before.
        const most = await load(ports[name], milliseconds / 2);
        paces.push(await steadily(ports[name], most * 0.8, milliseconds));
      }
    }
    for (const [name, paces] of Object.entries(paced)) {
      const ratios = paces.map(({ p50, p99 }) => p99 / p50).sort((a, b) => a - b);
      const middle = (of) => median(paces.map(of)).toFixed(2);
      say(`  ${name} at 80% of its load: median ${middle(({ p50 }) => p50)} ms, p99 ${middle(({ p99 }) => p99)} ms, p99 ${median(ratios).toFixed(1)} times the median, ${ratios[0].toFixed(1)} in the best round`); // prettier-ignore
    }
    const beside = paced.serve.map(({ p99 }, round) => p99 / paced['bare route'][round].p99);
    say(`  p99 of serve: ${median(beside).toFixed(2)} of that of the bare route`);
    if (busy > availableParallelism()) say(`  the machine has other work (load ${busy.toFixed(1)}): what waits for the processor counts here`); // prettier-ignore
    const told = await changes(folder, git, ours.port);
    say('a change to 1,000 event streams, from the request that asks for it to the last stream told');
    say(`  ${told.map((one) => `${one.toFixed(0)} ms`).join(', ')}`);
  } finally {
    bare.kill();
    await Promise.all([ours.stop(), logging.stop()]);
    rmSync(folder, { recursive: true });
  }
}

/** Starts the built server; resolves when it listens. */
function started(cwd, more) {
  const args = [
    join(root, 'bin/flagwright.js'),
    'serve',
    '--env',
    'production',
    '--port',
    '0',
    '--poll',
    '60m',
    ...more,
  ];
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_EXTRA_CA_CERTS: '' } }); // prettier-ignore
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      const port = /"url":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(String(chunk))?.[1];
      if (port)
        resolve({ port: Number(port), stop: () => new Promise((done) => child.once('exit', done) && child.kill()) });
    });
  });
}

/** Asks a server to look for a new commit. */
function refresh(port) {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path: '/-/refresh', method: 'POST' }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
}

const requestText = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`; // prettier-ignore

/** A connection for one request after the other. Node's own client takes as long for one as the server. */
async function connection(port) {
  const socket = connect(port, '127.0.0.1');
  await new Promise((done) => socket.once('connect', done));
  socket.setNoDelay(true);
  let answered;
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(text)[1]);
    if (text.length < head + 4 + length) return;
    if (!text.startsWith('HTTP/1.1 200')) throw new Error(text);
    text = '';
    answered();
  });
  return {
    send: () =>
      new Promise((done) => {
        answered = done;
        socket.write(requestText);
      }),
    end: () => socket.destroy(),
  };
}

/** As many requests as the connections carry; requests a second. */
async function load(port, milliseconds) {
  const open = await Promise.all(Array.from({ length: connections }, () => connection(port)));
  const end = performance.now() + milliseconds;
  let count = 0;
  await Promise.all(
    open.map(async ({ send }) => {
      for (; performance.now() < end; count++) await send();
    }),
  );
  for (const one of open) one.end();
  return (count / milliseconds) * 1000;
}

/** Requests at a steady rate, each timed from when it was due, so that a stall counts for all that wait for it. */
async function steadily(port, rate, milliseconds) {
  const idle = await Promise.all(Array.from({ length: connections }, () => connection(port)));
  const all = [...idle];
  const times = [];
  const due = [];
  const sendNext = (one) => {
    const at = due.shift();
    if (at === undefined) return idle.push(one);
    one.send().then(() => {
      times.push(performance.now() - at);
      sendNext(one);
    });
  };
  const start = performance.now();
  for (let sent = 0; performance.now() - start < milliseconds;) {
    for (const now = Math.floor(((performance.now() - start) / 1000) * rate); sent < now; sent++) due.push(start + (sent / rate) * 1000); // prettier-ignore
    while (due.length > 0 && idle.length > 0) sendNext(idle.pop());
    await new Promise((done) => setTimeout(done, 1));
  }
  for (const one of all) one.end();
  times.sort((a, b) => a - b);
  return { p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)] };
}

async function changes(folder, git, port) {
  const file = join(folder, 'flags/platform/performance-mode.flag.yaml');
  const streams = await Promise.all(Array.from({ length: 1000 }, () => stream(port)));
  const took = [];
  for (let change = 0; change < 5; change++) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.includes('production: true') ? text.replace('production: true', 'production: false') : text.replace('production: false', 'production: true')); // prettier-ignore
    git('commit', '--quiet', '--all', '--message', 'Change');
    const start = performance.now();
    const told = Promise.all(streams.map((next) => next()));
    await refresh(port);
    await told;
    took.push(performance.now() - start);
  }
  return took;
}

/** Follows the events; gives a function that resolves with the next. */
function stream(port) {
  return new Promise((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', path: '/stream', agent: false, headers: { 'last-event-id': '1' } },
      (response) => {
        // prettier-ignore
        let told = () => {};
        response.on('data', (chunk) => String(chunk).includes('event: snapshot') && told());
        response.on('error', () => {});
        resolve(() => new Promise((done) => (told = done)));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

const say = (line) => process.stdout.write(`${line}\n`);

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

if (process.argv[2] === 'bare') serveBare();
else await measure(Number(process.argv[2] ?? 2) * 1000);
