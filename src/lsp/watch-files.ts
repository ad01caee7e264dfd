import { DidChangeWatchedFilesNotification, type ClientCapabilities, type Connection } from 'vscode-languageserver';
import type { Editor } from './editor.ts';

/** How often it is looked at what is checked out, in milliseconds. */
const EVERY = 2000;

/** How many times that passes until all files are looked at, where the editor does not tell of changes. */
const TIMES = 5;

/** Files that a project is made of, and what tells that another commit was checked out. */
const patterns = ['**/{flagwright,owners,systems,policy}.yaml', '**/*.{flag,segment,spec}.yaml', '**/.git/HEAD'];

/** Follows what is changed outside of the editor, by the user, by git, by other tools, until what it returns is called. */
export function watchFiles(connection: Connection, editor: Editor, { workspace }: ClientCapabilities): () => void {
  let isTold = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  if (isTold) {
    const watchers = patterns.map((globPattern) => ({ globPattern }));
    // Where the editor refuses after all, the disk is looked at anyway.
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => (isTold = false));
  }
  connection.onDidChangeWatchedFiles(() => void editor.reload());
  let times = 0;
  return editor.doors.every(EVERY, () => void editor.look(!isTold && ++times % TIMES === 0));
}
