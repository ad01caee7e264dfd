import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import type { Diagnostic, Location } from 'vscode-languageserver-protocol/node';
import { afterEach, expect, it } from 'vitest';
import { completeFlag, exampleFiles } from './support/example-project.ts';
import { startLsp, type LspClient } from './support/lsp-client.ts';
import { temporaryRepository } from './support/repository.ts';

const ended: (() => void | Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end();
});

async function started(
  folder: string,
  ...more: readonly [options?: Parameters<typeof startLsp>[1]]
): Promise<LspClient> {
  const lsp = await startLsp(folder, ...more);
  ended.push(() => lsp.end());
  return lsp;
}

function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-lsp-outside-')));
  ended.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const rulesIn = (list: readonly Diagnostic[] | undefined): unknown[] => (list ?? []).map(({ code }) => code);
const watched = (lsp: LspClient, path: string): Promise<void> =>
  lsp.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: lsp.uri(path), type: 2 }] });

it('follows files that are changed, added and removed outside of the editor', async () => {
  const folder = temporaryFolder();
  write(folder, exampleFiles({ flags: { 'fast-search': 'prerequisites:\n  - flag: index-v2\n' } }));
  const lsp = await started(folder);
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get('fast-search.flag.yaml'))).toEqual(['unknown-prerequisite']);
  write(folder, { 'index-v2.flag.yaml': completeFlag('') });
  await watched(lsp, 'index-v2.flag.yaml');
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get('fast-search.flag.yaml'))).toEqual([]);
  renameSync(join(folder, 'index-v2.flag.yaml'), join(folder, 'index-v3.flag.yaml'));
  await watched(lsp, 'index-v2.flag.yaml');
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get('fast-search.flag.yaml'))).toEqual(['unknown-prerequisite']);
});

it('keeps what is open, whatever becomes of the disk', async () => {
  const folder = temporaryFolder();
  write(folder, exampleFiles({ flags: { 'fast-search': '' } }));
  const lsp = await started(folder);
  const path = 'fast-search.flag.yaml';
  lsp.open(path, completeFlag('owner: nobody\n'));
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get(path))).toEqual(['unknown-owner']);
  write(folder, { [path]: completeFlag('criticality: extreme\n') });
  await watched(lsp, path);
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get(path))).toEqual(['unknown-owner']);
  lsp.closeFile(path);
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get(path))).toEqual(['invalid-value']);
});

it('follows a branch that is checked out, also where the editor does not tell', async () => {
  const repository = temporaryRepository();
  ended.push(() => repository.remove());
  repository.write(exampleFiles({ flags: { 'fast-search': '' } }));
  repository.commit('Start');
  repository.git('switch', '--quiet', '--create', 'other');
  repository.write({ 'fast-search.flag.yaml': completeFlag('owner: nobody\n') });
  repository.commit('Nobody owns it');
  repository.git('switch', '--quiet', 'main');
  const lsp = await started(repository.path, { env: repository.env });
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get('fast-search.flag.yaml'))).toEqual([]);
  repository.git('switch', '--quiet', 'other');
  await lsp.told('fast-search.flag.yaml');
  expect(rulesIn(lsp.diagnostics.get('fast-search.flag.yaml'))).toEqual(['unknown-owner']);
});

it('looks at all projects of a folder, each by itself', async () => {
  const folder = temporaryFolder();
  const files = exampleFiles({ flags: { 'fast-search': 'prerequisites:\n  - flag: index-v2\n' } });
  for (const project of ['shop', 'bank/flags', 'bank/flags/inner']) {
    write(folder, Object.fromEntries(Object.entries(files).map(([path, text]) => [`${project}/${path}`, text])));
  }
  write(folder, { 'shop/index-v2.flag.yaml': completeFlag('') });
  const lsp = await started(folder);
  await lsp.settle();
  const wrong = [...lsp.diagnostics].filter(([, list]) => rulesIn(list).includes('unknown-prerequisite'));
  expect(wrong.map(([path]) => path).sort()).toEqual([
    'bank/flags/fast-search.flag.yaml',
    'bank/flags/inner/fast-search.flag.yaml',
  ]);
  const change = { event: { added: [], removed: [{ uri: lsp.uri('bank'), name: 'bank' }] } };
  await lsp.connection.sendNotification('workspace/didChangeWorkspaceFolders', change);
  await lsp.settle();
});

it('takes back what it said of files that another project further down has now, or had', async () => {
  const folder = temporaryFolder();
  const files = exampleFiles({ flags: { 'fast-search': '' } });
  write(folder, files);
  const lsp = await started(folder);
  await lsp.settle();
  const inner = join(folder, 'inner');
  const told = (): unknown[] => rulesIn(lsp.diagnostics.get('inner/fast-search.flag.yaml'));
  const { 'flagwright.yaml': manifest = '', ...others } = files;
  write(inner, others);
  await lsp.reload();
  expect(told()).toEqual(['duplicate-key']);
  write(inner, { 'flagwright.yaml': manifest });
  await lsp.reload();
  expect(told()).toEqual([]);
  rmSync(join(inner, 'flagwright.yaml'));
  await lsp.reload();
  expect(told()).toEqual(['duplicate-key']);
  rmSync(inner, { recursive: true });
  await lsp.reload();
  expect(told()).toEqual([]);
});

it('takes back what it said of a file that the editor had called otherwise', async () => {
  const folder = temporaryFolder();
  write(folder, exampleFiles({ flags: { 'fast-search': '' } }));
  const lsp = await started(folder);
  const uri = lsp.uri('fast-search.flag.yaml').replace('fast', '%66ast');
  const textDocument = { uri, languageId: 'yaml', version: 1, text: completeFlag('owner: nobody\n') };
  await lsp.connection.sendNotification('textDocument/didOpen', { textDocument });
  await lsp.settle();
  expect(rulesIn(lsp.diagnosticsOf(uri))).toEqual(['unknown-owner']);
  await lsp.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await lsp.settle();
  expect(lsp.diagnosticsOf(uri)).toEqual([]);
});

