import { Command, CommanderError } from 'commander';
import { UserError } from '../diagnostic/user-error.ts';
import { makeStyle } from '../report/style.ts';
import { showsUnicode, wantsColor } from './color.ts';
import { commands } from './commands.ts';
import { InterruptedError } from './ask.ts';
import type { Io } from './io.ts';
import { addGlobalOptions, type CliCommand, type GlobalOptions, type Runner } from './session.ts';
import { makeSession } from './make-session.ts';
import { explainUsageError } from './usage.ts';
import { version } from './version.ts';
import { writeAll } from './write-all.ts';

/** See `main`. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const interrupted = new AbortController();
  const onInterrupt = (): void => interrupted.abort();
  process.once('SIGINT', onInterrupt);
  const runner: Runner = async (command, action) => {
    const session = makeSession(io, command.optsWithGlobals<GlobalOptions>(), interrupted.signal);
    try {
      exitCode = (await action(session)) ? 0 : 1;
    } finally {
      session.close();
    }
  };
  try {
    await buildProgram(io, runner, commandsFor(argv)).parseAsync([...argv], { from: 'user' });
    return interrupted.signal.aborted ? 130 : exitCode;
  } catch (error) {
    if (interrupted.signal.aborted || error instanceof InterruptedError) return 130;
    return report(error, io, () => buildProgram(io, runner, Object.values(commands)), argv);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

/** Describing every command takes as long as linting a few files, so where the first word is the name of one, it does alone. */
function commandsFor([name = '']: readonly string[]): readonly CliCommand[] {
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
  // Options of every command may stand before it as well.
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
  const { paint } = makeStyle({
    color: wantsColor(io.stderr, io.env, colorOption(argv)),
    unicode: showsUnicode(io.env),
  });
  const say = (message: string, help: string | undefined): void => {
    io.stderr.write(
      `${paint.bold.red('error')}: ${message}\n${help === undefined ? '' : `${paint.cyan('help')}: ${help}\n`}`,
    );
  };
  if (error instanceof CommanderError) {
    const { message, help } = explainUsageError(error, program(), argv);
    say(message, help);
    return 2;
  }
  if (error instanceof UserError) {
    say(error.message, error.help);
    return 2;
  }
  say('flagwright failed; this is a bug of ours, not a mistake of yours', undefined);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const platform = `flagwright ${version}, node ${process.version}, ${process.platform} ${process.arch}`;
  io.stderr.write(`\n${stack}\n\n${platform}\nPlease report it with the lines above and the command you ran.\n`);
  return 3;
}

function colorOption(argv: readonly string[]): boolean | undefined {
  if (argv.includes('--no-color')) return false;
  return argv.includes('--color') ? true : undefined;
}
