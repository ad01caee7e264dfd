import { DidChangeWatchedFilesNotification, type ClientCapabilities, type Connection } from 'vscode-languageserver';
import type { Editor } from './editor.ts';

/** How often the disk is looked at, in milliseconds: also where the editor tells of changes, since it does not tell of all. */
const EVERY = 2000;

/** Files that a project is made of, and what tells that another commit was checked out. */
const patterns = ['**/{flagwright,owners,systems,policy}.yaml', '**/*.{flag,segment,spec}.yaml', '**/.git/HEAD'];

/** Follows what is changed outside of the editor: by the user, by git, by other tools. */
export function watchFiles(connection: Connection, editor: Editor, { workspace }: ClientCapabilities): void {
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    const watchers = patterns.map((globPattern) => ({ globPattern }));
    // Where the editor refuses after all, the disk is looked at anyway.
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => {});
  }
  connection.onDidChangeWatchedFiles(() => void editor.reload());
  const end = editor.doors.every(EVERY, () => void editor.look());
  connection.onShutdown(() => {
    end();
    return editor.close();
  });
}
