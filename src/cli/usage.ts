import type { Command, CommanderError } from 'commander';
import { alternatives, didYouMean } from '../diagnostic/suggest.ts';

/** Puts commander's usage errors into our words, with the nearest right name. */
export function explainUsageError(
  error: CommanderError,
  program: Command,
  argv: readonly string[],
): { message: string; help: string } {
  const words = argv.filter((word) => !word.startsWith('-'));
  const named = program.commands.find((one) => one.name() === words[0]);
  const command = named?.commands.find((one) => one.name() === words[1]) ?? named;
  const name = command === named ? (named?.name() ?? '') : `${named?.name()} ${command?.name()}`;
  const helpOf = `flagwright ${name === '' ? '' : `${name} `}--help`;
  const message = error.message.replace(/^error: /, '');
  if (error.code === 'commander.unknownCommand' || error.code === 'commander.excessArguments') {
    const group = command ?? program;
    if (group.commands.length > 0) {
      const word = words[command ? 1 : 0] ?? '';
      const names = group.commands.map((one) => one.name());
      return {
        message: command ? `${name} has no command "${word}"` : `there is no command "${word}"`,
        help: didYouMean(word, names) ?? `\`${helpOf}\` lists the commands`,
      };
    }
  }
  if (error.code === 'commander.unknownOption') {
    const option = /'([^']+)'/.exec(message)?.[1] ?? '';
    const known = (command ?? program).options.flatMap((one) => [one.long, one.short].filter((name) => name != null));
    const where = command ? `${name} has` : 'there is';
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
