import { Command, CommanderError } from 'commander';
import { RefusedWriteError, UserError } from '../diagnostic/user-error.ts';
import { criticalWork } from '../platform/critical-section.ts';
import { wantsColor } from './color.ts';
import { commands } from './commands.ts';
import { complain } from './complain.ts';
import { InterruptedError } from './ask.ts';
import type { Io } from './io.ts';
import { addGlobalOptions, type CliCommand, type GlobalOptions, type Runner } from './session.ts';
import { makeSession } from './make-session.ts';
import { explainUsageError } from './usage.ts';
import { version } from './version.ts';
import { writeAll } from './write-all.ts';

export { keepCode } from './keep-code.ts';

/** See `main`. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const interrupted = new AbortController();
  const stopped = onSignal(interrupted);
  let endsBySignal = (): boolean => false;
  const runner: Runner = async (command, action) => {
    const session = makeSession(io, command.optsWithGlobals<GlobalOptions>(), interrupted.signal);
    endsBySignal = () => session.endsBySignal;
    try {
      exitCode = (await action(session)) ? 0 : 1;
    } finally {
      session.close();
    }
  };
  try {
    const work = buildProgram(io, runner, commandsFor(argv)).parseAsync([...argv], { from: 'user' });
    await Promise.race([work, stopped.settled]);
    return interrupted.signal.aborted && !endsBySignal() ? 130 : exitCode;
  } catch (error) {
    if (interrupted.signal.aborted || error instanceof InterruptedError) return 130;
    return report(error, io, () => buildProgram(io, runner, Object.values(commands)), argv);
  } finally {
    stopped.forget();
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lets a signal end the command at once, but for what must come to an end in good order; a second signal ends the
 * process.
 */
function onSignal(interrupted: AbortController): { readonly settled: Promise<void>; forget(): void } {
  let settle = (): void => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const forget = (): void => {
    for (const signal of signals) process.removeListener(signal, onInterrupt);
  };
  const onInterrupt = (): void => {
    forget();
    interrupted.abort();
    // Whoever waits for the signal gets a turn to say what became of its work.
    setImmediate(() => void criticalWork().then(() => setImmediate(settle)));
  };
  for (const signal of signals) process.on(signal, onInterrupt);
  return { settled, forget };
}

/**
 * Describing every command takes as long as linting a few files, so where the first word is the name of one, it does alone. To
 * complete a word all have to be known.
 */
function commandsFor([name = '']: readonly string[]): readonly CliCommand[] {
  if (name === 'completion') return Object.values(commands);
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return named ? [named] : Object.values(commands);
}

function buildProgram(io: Io, runner: Runner, offered: readonly CliCommand[]): Command {
  const program = new Command('flagwright')
    .description('Feature flags as code: YAML in git, checked like code, rolled back with your eyes open.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void writeAll(io, text),
      writeErr: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getOutHasColors: () => wantsColor(io.stdout, io.env, undefined),
    });
  // Options of every command may come before it as well.
  addGlobalOptions(program, true);
  for (const command of offered) {
    const registered = command.register(program, runner);
    const isGroup = registered.commands.length > 0;
    addGlobalOptions(registered, isGroup).exitOverride().showSuggestionAfterError(false).helpGroup(`${command.group}:`);
    if (command.examples)
      registered.addHelpText(
        'after',
        `\nExamples:\n${command.examples.map((one) => `  $ flagwright ${one}`).join('\n')}`,
      );
  }
  return program;
}

/** Says on stderr what went wrong, in the form every command uses. */
function report(error: unknown, io: Io, program: () => Command, argv: readonly string[]): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const color = colorOption(argv);
  const say = (message: string, help: string | undefined): void => {
    complain(io, 'error', message, color);
    if (help !== undefined) complain(io, 'help', help, color);
  };
  if (error instanceof CommanderError) {
    const { message, help } = explainUsageError(error, program(), argv);
    say(message, help);
    return 2;
  }
  if (error instanceof UserError) {
    say(error.message, error.help);
    return error instanceof RefusedWriteError ? 1 : 2;
  }
  say('flagwright failed; this is a bug of ours, not a mistake of yours', undefined);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const platform = `flagwright ${version}, node ${process.version}, ${process.platform} ${process.arch}`;
  complain(io, 'note', `please report it with these lines and the command you ran\n${platform}\n${stack}`, color);
  return 3;
}

function colorOption(argv: readonly string[]): boolean | undefined {
  if (argv.includes('--no-color')) return false;
  return argv.includes('--color') ? true : undefined;
}
