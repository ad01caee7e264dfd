import {
  CodeLensRefreshRequest,
  LogMessageNotification,
  MessageType,
  createConnection,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import { capabilities } from './capabilities.ts';
import { addFeatures } from './features.ts';
import type { LspDoors } from './doors.ts';
import { Editor } from './editor.ts';
import { Phase } from './phase.ts';
import { watchFiles } from './watch-files.ts';

/**
 * Speaks with one editor, until it ends.
 * @returns when the editor is gone
 */
export function serveEditor(doors: LspDoors): Promise<void> {
  const connection = createConnection(new StreamMessageReader(doors.input), new StreamMessageWriter(doors.output));
  let refresh = (): void => {};
  const editor = new Editor(doors, {
    diagnostics: (params) => connection.sendDiagnostics(params),
    log: (message) =>
      void connection.sendNotification(LogMessageNotification.type, { type: MessageType.Error, message }),
    refresh: () => refresh(),
  });
  let start: InitializeParams | undefined;
  const phase = new Phase();
  let stopWatching: (() => void) | undefined;
  connection.onInitialize((params) => {
    phase.begin();
    start = params;
    refresh = refresher(connection, params);
    return { capabilities: capabilities(), serverInfo: { name: 'flagwright', version: doors.version } };
  });
  connection.onInitialized(() => {
    if (start) stopWatching ??= begin(connection, editor, start);
  });
  connection.onShutdown(() => {
    phase.end();
    stopWatching?.();
    return editor.close();
  });
  const documents = new TextDocuments(TextDocument);
  documents.onDidChangeContent(({ document }) => editor.edit(document.uri, document.getText(), document.version));
  documents.onDidClose(({ document }) => editor.closeFile(document.uri));
  documents.listen(connection);
  addFeatures(connection, editor, { phase, client: () => start?.capabilities ?? {} });
  return new Promise((done) => {
    doors.input.once('end', done);
    doors.input.once('close', done);
    connection.listen();
  });
}

/** @returns what ends the watch over files */
function begin(
  connection: Connection,
  editor: Editor,
  { workspaceFolders, rootUri, capabilities }: InitializeParams,
): () => void {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri == null ? [] : [rootUri]);
  for (const uri of uris) void editor.addFolder(uri);
  if (capabilities.workspace?.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      for (const { uri } of removed) void editor.removeFolder(uri);
      for (const { uri } of added) void editor.addFolder(uri);
    });
  }
  return watchFiles(connection, editor, capabilities);
}

/** Asks the editor to ask again for lenses and hints, where it would. */
function refresher(connection: Connection, { capabilities: { workspace } }: InitializeParams): () => void {
  return () => {
    // An editor that refuses shows what it has until it asks again.
    if (workspace?.codeLens?.refreshSupport) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
    if (workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh().catch(() => {});
  };
}
