import { MessageType, ShowMessageNotification } from 'vscode-languageserver';
import type { ClientCapabilities, Connection, Position, TextDocumentPositionParams } from 'vscode-languageserver';
import { runCommand } from './commands.ts';
import { codeActions } from './code-actions.ts';
import { codeLenses } from './code-lens.ts';
import { complete } from './completion.ts';
import { documentLinks } from './document-links.ts';
import { foldingRanges } from './folding.ts';
import { inlayHints } from './inlay-hints.ts';
import { goToDefinition } from './definition.ts';
import type { Editor } from './editor.ts';
import { hover } from './hover.ts';
import type { Phase } from './phase.ts';
import { fileAt, placeAt, type File, type EditorPlace } from './place.ts';
import { highlights, references, subjectAt } from './references.ts';
import { prepareRename, rename, renameWarning } from './rename.ts';
import { documentSymbols, workspaceSymbols } from './symbols.ts';

type InFile = <Answer>(
  params: { readonly textDocument: { readonly uri: string } },
  answer: (file: File) => Promise<Answer> | Answer,
) => Promise<Answer | null>;

interface Talk {
  readonly phase: Phase;
  /** What the editor can do. */
  client(): ClientCapabilities;
}

/** Answers everything that an editor may ask about files. */
export function addFeatures(connection: Connection, editor: Editor, { phase, client }: Talk): void {
  const ask: Editor['ask'] = async (work) => {
    phase.requireOpen();
    return editor.ask(work);
  };
  const inPlace = <Answer>(
    { textDocument, position }: TextDocumentPositionParams,
    answer: (place: EditorPlace) => Promise<Answer> | Answer,
  ): Promise<Answer | null> => ask(() => withPlace(editor, textDocument.uri, position, answer));
  const inFile: InFile = ({ textDocument }, answer) =>
    ask(async () => {
      const file = await fileAt(editor, textDocument.uri);
      return file ? answer(file) : null;
    });

  connection.onExecuteCommand(({ command }) => {
    phase.requireOpen();
    return runCommand(editor, command);
  });
  connection.onHover((params) => inPlace(params, hover));
  connection.onDefinition((params) => inPlace(params, goToDefinition));
  connection.onReferences((params) => inPlace(params, (place) => references(place, params.context.includeDeclaration)));
  connection.onDocumentHighlight((params) => inPlace(params, highlights));
  connection.onCompletion((params) =>
    inPlace(params, (place) =>
      complete(place, client().textDocument?.completion?.completionItem?.snippetSupport === true),
    ),
  );
  connection.onWorkspaceSymbol(({ query }) => ask(() => workspaceSymbols(editor, query)));
  addFileFeatures(connection, inFile);
  connection.onPrepareRename((params) => inPlace(params, prepareRename));
  connection.onRenameRequest((params) =>
    inPlace(params, async (place) => {
      const { documentChanges, resourceOperations } = client().workspace?.workspaceEdit ?? {};
      // Who renames files can do it only in an order of edits, whether it says so or not.
      const renamesFiles = resourceOperations?.includes('rename') === true;
      const ordered = documentChanges === true || renamesFiles;
      const subject = subjectAt(place);
      const edit = await rename(place, params.newName, { renamesFiles, documentChanges: ordered });
      const warning = subject && (await renameWarning(place, subject, params.newName));
      if (warning !== undefined) {
        void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: warning });
      }
      return edit;
    }),
  );
}

/** The same for what is asked of a file as a whole. */
function addFileFeatures(connection: Connection, inFile: InFile): void {
  connection.onDocumentSymbol((params) => inFile(params, documentSymbols));
  connection.onCodeAction((params) => inFile(params, (file) => codeActions(file, params.range, params.context.only)));
  connection.onCodeLens((params) => inFile(params, codeLenses));
  connection.onFoldingRanges((params) => inFile(params, foldingRanges));
  connection.onDocumentLinks((params) => inFile(params, documentLinks));
  connection.languages.inlayHint.on((params) => inFile(params, (file) => inlayHints(file, params.range)));
}

async function withPlace<Answer>(
  editor: Editor,
  uri: string,
  position: Position,
  answer: (place: EditorPlace) => Promise<Answer> | Answer,
): Promise<Answer | null> {
  const place = await placeAt(editor, uri, position);
  return place ? answer(place) : null;
}
