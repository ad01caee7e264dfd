import type { Command, CommanderError } from 'commander';
import { alternatives, didYouMean } from '../diagnostic/suggest.ts';

/** Puts commander's usage errors into our words, with the nearest right name. */
export function explainUsageError(
  error: CommanderError,
  program: Command,
  argv: readonly string[],
): { message: string; help: string } {
  const command = program.commands.find((one) => one.name() === argv.find((word) => !word.startsWith('-')));
  const helpOf = `flagwright ${command ? `${command.name()} ` : ''}--help`;
  const message = error.message.replace(/^error: /, '');
  if (error.code === 'commander.unknownCommand' || error.code === 'commander.excessArguments') {
    const word = argv.find((one) => !one.startsWith('-')) ?? '';
    if (!command) {
      const names = program.commands.map((one) => one.name());
      return {
        message: `there is no command "${word}"`,
        help: didYouMean(word, names) ?? '`flagwright --help` lists the commands',
      };
    }
  }
  if (error.code === 'commander.unknownOption') {
    const option = /'([^']+)'/.exec(message)?.[1] ?? '';
    const known = (command ?? program).options.flatMap((one) => [one.long, one.short].filter((name) => name != null));
    const where = command ? `${command.name()} has` : 'there is';
    return {
      message: `${where} no option "${option}"`,
      help: didYouMean(option, known) ?? `\`${helpOf}\` lists the options`,
    };
  }
  const [, option, value, reason = ''] =
    /^option '(--?[\w-]+)[^']*' argument '(.*)' is invalid\. (.*)$/s.exec(message) ?? [];
  if (option !== undefined && value !== undefined) {
    const choices = /^Allowed choices are (.*)\.$/.exec(reason)?.[1]?.split(', ');
    const help = choices ? (didYouMean(value, choices) ?? `it can be ${alternatives(choices)}`) : reason;
    return { message: `${option} cannot be "${value}"`, help };
  }
  return { message, help: `\`${helpOf}\` shows how it is used` };
}
