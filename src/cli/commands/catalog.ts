import { relative, resolve, sep } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { UserError } from '../../diagnostic/user-error.ts';
import { fillFolder } from '../../platform/owned-folder.ts';
import type { CatalogReport } from '../../commands/catalog/catalog-report.ts';
import type { WrittenCatalog } from '../../report/catalog/text.ts';
import { complain } from '../complain.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats, GlobalOptions, Session } from '../session.ts';

const formats: Formats<WrittenCatalog> = {
  text: async () => (await import('../../report/catalog/text.ts')).catalogText,
  json: async () => (await import('../../report/catalog/json.ts')).catalogJson,
};

const defaultFolder = 'flagwright-catalog';
const defaultPort = 8017;

interface CatalogFlags {
  readonly title?: string;
  readonly serve?: number | true;
}

export const catalogCommand: CliCommand = {
  group: 'Understand',
  examples: [
    'catalog',
    'catalog --output public/flags --title "Flags of the shop"',
    'catalog --at v2.1 --output /tmp/flags-of-v2.1',
    'catalog --serve',
  ],
  register(program, run) {
    return program
      .command('catalog')
      .summary('write a website about all flags: search, graph, history, health')
      .description(
        `Writes a website into the folder --output (default: ${defaultFolder}): a page for each flag, owner, segment and ` +
          'system, a search, a matrix, what changed and what needs attention. It needs no server and no network: open ' +
          'index.html. The same commit and date give the same bytes. A folder that holds anything else is not touched.',
      )
      .option('--title <text>', "the catalogue's name (default: the project's folder)")
      .option(
        '--serve [port]',
        `write nothing, serve it to this machine (default port: ${defaultPort}), and make it anew when flags change`,
        portNumber,
      )
      .addOption(formatOption(formats))
      .action(({ title, serve }: CatalogFlags, command: Command) => {
        const { output } = command.optsWithGlobals<GlobalOptions>();
        // It names a folder here, and not the file for what is printed.
        for (const one of [command, command.parent]) one?.setOptionValue('output', undefined);
        return run(command, (session) => {
          if (serve === undefined) return writeCatalog(session, output ?? defaultFolder, title);
          if (output !== undefined) throw new UserError('--serve writes no folder', 'leave out --output or --serve');
          return serveCatalog(session, serve === true ? defaultPort : serve, title);
        });
      });
  },
};

function portNumber(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

/** What is in it, and its files. @param path of the folder that it is written to, absolute */
async function makeCatalog(
  session: Session,
  title: string | undefined,
  path?: string,
): Promise<{ report: CatalogReport; files: ReadonlyMap<string, string> }> {
  const host = await session.host();
  const { catalog } = await import('../../commands/catalog/catalog.ts');
  const { catalogSite } = await import('../../report/catalog/site.ts');
  const report = await catalog(host, { title, folder: path === undefined ? undefined : host.relativePath(path) });
  host.progress.debug('has gathered all that is shown');
  const files = await catalogSite(report);
  host.progress.debug(`has made ${files.size} files`);
  return { report, files };
}

async function writeCatalog(session: Session, output: string, title: string | undefined): Promise<boolean> {
  const { root } = await session.host();
  const path = resolve(session.io.cwd(), session.options.cwd ?? '.', output);
  const { report, files } = await makeCatalog(session, title, path);
  const { isCatalogFile, markName, markStart } = await import('../../report/catalog/site.ts');
  const changes = fillFolder({ path, root, mark: markName, markStart, isOwn: isCatalogFile }, files);
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  await session.print({ report, folder: shownPath(session, path), files: files.size, bytes, changes }, formats);
  return true;
}

/** From where the user is, if it is below. */
function shownPath({ io }: Session, path: string): string {
  const below = relative(io.cwd(), path);
  return below.startsWith(`..${sep}`) || below === '' ? path : below;
}

/** Until a signal comes. What the next change may put right is said, and what was served before stays. */
async function serveCatalog(session: Session, port: number, title: string | undefined): Promise<boolean> {
  const { io, options } = session;
  const host = await session.host();
  if (host.at !== undefined) throw new UserError('--serve follows the working tree', 'leave out --at');
  const { serveFiles } = await import('../../server/serve-files.ts');
  const { projectChanges } = await import('../../workspace/watch-project.ts');
  const { watchHost } = await import('../watch-host.ts');
  const commit = async (): Promise<string> => (await (await host.git?.())?.headCommit()) ?? '';
  const changes = projectChanges(watchHost(host), commit);
  let { files } = await makeCatalog(session, title);
  const server = await serveFiles(port, () => files);
  session.endsBySignal = true;
  session.note(`the catalogue is at ${server.url}; Ctrl-C ends it`);
  for await (const _ of changes) {
    try {
      ({ files } = await makeCatalog(session, title));
      session.note('made anew; reload the page to see it');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      complain(io, 'error', error.message, options.color);
      if (error.help !== undefined) complain(io, 'help', error.help, options.color);
    }
  }
  await server.close();
  return true;
}
