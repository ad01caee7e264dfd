import type { Connection } from 'vscode-languageserver';
import { runCommand } from './commands.ts';
import type { Editor } from './editor.ts';
import { hover } from './hover.ts';
import { placeAt } from './place.ts';

/** Answers everything that an editor may ask about files. */
export function addFeatures(connection: Connection, editor: Editor): void {
  connection.onExecuteCommand(({ command }) => runCommand(editor, command));
  connection.onHover(({ textDocument: { uri }, position }) =>
    editor.ask(async () => {
      const place = await placeAt(editor, uri, position);
      return place && hover(place);
    }),
  );
}
