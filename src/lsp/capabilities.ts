import { TextDocumentSyncKind, type ServerCapabilities } from 'vscode-languageserver';
import { commandNames } from './commands.ts';

/** What the server does, as editors ask it at the start. */
export function capabilities(): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    executeCommandProvider: { commands: commandNames },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
