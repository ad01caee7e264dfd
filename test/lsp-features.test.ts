import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  MarkupContent,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCorpus } from '../bench/corpus.js';
import { someOf } from './support/depth.ts';
import { editsOf, startLsp, withEdits, type LspClient } from './support/lsp-client.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-lsp-features-')));
const env = { PATH: process.env.PATH ?? '', HOME: top, FLAGWRIGHT_NOW: '2026-11-22T12:00:00Z' };
const flagwright = (cwd: string, ...args: string[]): string =>
  spawnSync(process.execPath, [resolve('bin/flagwright.js'), ...args], {
    env,
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }).stdout;

/** A project, and in it a flag in the middle of it all. */
interface World {
  readonly lsp: LspClient;
  readonly folder: string;
  /** The file of the flag. */
  readonly file: string;
  readonly key: string;
  readonly owner: string;
  /** A segment that the flag uses. */
  readonly segment: string;
  /** All files, with their texts, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

const worlds = {
  demo: {
    make: (folder: string) => flagwright(top, 'demo', folder),
    file: /express-checkout\.flag\.yaml$/,
  },
  'project of 10,000 flags': {
    make(folder: string) {
      writeCorpus(folder, { flags: 10_000, segments: 50, seed: 1 });
      const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, env });
      git('init', '--quiet');
      git('add', '.');
      git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message', 'Start');
    },
    file: /-00416\.flag\.yaml$/,
  },
};

const inFile = <Answer>({ lsp, file }: World, method: string, more: object = {}): Promise<Answer> =>
  lsp.request<Answer>(`textDocument/${method}`, { textDocument: { uri: lsp.uri(file) }, ...more });

const at = <Answer>({ lsp, file }: World, method: string, marked: string, more: object = {}): Promise<Answer> =>
  lsp.at<Answer>(`textDocument/${method}`, file, marked, more);

/** Types a text over that of the flag, looks, and takes it back. */
async function typed<Result>({ lsp, file }: World, text: string, look: () => Promise<Result>): Promise<Result> {
  const before = lsp.text(file);
  lsp.change(file, text);
  try {
    return await look();
  } finally {
    lsp.change(file, before);
  }
}

/** The file with its flag given to a team that is not there: one letter is missing. */
const misspelled = ({ lsp, file, owner }: World): string =>
  lsp.text(file).replace(`owner: ${owner}`, `owner: ${owner.slice(1)}`);

const problemsIn = ({ lsp, file }: World): (string | number | undefined)[] =>
  (lsp.diagnostics.get(file) ?? []).map(({ code }) => code);

const pathsWith = ({ texts }: World, text: RegExp): string[] =>
  [...texts].flatMap(([path, content]) => (text.test(content) ? [path] : [])).sort();

const below = ({ lsp }: World, uri: string): string => uri.slice(lsp.uri('').length + 1);

const linesOf = (text: string): string[] => text.split('\n');

const namesSegment = ({ segment }: World): RegExp => new RegExp(`\\b(segment|segments): \\[?${segment}\\b`);

const mark = ({ segment }: World): string => `segment: ${segment.slice(0, 1)}|${segment.slice(1)}`;

/** What is asked for each capability that the server declares; a test holds that none is left out. */
const features: Readonly<Record<string, (world: World) => Promise<void>>> = {
  async textDocumentSync(world) {
    const { lsp, file, owner } = world;
    await typed(world, misspelled(world), async () => {
      await lsp.settle();
      expect(problemsIn(world)).toEqual(['unknown-owner']);
    });
    await lsp.settle();
    expect(problemsIn(world)).toEqual([]);
    // By ranges, as editors do it that send no whole texts.
    const line = linesOf(lsp.text(file)).indexOf(`owner: ${owner}`);
    const edit = (text: string, length: number) =>
      lsp.edit(file, { start: { line, character: 7 }, end: { line, character: 7 + length } }, text);
    edit('', 1);
    await lsp.settle();
    expect(problemsIn(world)).toEqual(['unknown-owner']);
    edit(owner.slice(0, 1), 0);
    await lsp.settle();
    expect(problemsIn(world)).toEqual([]);
  },
  async hoverProvider(world) {
    const shown = async (marked: string): Promise<string> =>
      ((await at<Hover>(world, 'hover', marked)).contents as MarkupContent).value;
    expect(await shown(`owner: |${world.owner}`)).toContain(world.owner);
    expect(await shown('|description:')).toContain('What the flag does');
    expect(await shown(mark(world))).toContain(world.segment);
  },
  async definitionProvider(world) {
    const { uri } = await at<Location>(world, 'definition', mark(world));
    expect(basename(below(world, uri))).toBe(`${world.segment}.segment.yaml`);
  },
  async referencesProvider(world) {
    const context = { includeDeclaration: false };
    const found = await at<Location[]>(world, 'references', mark(world), { context });
    const files = new Set(found.map(({ uri }) => below(world, uri)));
    expect([...files].sort()).toEqual(pathsWith(world, namesSegment(world)));
  },
  async documentHighlightProvider(world) {
    const found = await at<DocumentHighlight[]>(world, 'documentHighlight', mark(world));
    const lines = linesOf(world.lsp.text(world.file));
    const wanted = lines.flatMap((line, index) => (namesSegment(world).test(line) ? [index] : []));
    expect(found.map(({ range }) => range.start.line)).toEqual(wanted);
  },
  async documentSymbolProvider(world) {
    const symbols = await inFile<DocumentSymbol[]>(world, 'documentSymbol');
    const environments = symbols.find(({ name }) => name === 'environments');
    expect(environments?.children?.map(({ name }) => name)).toContain('production');
  },
  async workspaceSymbolProvider(world) {
    const found = await world.lsp.request<SymbolInformation[]>('workspace/symbol', { query: world.key });
    expect(found.map(({ location }) => below(world, location.uri))).toContain(world.file);
  },
  async completionProvider(world) {
    const { lsp, file, owner } = world;
    const completed = (marked: string): Promise<string[]> =>
      typed(world, marked.replace('|', ''), async () =>
        (await at<CompletionItem[]>(world, 'completion', marked)).map(({ label }) => label),
      );
    const owners = readFileSync(join(world.folder, pathsWith(world, /^teams:/m)[0]!), 'utf8');
    const teams = [...owners.slice(owners.indexOf('teams:')).matchAll(/^ {2}([a-z-]+):/gm)].map(([, team]) => team);
    const offered = await completed(lsp.text(file).replace(`owner: ${owner}`, 'owner: |'));
    expect(teams.filter((team) => offered.includes(team!))).toContain(owner);
    expect(await completed(lsp.text(file).replace(`segment: ${world.segment}`, 'segment: |'))).toContain(world.segment);
    for (const sign of lsp.capabilities.completionProvider?.triggerCharacters ?? []) {
      const text = `${lsp.text(file)}tags:${sign}|`;
      await expect(completed(text)).resolves.toBeInstanceOf(Array);
    }
  },
  async codeActionProvider(world) {
    const { lsp, file, owner } = world;
    const { codeActionProvider } = lsp.capabilities;
    const kinds = (typeof codeActionProvider === 'object' && codeActionProvider.codeActionKinds) || [];
    /** @param marked the cursor is behind it */
    const actions = (text: string, marked: string, only: string): Promise<CodeAction[]> =>
      typed(world, text, async () => {
        await lsp.settle();
        const line = linesOf(text).findIndex((one) => one.includes(marked));
        const place = { line, character: linesOf(text)[line]!.indexOf(marked) + marked.length };
        const context = { diagnostics: [], only: [only] };
        return inFile<CodeAction[]>(world, 'codeAction', { range: { start: place, end: place }, context });
      });
    const text = misspelled(world);
    const offered: Record<string, () => Promise<void>> = {
      async quickfix() {
        const found = await actions(text, `owner: ${owner.slice(1)}`, 'quickfix');
        const fix = found.find(({ title }) => title === `Change to ${owner}`);
        expect(withEdits(text, editsOf(fix!.edit!).get(lsp.uri(file)) ?? [])).toBe(lsp.text(file));
      },
      async 'refactor.rewrite'() {
        const found = await actions(lsp.text(file), 'staging', 'refactor.rewrite');
        expect(found.map(({ title }) => title)).toContainEqual(expect.stringMatching(`^Switch ${world.key} `));
      },
      async 'source.fixAll'() {
        const found = await actions(`key: other\n${lsp.text(file)}`, 'key', 'source.fixAll');
        expect(found.map(({ title }) => title)).toEqual(['Fix everything in this file that has one right answer']);
      },
    };
    expect(Object.keys(offered)).toEqual(kinds);
    for (const ask of Object.values(offered)) await ask();
  },
  async codeLensProvider(world) {
    // The past of a flag is read once somebody has asked for it.
    await inFile(world, 'codeLens');
    await world.lsp.settle();
    const titles = (await inFile<CodeLens[]>(world, 'codeLens')).map(({ command }) => command?.title);
    expect(titles).toContainEqual(expect.stringMatching(/^version \d/i));
    expect(titles.length).toBeGreaterThan(1);
  },
  async foldingRangeProvider(world) {
    const lines = linesOf(world.lsp.text(world.file));
    const folds = await inFile<FoldingRange[]>(world, 'foldingRange');
    expect(folds.map(({ startLine }) => lines[startLine])).toContainEqual(expect.stringMatching(/^environments:/));
  },
  async documentLinkProvider(world) {
    const links = await inFile<DocumentLink[]>(world, 'documentLink');
    expect(links.map(({ target }) => target)).toContainEqual(expect.stringMatching(/^https:/));
  },
  async inlayHintProvider(world) {
    const text = `${world.lsp.text(world.file).replace(/^environments:[^]*/m, '')}environments:\n  staging: { enabled: true, otherwise: { on: 1, off: 3 } }\n`;
    const range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
    const hints = await typed(world, text, () => inFile<InlayHint[]>(world, 'inlayHint', { range }));
    expect(hints.map(({ label }) => label)).toContain('25%');
  },
  async renameProvider(world) {
    expect(await at(world, 'prepareRename', mark(world))).toMatchObject({ placeholder: world.segment });
    const newName = `${world.segment}-renamed`;
    const edit = await at<WorkspaceEdit>(world, 'rename', mark(world), { newName });
    const files = [...editsOf(edit).keys()].map((uri) => below(world, uri)).sort();
    expect(files).toEqual(pathsWith(world, namesSegment(world)));
    const moves = (edit.documentChanges ?? []).flatMap((one) => ('newUri' in one ? [basename(one.newUri)] : []));
    expect(moves).toEqual([`${newName}.segment.yaml`]);
  },
  async executeCommandProvider(world) {
    const { lsp, file, folder } = world;
    const wanted = lsp.text(file);
    const commands: Record<string, () => Promise<void>> = {
      async 'flagwright.check'() {
        await typed(world, misspelled(world), async () => {
          await lsp.request('workspace/executeCommand', { command: 'flagwright.check' });
          expect(problemsIn(world)).toEqual(['unknown-owner']);
        });
      },
      async 'flagwright.reload'() {
        lsp.closeFile(file);
        writeFileSync(join(folder, file), misspelled(world));
        await lsp.request('workspace/executeCommand', { command: 'flagwright.reload' });
        expect(problemsIn(world)).toEqual(['unknown-owner']);
        writeFileSync(join(folder, file), wanted);
        await lsp.request('workspace/executeCommand', { command: 'flagwright.reload' });
        lsp.open(file);
      },
    };
    expect(Object.keys(commands)).toEqual(lsp.capabilities.executeCommandProvider?.commands);
    for (const run of Object.values(commands)) await run();
  },
  async workspace(world) {
    const { lsp } = world;
    const other = join(top, 'another project');
    mkdirSync(other, { recursive: true });
    writeFileSync(join(other, 'flagwright.yaml'), 'version: 1\n');
    writeFileSync(join(other, 'no-owner.flag.yaml'), 'description: It has none.\n');
    const folder = { uri: pathToFileURL(other).href, name: 'another project' };
    const file = `${folder.uri}/no-owner.flag.yaml`;
    const change = async (event: object): Promise<number | undefined> => {
      await lsp.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
      await lsp.settle();
      return lsp.diagnosticsOf(file)?.length;
    };
    expect(await change({ added: [folder], removed: [] })).toBeGreaterThan(0);
    expect(await change({ added: [], removed: [folder] })).toBe(0);
  },
};

describe.each(someOf(Object.entries(worlds)))('the language server, in the %s', (name, { make, file }) => {
  const folder = join(top, name.replaceAll(' ', '-'));
  let world: World;

  beforeAll(async () => {
    make(folder);
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
    const texts = new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
    const found = paths.find((path) => file.test(path))!;
    const text = texts.get(found)!;
    const lsp = await startLsp(folder);
    lsp.open(found);
    await lsp.settle();
    world = {
      lsp,
      folder,
      file: found,
      key: basename(found, '.flag.yaml'),
      owner: /^owner: (.*)$/m.exec(text)![1]!,
      segment: /segment: ([\w-]+)/.exec(text)![1]!,
      texts,
    };
  }, 120_000);
  afterAll(async () => {
    expect(await world.lsp.end()).toBe(0);
  });

  it('is asked for all that it offers', () => {
    expect(Object.keys(features).sort()).toEqual(Object.keys(world.lsp.capabilities).sort());
  });

  it.each(Object.keys(features))('%s', { timeout: 60_000 }, async (feature) => {
    await features[feature]!(world);
  });

  it('says of files what a cold lint says', { timeout: 60_000 }, async () => {
    const { lsp } = world;
    const before = readFileSync(join(folder, world.file), 'utf8');
    const wrong = misspelled(world).replace(`segment: ${world.segment}`, 'segment: nobody');
    lsp.change(world.file, wrong);
    await lsp.settle();
    writeFileSync(join(folder, world.file), wrong);
    const { diagnostics } = JSON.parse(flagwright(folder, 'lint', '--format', 'json')) as {
      diagnostics: { file: string; rule: string; message: string }[];
    };
    writeFileSync(join(folder, world.file), before);
    const said = [...lsp.diagnostics].flatMap(([path, list]) => list.map(({ code }) => `${path} ${code}`));
    expect(diagnostics.length).toBeGreaterThan(1);
    expect(said.sort()).toEqual(diagnostics.map(({ file: path, rule }) => `${path} ${rule}`).sort());
    lsp.change(world.file, before);
  });
});

afterAll(() => rmSync(top, { recursive: true, force: true }));
