import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Host } from '../workspace/host.ts';
import { jsonWithoutOrders, withoutMarks, withoutOrders } from '../diagnostic/ci-commands.ts';
import { inert } from '../diagnostic/printable.ts';
import { didYouMean } from '../diagnostic/suggest.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { makeStyle } from '../report/style.ts';
import { showsUnicode, wantsColor } from './color.ts';
import { complain } from './complain.ts';
import { buildHost } from './host.ts';
import type { Io } from './io.ts';
import type { Formats, GlobalOptions, Session } from './session.ts';
import { writeAll } from './write-all.ts';

/** A session over the real process. The host is made when a command asks for it. */
export function makeSession(io: Io, options: GlobalOptions, signal: AbortSignal): Session {
  let host: Promise<Host> | undefined;
  let close = (): void => {};
  let endProgress = (): void => {};
  return {
    options,
    io,
    endsBySignal: false,
    host() {
      host ??= buildHost(io, options, signal).then((built) => {
        close = built.close;
        endProgress = built.endProgress;
        return built.host;
      });
      return host;
    },
    async print(report, formats, { paged = false } = {}) {
      const text = await render(io, options, report, formats);
      endProgress();
      if (options.output !== undefined) await saveOutput(io, options, options.output, text, host);
      else if (!(paged && formatOf(options, formats) === 'text' && (await wasPaged(io, text))))
        await writeAll(io, text);
    },
    note(line) {
      if (!options.quiet) complain(io, 'note', line, options.color);
    },
    warn(message, help) {
      complain(io, 'warning', message, options.color);
      complain(io, 'help', help, options.color);
    },
    close: () => close(),
  };
}

async function render<Report>(
  io: Io,
  options: GlobalOptions,
  report: Report,
  formats: Formats<Report>,
): Promise<string> {
  const names = Object.keys(formats);
  const name = formatOf(options, formats);
  const load = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (!load) {
    throw new UserError(`there is no format "${name}"`, didYouMean(name, names) ?? `it can be ${names.join(', ')}`);
  }
  const toFile = options.output !== undefined;
  const style = makeStyle({
    color: toFile ? options.color === true : wantsColor(io.stdout, io.env, options.color),
    width: io.stdout.columns ?? 80,
    unicode: showsUnicode(io.env),
    isTerminal: !toFile && io.stdout.isTTY === true,
  });
  const text = inert(await (await load())(report, style));
  return toFile ? text : withoutOrdersIn(name, text);
}

/** What is printed may end up in the log of a CI; data formats other than JSON are for files. */
function withoutOrdersIn(format: string, text: string): string {
  if (format === 'text' || format === 'markdown') return withoutOrders(text);
  if (format === 'github') return withoutMarks(text);
  return ['json', 'jsonl', 'sarif', 'gitlab'].includes(format) ? jsonWithoutOrders(text) : text;
}

function formatOf(options: GlobalOptions, formats: object): string {
  return options.json ? 'json' : (options.format ?? Object.keys(formats)[0] ?? '');
}

/** Shows text that is longer than the terminal through a pager, if there is one. */
async function wasPaged({ stdout, env }: Io, text: string): Promise<boolean> {
  if (stdout.isTTY !== true || stdout.rows === undefined || env.TERM === 'dumb') return false;
  if (text.split('\n').length <= stdout.rows) return false;
  const { page, pagerCommand } = await import('../platform/pager.ts');
  const command = pagerCommand(env);
  return command !== undefined && page(text, command, env);
}

/** What a stranger may have put into the checkout or the project does not lead the output elsewhere. */
async function saveOutput(
  io: Io,
  options: GlobalOptions,
  output: string,
  text: string,
  host: Promise<Host> | undefined,
): Promise<void> {
  const { writeNamedFile } = await import('../platform/file-writer.ts');
  const folder = resolve(io.cwd(), options.cwd ?? '.');
  writeNamedFile(resolve(folder, output), text, (await host)?.root ?? realpathSync(folder));
}
