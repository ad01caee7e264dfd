import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { bundle } from '../editors/vscode/build.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-vscode-')));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** VS Code as far as an extension that starts needs it: everything is there, and does nothing. */
const editor = `
class EventEmitter {
  listeners = new Set();
  event = (listener) => (this.listeners.add(listener), { dispose: () => this.listeners.delete(listener) });
  fire(event) { for (const listener of this.listeners) listener(event); }
  dispose() {}
}
function nothing() {
  class Nothing { dispose() {} }
  return new Proxy(Nothing, {
    apply: () => nothing(),
    get(target, name) {
      if (name === 'then') return undefined;
      if (name in target || name === 'prototype' || typeof name === 'symbol') return target[name];
      return (target[name] = /^(on|register|create)[A-Z]/.test(name) ? () => nothing() : nothing());
    },
  });
}
const vscode = nothing();
vscode.EventEmitter = EventEmitter;
vscode.Disposable = class { constructor(call) { this.call = call; } dispose() { this.call?.(); } };
vscode.version = '1.95.0';
vscode.env.appName = 'test';
vscode.env.language = 'en';
Object.assign(vscode.workspace, { workspaceFolders: [], textDocuments: [], notebookDocuments: [] });
vscode.workspace.getConfiguration = () => ({ get: (name, preset) => (name === 'server.path' ? process.argv[2] : preset) });
vscode.window.visibleTextEditors = [];
vscode.window.tabGroups = { all: [], onDidChangeTabs: () => nothing() };
const errors = [];
vscode.window.showErrorMessage = async (message) => void errors.push(message);
const Module = require('node:module');
const load = Module._load;
Module._load = function (id, ...rest) { return id === 'vscode' ? vscode : load.call(this, id, ...rest); };
const child = require('node:child_process');
const started = [];
const { spawn } = child;
child.spawn = (command, args, options) => {
  const process = spawn(command, args, options);
  started.push({ args: args.slice(1), process });
  return process;
};
const extension = require('./extension.cjs');
extension.activate({ subscriptions: [] }).then(async () => {
  const [first] = started;
  const ended = first && new Promise((done) => first.process.once('exit', done));
  const running = first !== undefined && first.process.exitCode === null;
  await extension.deactivate();
  const code = running ? await ended : null;
  console.log(JSON.stringify({ args: first?.args, running, code, errors }));
  process.exit();
});
`;

/** Bundles the extension, starts it, ends it. */
async function started(server: string): Promise<unknown> {
  await build({ ...bundle, outfile: join(folder, 'extension.cjs') });
  writeFileSync(join(folder, 'editor.cjs'), editor);
  const env = { PATH: process.env.PATH ?? '', HOME: folder };
  const { stdout } = spawnSync(process.execPath, ['editor.cjs', server], { cwd: folder, env, encoding: 'utf8' });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

it('starts the server when it is activated, and ends it', async () => {
  expect(await started(resolve('bin/flagwright.js'))).toEqual({
    args: ['lsp'],
    running: true,
    code: 0,
    errors: [],
  });
});

it('says what to do where there is no server', async () => {
  const { running, errors } = (await started(join(folder, 'nowhere'))) as { running: boolean; errors: string[] };
  expect(running).toBe(false);
  expect(errors.at(-1)).toContain('npm install --save-dev flagwright');
});
