import { InvalidArgumentError, Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { UserError } from '../../diagnostic/user-error.ts';
import { criticalSection } from '../../platform/critical-section.ts';
import { repeated } from '../format-option.ts';
import type { CliCommand, GlobalOptions, Session } from '../session.ts';
import { lineWriter } from '../write-all.ts';

interface ServeFlags {
  readonly env?: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly poll: number;
  readonly acceptRewrite?: boolean;
  readonly accessLog: boolean;
  readonly bus?: string;
}

export const serveCommand: CliCommand = {
  group: 'Ship',
  examples: [
    'serve --env production',
    'serve --env production --at main --poll 10s',
    'serve --env production=production.tokens --env staging=staging.tokens --host 0.0.0.0',
  ],
  register(program, run) {
    return program
      .command('serve')
      .summary('serve the flags over HTTP: OFREP, snapshots, events')
      .description(
        'Serves the flags of environments as they are committed: to any OpenFeature SDK through OFREP ' +
          '(/ofrep/v1/evaluate/flags), to the client of this package (/snapshot, /stream) and to flagd ' +
          '(/flagd/ENV.json). New commits are served as they come. A broken one is not: what was served before stays, ' +
          'and /readyz and the log say why. Nothing is written to the repository, which may be a bare one. The log goes ' +
          'to standard output, as JSON lines. SIGTERM ends it when all requests are answered.',
      )
      .requiredOption(
        '--env <name[=file]>',
        'an environment to serve, and the file of the tokens that open it, one a line; repeatable',
        repeated,
      )
      .option('--port <number>', 'where to listen; 0 lets the system choose', port, 8016)
      .option('--host <address>', 'the address to listen at; any but this machine needs tokens', '127.0.0.1')
      .addOption(
        new Option('--poll <duration>', 'how often to look for a new commit: 500ms, 2s, 1m')
          .argParser(duration)
          .default(2_000, '2s'),
      )
      .option('--accept-rewrite', 'serve a commit that does not descend from the one served')
      .option('--bus <address>', 'announce changes on a Redis as well: redis://HOST:6379')
      .option('--no-access-log', 'do not log requests')
      .action((given: ServeFlags, command: Command) => {
        const { at } = command.optsWithGlobals<GlobalOptions>();
        // It names what is followed, not a past to look at.
        for (const one of [command, command.parent]) one?.setOptionValue('at', undefined);
        return run(command, (session) => serveUntilSignal(session, given, at));
      });
  },
};

function port(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

/** In milliseconds. */
function duration(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6})(ms|s|m)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * ({ ms: 1, s: 1_000, m: 60_000 }[unit] ?? NaN);
  if (milliseconds >= 100 && milliseconds <= 3_600_000) return milliseconds;
  throw new InvalidArgumentError('Write it as 500ms, 2s or 1m; from 100ms to 60m.');
}

async function serveUntilSignal(session: Session, given: ServeFlags, ref: string | undefined): Promise<boolean> {
  const { io, options } = session;
  const host = await session.host();
  if (!host.git)
    throw new UserError('this is not a git repository', 'serve reads committed flags: git init starts one');
  const { serve } = await import('../../server/serve.ts');
  const { jsonLog } = await import('../../server/log.ts');
  const folder = resolve(io.cwd(), options.cwd ?? '.');
  const named = (given.env ?? []).map((text) => environmentAndFile(text, folder));
  const now = (): number => host.clock.now().getTime();
  const running = await serve(
    host,
    await host.git(),
    {
      environments: [...new Set(named.map(({ environment }) => environment))],
      tokenFiles: named.flatMap(({ environment, path, name }) => (path === undefined ? [] : [{ environment, path, name: name! }])), // prettier-ignore
      host: given.host,
      port: given.port,
      ref,
      project: options.project,
      poll: given.poll,
      acceptRewrite: given.acceptRewrite === true,
      accessLog: given.accessLog,
      bus: given.bus,
    },
    { now, log: jsonLog(lineWriter(io), Date.now), every: repeat },
  );
  session.endsBySignal = true;
  session.note(`listening at ${running.url}; Ctrl-C ends it`);
  await new Promise<void>((done) => {
    const end = (): void => void criticalSection(running.close).finally(done);
    if (host.signal.aborted) end();
    else host.signal.addEventListener('abort', end, { once: true });
  });
  return true;
}

function environmentAndFile(text: string, folder: string): { environment: string; path?: string; name?: string } {
  const at = text.indexOf('=');
  if (at < 0) return { environment: text };
  const name = text.slice(at + 1);
  if (at === 0 || name === '') throw new UserError(`--env ${text}: a name is missing`, 'write --env NAME=FILE');
  return { environment: text.slice(0, at), path: resolve(folder, name), name };
}

function repeat(milliseconds: number, call: () => void): () => void {
  const timer = setInterval(call, milliseconds);
  return () => clearInterval(timer);
}
