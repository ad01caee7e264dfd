// The Flagwright extension of VS Code: it starts `flagwright lsp`, which does everything else.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commands, window, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

/** The files that a project is made of. */
const files = ['**/*.flag.yaml', '**/*.segment.yaml', '**/*.spec.yaml', '**/{flagwright,owners,systems,policy}.yaml'];

/** @type {LanguageClient | undefined} */
let client;

/**
 * Called by VS Code when a folder has a project, or a YAML file is opened.
 * @param {import('vscode').ExtensionContext} context
 */
export async function activate(context) {
  context.subscriptions.push(commands.registerCommand('flagwright.restart', restart));
  await start();
}

/** Called when the window is closed. */
export async function deactivate() {
  await client?.stop();
  client = undefined;
}

async function restart() {
  await deactivate();
  await start();
}

async function start() {
  const documentSelector = files.map((pattern) => ({ scheme: 'file', pattern }));
  const started = new LanguageClient('flagwright', 'Flagwright', serverOptions(), { documentSelector });
  try {
    await started.start();
    client = started;
  } catch {
    const shown =
      'Flagwright could not be started. Install it in the project (npm install --save-dev flagwright), or say where it is.';
    const chosen = await window.showErrorMessage(shown, 'Open the setting');
    if (chosen) await commands.executeCommand('workbench.action.openSettings', 'flagwright.server.path');
  }
}

/** The program that the user names, else the one of the workspace, else the one on the PATH. */
function serverOptions() {
  const named = workspace.getConfiguration('flagwright').get('server.path', '');
  if (named !== '') return named.endsWith('.js') ? moduleOptions(named) : { command: named, args: ['lsp'] };
  const installed = (workspace.workspaceFolders ?? [])
    .map(({ uri }) => join(uri.fsPath, 'node_modules', 'flagwright', 'bin', 'flagwright.js'))
    .find((path) => existsSync(path));
  return installed === undefined ? { command: 'flagwright', args: ['lsp'] } : moduleOptions(installed);
}

/** A script is run by the Node that VS Code brings along. */
function moduleOptions(path) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return { command: process.execPath, args: [path, 'lsp'], options: { env } };
}
