import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import type {
  ClientCapabilities,
  Diagnostic,
  InitializeResult,
  MessageConnection,
  PublishDiagnosticsParams,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';

/** An editor without a screen: the built language server on one side, a test on the other. */
export interface LspClient {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  readonly capabilities: InitializeResult['capabilities'];
  /** What the server said last, by path below the folder. */
  readonly diagnostics: Map<string, readonly Diagnostic[]>;
  /** The same for any address. */
  diagnosticsOf(uri: string): readonly Diagnostic[] | undefined;
  /** Messages shown or logged. */
  readonly said: string[];
  uri(path: string): string;
  /** The text of a file as the editor has it. */
  text(path: string): string;
  open(path: string, text?: string): void;
  /** Replaces the text of what is open. */
  change(path: string, text: string): void;
  /** Replaces a part of it. */
  edit(path: string, range: Range, text: string): void;
  closeFile(path: string): void;
  /** Waits until all that was changed is checked, and told. */
  settle(): Promise<void>;
  /** Waits until the server says something of a file. */
  told(path: string): Promise<void>;
  /** Has everything read from the disk again. */
  reload(): Promise<void>;
  request<Answer>(method: string, params: object): Promise<Answer>;
  /** A request about a place of what is open: `|` in the marked text of a line is the cursor. */
  at<Answer>(method: string, path: string, marked: string, more?: object): Promise<Answer>;
  end(): Promise<number | null>;
}

/** What most editors can do. */
const ableClient: ClientCapabilities = {
  workspace: {
    applyEdit: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } } },
  },
};

/** Starts the built program in a folder, as an editor does. */
export async function startLsp(
  folder: string,
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly capabilities?: ClientCapabilities;
    readonly folders?: readonly string[];
  } = {},
): Promise<LspClient> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, FLAGWRIGHT_NOW: '2026-11-22T12:00:00Z', ...options.env };
  const child = spawn(process.execPath, [resolve('bin/flagwright.js'), 'lsp', '--stdio'], { cwd: folder, env });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const diagnostics = new Map<string, readonly Diagnostic[]>();
  const byUri = new Map<string, readonly Diagnostic[]>();
  const said: string[] = [];
  const waitingFor = new Map<string, (() => void)[]>();
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;
  const texts = new Map<string, { text: string; version: number }>();
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  // Whoever waits for an answer is not left waiting.
  child.once('exit', (code) => (connection.dispose(), said.push(`the server ended with ${code}`)));
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    const path = decodeURIComponent(params.uri.slice(uri('').length + 1));
    diagnostics.set(path, params.diagnostics);
    byUri.set(params.uri, params.diagnostics);
    for (const waiting of waitingFor.get(path) ?? []) waiting();
    waitingFor.delete(path);
  });
  const say = ({ message }: { message: string }): void => void said.push(message);
  connection.onNotification('window/logMessage', say);
  connection.onNotification('window/showMessage', say);
  connection.onRequest('workspace/codeLens/refresh', () => null);
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const { capabilities } = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: uri(''),
    workspaceFolders: (options.folders ?? ['']).map((path) => ({ uri: uri(path), name: path })),
    capabilities: options.capabilities ?? ableClient,
  });
  await connection.sendNotification('initialized', {});
  const send = (method: string, params: object): void => void connection.sendNotification(method, params);
  const request = <Answer>(method: string, params: object): Promise<Answer> => connection.sendRequest(method, params);
  const text = (path: string): string => texts.get(path)?.text ?? readFileSync(join(folder, path), 'utf8');
  return {
    connection,
    process: child,
    capabilities,
    diagnostics,
    diagnosticsOf: (address) => byUri.get(address),
    said,
    uri,
    text,
    open(path, given = readFileSync(join(folder, path), 'utf8')) {
      texts.set(path, { text: given, version: 1 });
      send('textDocument/didOpen', { textDocument: { uri: uri(path), languageId: 'yaml', version: 1, text: given } });
    },
    change(path, given) {
      const version = (texts.get(path)?.version ?? 0) + 1;
      texts.set(path, { text: given, version });
      send('textDocument/didChange', { textDocument: { uri: uri(path), version }, contentChanges: [{ text: given }] });
    },
    edit(path, range, given) {
      const version = (texts.get(path)?.version ?? 0) + 1;
      texts.set(path, { text: withEdits(text(path), [{ range, newText: given }]), version });
      const contentChanges = [{ range, text: given }];
      send('textDocument/didChange', { textDocument: { uri: uri(path), version }, contentChanges });
    },
    closeFile(path) {
      texts.delete(path);
      send('textDocument/didClose', { textDocument: { uri: uri(path) } });
    },
    settle: () => request('workspace/executeCommand', { command: 'flagwright.check' }),
    told: (path) => new Promise((done) => waitingFor.set(path, [...(waitingFor.get(path) ?? []), done])),
    reload: () => request('workspace/executeCommand', { command: 'flagwright.reload' }),
    request,
    at(method, path, marked, more = {}) {
      const position = positionOf(text(path), marked);
      return request(method, { textDocument: { uri: uri(path) }, position, ...more });
    },
    async end() {
      const ended = new Promise<number | null>((done) => child.once('exit', done));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      const code = await ended;
      connection.dispose();
      return code;
    },
  };
}

/** The place of the `|` in a text that is marked with it: the first place where the rest of the mark is found. */
function positionOf(text: string, marked: string): { line: number; character: number } {
  const cursor = marked.indexOf('|');
  const found = text.indexOf(marked.replace('|', ''));
  if (cursor < 0 || found < 0) throw new Error(`there is no ${JSON.stringify(marked)} in the text`);
  const before = text.slice(0, found + cursor).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** A text with an editor's edits made to it. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  const sorted = edits.map((edit) => ({ ...edit, start: offset(edit.range.start), end: offset(edit.range.end) }));
  sorted.sort((a, b) => b.start - a.start || b.end - a.end);
  return sorted.reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

/** Edits by file, whichever of the two forms they have. */
export function editsOf(edit: WorkspaceEdit): Map<string, TextEdit[]> {
  const found = new Map<string, TextEdit[]>();
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) found.set(uri, edits);
  for (const change of edit.documentChanges ?? []) {
    if ('edits' in change) found.set(change.textDocument.uri, change.edits as TextEdit[]);
  }
  return found;
}
