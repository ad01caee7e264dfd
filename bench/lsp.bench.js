// What a keystroke costs `flagwright lsp` in a large project, beside yaml-language-server on the same file. See README.md.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { TODAY } from './corpus-plan.js';
import { requests } from './lsp-requests.js';
import { median } from './measure.js';

const { values: options } = parseArgs({
  options: {
    flags: { type: 'string', default: '10000' },
    keystrokes: { type: 'string', default: '40' },
    peer: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const flags = options.quick ? 1000 : Number(options.flags);
const keystrokes = options.quick ? 12 : Number(options.keystrokes);
const GOAL_MS = 100;
const GOAL_MB = 350;
const ASKED = 9;
/** Longer than either server waits for a pause in typing. */
const QUIET = 600;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'flagwright-bench-lsp-'));
const folder = join(work, 'project');
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const print = (text = '') => process.stdout.write(`${text}\n`);

/** In ms: what all threads of a process have worked, by the scheduler's own count. */
function cpuOf(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const times = tasks.map((task) =>
    Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]),
  );
  return times.reduce((sum, time) => sum + time, 0) / 1e6;
}

/** In MB (10^6 bytes): what a process holds, and the most that it has held. */
function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kibibytes = (name) => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]);
  return { now: (kibibytes('VmRSS') * 1024) / 1e6, peak: (kibibytes('VmHWM') * 1024) / 1e6 };
}

async function start(name, argv, configuration) {
  const env = { ...process.env, FLAGWRIGHT_NOW: TODAY };
  for (const one of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS']) delete env[one];
  const child = spawn(process.execPath, argv, { cwd: folder, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map();
  connection.onNotification('textDocument/publishDiagnostics', ({ uri }) => waiting.get(uri)?.());
  connection.onRequest('workspace/configuration', ({ items }) =>
    items.map(({ section }) => configuration[section] ?? null),
  );
  connection.onRequest(() => null);
  connection.listen();
  const uri = pathToFileURL(folder).href;
  const workspaceEdit = { documentChanges: true, resourceOperations: ['rename'] };
  const capabilities = {
    workspace: { configuration: true, workspaceFolders: true, workspaceEdit },
    textDocument: { publishDiagnostics: {} },
  };
  const workspaceFolders = [{ uri, name: 'project' }];
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: uri, capabilities, workspaceFolders });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: configuration });
  return {
    name,
    child,
    connection,
    told: (file) => new Promise((done) => waiting.set(file, done)),
    spent: [],
    whole: [],
  };
}

function peerIn(home) {
  return join(home, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');
}

function installPeer() {
  if (options.peer) return peerIn(options.peer);
  const home = join(work, 'peer');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const argv = ['install', '--no-audit', '--no-fund', '--loglevel=error', 'yaml-language-server@2.0.0'];
  spawnSync('npm', argv, { cwd: home, stdio: 'inherit' });
  return peerIn(home);
}

/** Types into the file: each keystroke is timed until the server has said what it thinks of it, and until it is quiet again. */
async function type(server, uri, version, text) {
  const before = cpuOf(server.child.pid);
  const told = server.told(uri);
  await server.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ text }],
  });
  await told;
  server.spent.push(cpuOf(server.child.pid) - before);
  await sleep(QUIET);
  server.whole.push(cpuOf(server.child.pid) - before);
}

