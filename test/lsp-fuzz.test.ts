import { appendFileSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Diagnostic as Shown } from 'vscode-languageserver-protocol/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shownDiagnostic } from '../src/lsp/editor-diagnostics.ts';
import { textWithRanges } from '../src/lsp/text-ranges.ts';
import { overlay } from '../src/platform/overlay.ts';
import type { Host } from '../src/workspace/host.ts';
import { lintedWithCode } from '../src/workspace/linted-project.ts';
import { isWhole, runsOf } from './support/depth.ts';
import { startLsp, type LspClient } from './support/lsp-client.ts';
import { piece } from './support/mutations.ts';
import { realHost } from './support/real-host.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';

let repository: TemporaryRepository;
let lsp: LspClient;
let host: Host;
let closeHost: () => void;
let paths: string[];
const original = new Map<string, string>();
const texts = new Map<string, string>();

beforeAll(async () => {
  repository = temporaryRepository();
  cpSync('flags.example', repository.path, { recursive: true });
  appendFileSync(
    join(repository.path, 'flagwright.yaml'),
    'code: { include: ["*.ts"], calls: [openfeature, boolean] }\n',
  );
  repository.write({ 'app.ts': 'if (flags.boolean("express-checkout")) buy();\nflags.boolean("gone-flag");\n' });
  repository.commit('Start');
  lsp = await startLsp(repository.path, { env: { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22' } });
  ({ host, close: closeHost } = await realHost(repository));
  paths = (readdirSync(repository.path, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.yaml'))
    .sort();
  for (const path of paths) {
    lsp.open(path);
    original.set(path, lsp.text(path));
    texts.set(path, lsp.text(path));
  }
});

afterAll(async () => {
  closeHost();
  await lsp.end();
  repository.remove();
});

/** What a cold lint of the texts says, as an editor is told it. */
async function expected(): Promise<Record<string, Shown[]>> {
  const tree = overlay(host.tree, texts);
  const { project, diagnostics } = await lintedWithCode(host, tree, {});
  const text = async (file: string): Promise<ReturnType<typeof textWithRanges>> =>
    textWithRanges(texts.get(file) ?? (await project.document(file)).text);
  const found: Record<string, Shown[]> = {};
  for (const one of diagnostics) {
    const shown = await shownDiagnostic(one, await text(one.file), { uri: (file) => lsp.uri(file), text });
    (found[one.file] ??= []).push(JSON.parse(JSON.stringify(shown)) as Shown);
  }
  return found;
}

const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const edit = fc.record({
  file: part,
  where: part,
  removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  inserted: fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\n',
      '  ',
      ': ',
      '- ',
      '#',
      'owner: nobody\n',
      'true',
      'checkout',
      'payment-api-v1',
      'off',
      '9',
    ),
    piece,
  ),
  back: fc.nat(3),
  asks: fc.nat(9),
});

const questions = [
  'textDocument/completion',
  'textDocument/hover',
  'textDocument/definition',
  'textDocument/documentHighlight',
  'textDocument/prepareRename',
] as const;
const wholeFile = ['codeLens', 'foldingRange', 'documentLink', 'documentSymbol'] as const;

/** Asks for things at a place; none of it may fail. */
async function ask(path: string, offset: number, kind: number): Promise<void> {
  const before = (texts.get(path) ?? '').slice(0, offset).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const textDocument = { uri: lsp.uri(path) };
  const method = questions[kind % questions.length] ?? '';
  await lsp.request(method, { textDocument, position });
  await lsp.request(`textDocument/${wholeFile[kind % wholeFile.length]}`, { textDocument });
  const range = { start: position, end: position };
  await lsp.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
  await lsp.request('textDocument/inlayHint', { textDocument, range });
  await lsp.request('textDocument/references', { textDocument, position, context: { includeDeclaration: true } });
}

it('says after any edit what a cold lint says', { timeout: 1_800_000 }, async () => {
  const runs = isWhole ? 5000 : runsOf(100);
  let told = 0;
  for (const { file, where, removed, inserted, back, asks } of fc.sample(edit, { numRuns: runs, seed: 20261122 })) {
    const path = paths[Math.floor(file * paths.length)] ?? '';
    const before = back === 0 ? (original.get(path) ?? '') : (texts.get(path) ?? '');
    const at = Math.floor(where * before.length);
    // What is sent is UTF-8, which has no halves of characters.
    const text = Buffer.from(before.slice(0, at) + inserted + before.slice(at + removed)).toString();
    lsp.change(path, text);
    texts.set(path, text);
    await lsp.settle();
    const shown = Object.fromEntries([...lsp.diagnostics].filter(([, list]) => list.length > 0));
    expect(shown, `after an edit of ${path}: ${JSON.stringify(text)}`).toEqual(await expected());
    told += Object.keys(shown).length;
    if (asks === 0) await ask(path, at, removed);
  }
  expect(told).toBeGreaterThan(runs);
  expect(lsp.said).toEqual([]);
});

it('is right again once everything is as it was', async () => {
  for (const path of paths) {
    lsp.change(path, original.get(path) ?? '');
    lsp.closeFile(path);
  }
  texts.clear();
  await lsp.settle();
  const shown = Object.fromEntries([...lsp.diagnostics].filter(([, list]) => list.length > 0));
  expect(shown).toEqual(await expected());
});
