import type { Argument, Command, Option } from 'commander';
import type { NameKind } from '../../commands/completion/names.ts';

/** A word that may be where the cursor is. */
interface Candidate {
  readonly value: string;
  /** What it means, in a few words; empty where that is plain. */
  readonly what: string;
}

/** What may be where the cursor is. */
export interface Wanted {
  /** The part of the word that does not change, as `--env=`. */
  readonly before: string;
  /** How the word begins. */
  readonly start: string;
  /** Words of the command line itself. */
  readonly candidates: readonly Candidate[];
  /** Names of the project, besides. */
  readonly names: NameKind | undefined;
}

/** Options whose value is a name, by their long form. */
const optionNames: Readonly<Record<string, NameKind>> = {
  '--env': 'environment',
  '--owner': 'owner',
  '--type': 'type',
  '--flag': 'flag',
  '--rule': 'rule',
};

/** Arguments that are names. `explain` calls its own `name`. */
const argumentNames: Readonly<Record<string, NameKind>> = { flag: 'flag', flags: 'flag', name: 'rule' };

/**
 * What may come last on a command line.
 * @param program with all its commands
 * @param words behind `flagwright`; the last is the one that is being typed, and may be empty
 */
export function wantedAt(program: Command, words: readonly string[]): Wanted {
  // Some shells make words of their own out of `--env=prod`.
  const plain = words.filter((word, index) => word !== '=' || index === words.length - 1);
  const typed = plain.at(-1) === '=' ? '' : (plain.at(-1) ?? '');
  const { command, given, pending } = follow(program, plain.slice(0, -1));
  const [, name, start] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
  if (name !== undefined && start !== undefined) {
    const option = optionsOf(command, program).find(({ long }) => long === name);
    return { ...valueOf(option), before: `${name}=`, start };
  }
  if (pending) return { ...valueOf(pending), before: '', start: typed };
  if (typed.startsWith('-'))
    return { before: '', start: typed, candidates: optionCandidates(command, program), names: undefined };
  if (command.commands.length > 0 && given === 0) {
    const shown = command.createHelp().visibleCommands(command);
    const candidates = shown.map((one) => ({ value: one.name(), what: one.summary() || one.description() }));
    return { before: '', start: typed, candidates, names: undefined };
  }
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[given] ?? (last?.variadic ? last : undefined);
  return { ...argumentOf(argument), before: '', start: typed };
}

interface Followed {
  readonly command: Command;
  /** How many arguments it has been given. */
  readonly given: number;
  /** An option that waits for its value. */
  readonly pending: Option | undefined;
}

function follow(program: Command, words: readonly string[]): Followed {
  let [command, given] = [program, 0];
  let pending: Option | undefined;
  for (const word of words) {
    if (pending) {
      pending = undefined;
    } else if (word.startsWith('-')) {
      const option = optionsOf(command, program).find(({ long, short }) => word === long || word === short);
      if (option?.required) pending = option;
    } else {
      const next: Command | undefined = given === 0 ? command.commands.find((one) => one.name() === word) : undefined;
      if (next) command = next;
      else given++;
    }
  }
  return { command, given, pending };
}

function optionsOf(command: Command, program: Command): readonly Option[] {
  return command === program ? program.options : [...command.options, ...program.options];
}

function optionCandidates(command: Command, program: Command): Candidate[] {
  const found = new Map<string, string>();
  for (const { long, description } of optionsOf(command, program)) {
    if (long != null && !found.has(long)) found.set(long, description);
  }
  found.set('--help', 'show help');
  return [...found].map(([value, what]) => ({ value, what }));
}

type Value = Pick<Wanted, 'candidates' | 'names'>;

function valueOf(option: Option | undefined): Value {
  const choices = option?.argChoices ?? [];
  const names = option?.long != null && Object.hasOwn(optionNames, option.long) ? optionNames[option.long] : undefined;
  return { candidates: choices.map(plainly), names };
}

function argumentOf(argument: Argument | undefined): Value {
  const name = argument?.name() ?? '';
  return {
    candidates: (argument?.argChoices ?? []).map(plainly),
    names: Object.hasOwn(argumentNames, name) ? argumentNames[name] : undefined,
  };
}

const plainly = (value: string): Candidate => ({ value, what: '' });