try {
  mkdirSync(folder);
  cpSync(here('../schemas'), join(work, 'schemas'), { recursive: true });
  spawnSync(process.execPath, [here('corpus.js'), folder, '--flags', String(flags), '--segments', '50', '--seed', '1']);
  const [path] = readdirSync(folder, { recursive: true })
    .filter((one) => one.endsWith('.flag.yaml'))
    .sort();
  const file = join(folder, path);
  const uri = pathToFileURL(file).href;
  const text = readFileSync(file, 'utf8');
  const own = await start('flagwright lsp', [here('../bin/flagwright.js'), 'lsp', '--stdio'], {});
  const peerBin = installPeer();
  const settings = { yaml: { validate: true, schemaStore: { enable: false } } };
  const peer = existsSync(peerBin) ? await start('yaml-language-server', [peerBin, '--stdio'], settings) : undefined;
  const servers = peer ? [own, peer] : [own];
  const began = performance.now();
  await own.connection.sendRequest('workspace/executeCommand', { command: 'flagwright.check' });
  const opened = performance.now() - began;
  for (const server of servers) {
    const told = server.told(uri);
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    await server.connection.sendNotification('textDocument/didOpen', { textDocument });
    await told;
  }
  await sleep(QUIET);
  const kinds = {
    'a description': (n) => text.replace(/^description: /m, `description: ${'word '.repeat(n % 9)}`),
    'an owner': (n) => text.replace(/^owner: .*$/m, `owner: ${'account-team'.slice(0, 1 + (n % 12))}`),
    'half a line': (n) => `${text}${'prerequisites: ['.slice(0, 1 + (n % 16))}`,
  };
  print(`${flags} flags; the project is open after ${seconds(opened)} (wall)`);
  let version = 1;
  for (const [kind, edited] of Object.entries(kinds)) {
    for (const server of servers) [server.spent, server.whole] = [[], []];
    for (let n = 0; n < keystrokes; n++) {
      version++;
      for (const server of servers) await type(server, uri, version, edited(n));
    }
    print(`\ntyping ${kind}, ${keystrokes} keystrokes; work a keystroke (CPU of all threads), median`);
    for (const { name, spent, whole } of servers) {
      const first = median(spent);
      const verdict = name === own.name ? (first <= GOAL_MS ? ', goal met' : ', goal missed') : '';
      print(
        `  ${name.padEnd(22)}${first.toFixed(1)} ms until diagnostics, ${median(whole).toFixed(1)} ms in all${verdict}`,
      );
    }
  }
  const back = { textDocument: { uri, version: ++version }, contentChanges: [{ text }] };
  await own.connection.sendNotification('textDocument/didChange', back);
  const check = () => own.connection.sendRequest('workspace/executeCommand', { command: 'flagwright.check' });
  await check();
  print(`\nasking, ${ASKED} times each; work a request (CPU of all threads), median`);
  for (const [name, [method, params]] of Object.entries(requests(uri, text))) {
    const spent = [];
    for (let n = 0; n < ASKED; n++) {
      const before = cpuOf(own.child.pid);
      await own.connection.sendRequest(method, params);
      spent.push(cpuOf(own.child.pid) - before);
    }
    print(`  ${name.padEnd(26)}${median(spent).toFixed(1)} ms`);
  }
  const usual = memoryOf(own.child.pid).peak;
  const owners = join(folder, 'owners.yaml');
  const uriOfOwners = pathToFileURL(owners).href;
  const textDocument = { uri: uriOfOwners, languageId: 'yaml', version: 1, text: 'teams: {}\n' };
  const [before, since] = [cpuOf(own.child.pid), performance.now()];
  await own.connection.sendNotification('textDocument/didOpen', { textDocument });
  await check();
  const [spent, wall] = [cpuOf(own.child.pid) - before, performance.now() - since];
  print(
    `\nno team is known any more: all ${flags} flags have a problem after ${seconds(wall)}, ${seconds(spent)} of work`,
  );
  await own.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOfOwners } });
  await check();
  print(`\nmemory of ${own.name} before that: at most ${usual.toFixed(0)} MB`);
  for (const { name, child } of servers) {
    const { now, peak } = memoryOf(child.pid);
    const verdict = name === own.name ? (peak <= GOAL_MB ? ', goal met' : ', goal missed') : '';
    print(`  ${name.padEnd(22)}${now.toFixed(0)} MB, at most ${peak.toFixed(0)} MB${verdict}`);
  }
  for (const { child } of servers) child.kill();
} finally {
  rmSync(work, { recursive: true, force: true });
}