it('keeps a file that is open under another address as well', async () => {
  const folder = temporaryFolder();
  write(folder, exampleFiles({ flags: { 'fast-search': '' } }));
  const lsp = await started(folder);
  const path = 'fast-search.flag.yaml';
  const uri = lsp.uri(path).replace('fast', '%66ast');
  lsp.open(path, completeFlag('type: nothing\n'));
  const textDocument = { uri, languageId: 'yaml', version: 1, text: completeFlag('owner: nobody\n') };
  await lsp.connection.sendNotification('textDocument/didOpen', { textDocument });
  await lsp.settle();
  expect(rulesIn(lsp.diagnosticsOf(uri))).toEqual(['unknown-owner']);
  expect(lsp.diagnosticsOf(lsp.uri(path)) ?? []).toEqual([]);
  await lsp.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await lsp.settle();
  expect(lsp.diagnosticsOf(uri)).toEqual([]);
  expect(rulesIn(lsp.diagnosticsOf(lsp.uri(path)))).toEqual(['invalid-value']);
});

it('opens the project of a file that is in no folder of the editor', async () => {
  const folder = temporaryFolder();
  write(folder, { 'docs/readme.md': '', ...exampleFiles({ flags: { 'fast-search': 'owner: nobody\n' } }) });
  const lsp = await started(folder, { folders: ['docs'] });
  lsp.open('fast-search.flag.yaml');
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get('fast-search.flag.yaml'))).toEqual(['unknown-owner']);
});

it('calls files as the editor does, which came through a link', async () => {
  const folder = temporaryFolder();
  write(folder, Object.fromEntries(Object.entries(exampleFiles({ flags: { 'fast-search': '' } })).map(([path, text]) => [`real/${path}`, text]))); // prettier-ignore
  symlinkSync('real', join(folder, 'link'));
  const lsp = await started(folder, { folders: ['link'] });
  lsp.open('link/fast-search.flag.yaml', completeFlag('owner: nobody\n'));
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get('link/fast-search.flag.yaml'))).toEqual(['unknown-owner']);
  const found = await lsp.at<Location>('textDocument/definition', 'link/fast-search.flag.yaml', 'produc|tion');
  expect(found.uri).toBe(lsp.uri('link/flagwright.yaml'));
});

it('does not follow a link because it is open', async () => {
  const folder = temporaryFolder();
  write(folder, exampleFiles({ flags: { 'fast-search': '' } }));
  symlinkSync('fast-search.flag.yaml', join(folder, 'index-v2.flag.yaml'));
  const lsp = await started(folder);
  const path = 'index-v2.flag.yaml';
  for (const step of [() => lsp.open(path), () => lsp.change(path, 'owner: nobody\n'), () => lsp.closeFile(path)]) {
    step();
    await lsp.settle();
    expect(rulesIn(lsp.diagnostics.get(path))).toEqual(['linked-file']);
    expect(await lsp.at('textDocument/completion', path, 'own|er')).toBeNull();
  }
});

it('knows a file that was never saved', async () => {
  const folder = temporaryFolder();
  write(folder, exampleFiles({ flags: { 'fast-search': 'prerequisites:\n  - flag: index-v2\n' } }));
  const lsp = await started(folder);
  lsp.open('index-v2.flag.yaml', completeFlag(''));
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get('fast-search.flag.yaml'))).toEqual([]);
  lsp.closeFile('index-v2.flag.yaml');
  await lsp.settle();
  expect(rulesIn(lsp.diagnostics.get('fast-search.flag.yaml'))).toEqual(['unknown-prerequisite']);
});

it('is asked nothing before it has begun and after it was shut down', async () => {
  const folder = temporaryFolder();
  write(folder, exampleFiles({ flags: { 'fast-search': '' } }));
  const child = spawn(process.execPath, [resolve('bin/flagwright.js'), 'lsp'], { cwd: folder });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const ended = new Promise((done) => child.once('exit', done));
  const uri = pathToFileURL(join(folder, 'fast-search.flag.yaml')).href;
  const hover = (): Promise<unknown> =>
    connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  const asked = { processId: null, rootUri: pathToFileURL(folder).href, capabilities: {} };
  await expect(hover()).rejects.toMatchObject({ code: -32_002 });
  await connection.sendRequest('initialize', asked);
  await expect(connection.sendRequest('initialize', asked)).rejects.toMatchObject({ code: -32_600 });
  await connection.sendNotification('initialized', {});
  expect(await hover()).not.toBeNull();
  await connection.sendRequest('shutdown');
  await connection.sendRequest('shutdown');
  await expect(hover()).rejects.toMatchObject({ code: -32_600 });
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
  connection.dispose();
});

it('says nothing of other files, and ends when the editor is gone', async () => {
  const folder = temporaryFolder();
  write(folder, { 'notes.yaml': 'a: [' });
  const lsp = await startLsp(folder);
  lsp.open('notes.yaml');
  await lsp.settle();
  expect([...lsp.diagnostics]).toEqual([]);
  expect(await lsp.at('textDocument/hover', 'notes.yaml', '|a')).toBeNull();
  const gone = new Promise((done) => lsp.process.once('exit', done));
  lsp.process.stdin?.end();
  await gone;
  expect(lsp.said.filter((line) => line.includes('Error'))).toEqual([]);
});
