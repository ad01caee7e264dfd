import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import type { Readable, Writable } from 'node:stream';
import { manifestName } from '../../model/file-kind.ts';
import { findProject } from '../find-project.ts';
import { buildHost } from '../host.ts';
import { packageFolder } from '../package-folder.ts';
import type { CliCommand, Session } from '../session.ts';
import { version } from '../version.ts';

export const lspCommand: CliCommand = {
  group: 'Editors and agents',
  examples: ['lsp'],
  register(program, run) {
    return program
      .command('lsp')
      .summary('a language server for editors, over standard input and output')
      .description(
        'Speaks the Language Server Protocol over standard input and output: what lint says as you type, completion, ' +
          'hover, definitions, references, rename and more, for all projects of the folders that the editor has open. ' +
          'An editor starts it; docs/editors.md says how.',
      )
      .addOption(new Option('--stdio', 'what editors add; there is no other way').hideHelp())
      .addOption(new Option('--clientProcessId <id>', 'likewise').hideHelp())
      .action((_: object, command) => run(command, (session) => serve(session)));
  },
};

async function serve(session: Session): Promise<boolean> {
  const { serveEditor } = await import('../../lsp/serve.ts');
  const { foldersWith } = await import('../../platform/find-folders.ts');
  const { io, options } = session;
  const home = packageFolder() ?? '';
  const ended = new AbortController();
  if (process.stdin.isTTY) session.note('this speaks with an editor; docs/editors.md says how to set one up');
  await serveEditor({
    input: io.stdin as unknown as Readable,
    output: io.stdout as unknown as Writable,
    version,
    async openHost(folder) {
      const { now, debug } = options;
      const chosen = { cwd: folder, project: folder, ...(now !== undefined && { now }), debug: debug === true };
      return buildHost(io, chosen, ended.signal);
    },
    projectOf: (folder) => quietly(() => findProject(folder, undefined, undefined)?.folder),
    projectsBelow: (folder) => foldersWith(folder, manifestName),
    realPath: (path) => quietly(() => realpathSync(path)) ?? path,
    schemaText: (name) => readFileSync(join(home, 'schemas', name), 'utf8'),
    every: (milliseconds, call) => {
      const timer = setInterval(call, milliseconds).unref();
      return () => clearInterval(timer);
    },
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  return true;
}

/** What cannot be found out is as if it were not there. */
function quietly<Result>(find: () => Result): Result | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
