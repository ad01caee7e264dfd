import { UserError } from '../diagnostic/user-error.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';

/** One option of `rollback`. */
export interface RollbackOption<Value, Asked = Value> {
  /** As commander writes it: `--to <version>`. */
  readonly switch: string;
  readonly help: string;
  /** Its value where it is not given. */
  readonly none: Value;
  /** Whether it can be repeated: then its value is a list of texts. */
  readonly repeats: boolean;
  /**
   * What its text means; absent where that is the text itself, or it takes none.
   * @throws UserError if it means nothing
   */
  readonly read?: ((text: string) => Value) | undefined;
  /**
   * What a value asks the stages for.
   * @throws UserError if that cannot be told
   */
  asked(value: Value): Asked;
  /** What stands for a value on a command line, before anything is quoted. */
  words(value: Value): readonly string[];
}

/** Contexts whose exposure is counted, and the file they are from. Gone through for every flag that changes. */
export interface Population {
  readonly file: string;
  readonly contexts: Iterable<EvaluationContext>;
}

/**
 * The options of `rollback`: everything else about them follows. `--help` lists them and the preview prints them in this order;
 * the stages are asked for what they mean.
 */
export const rollbackOptions = {
  to: one('--to <version>', 'the version to restore', versionNumber),
  since: one('--since <date>', 'restore everything that changed since a date (2h, 2026-11-22T14:05Z) or revision'),
  commit: one('--commit <rev>', 'take back what this commit did'),
  off: on('--off', 'simply switch the flags off'),
  environments: many('--env <name>', 'restore only this environment; repeatable'),
  cascade: on('--cascade', 'switch dependents off that would lose their prerequisite'),
  accept: many('--accept <risk>', 'go ahead in spite of a risk; repeatable', codesOf),
  decide: many('--decide <id=answer>', 'answer a decision; repeatable', decisionsOf),
  emergency: one('--emergency <id>', 'declare an emergency; the policy may then waive approvals'),
  incident: one('--incident <id>', 'the incident it is for, as a trailer'),
  approvedBy: many('--approved-by <person>', 'who approved it, as a trailer; repeatable', addressesOf),
  population: contexts('--population', 'count exposure over the contexts of this file (CSV, JSON, JSON Lines)'),
  trailers: many('--trailer <key=value>', 'another trailer; repeatable'),
  message: one('-m, --message <text>', 'commit message (default: generated)'),
  branch: one('--branch <name>', 'commit on a new branch, and leave the working tree alone'),
  push: on('--push', 'push the branch'),
  verify: notOff('--no-verify', 'skip the hooks pre-commit and commit-msg'),
  expectHead: one('--expect-head <commit>', 'refuse if newer commits change the plan'),
  apply: on('--apply', 'do it, if nothing stands in the way'),
  reason: one('--reason <why>', 'why, as a trailer'),
} satisfies Readonly<Record<string, AnyOption>>;

type AnyOption = RollbackOption<unknown, unknown>;
type Table = typeof rollbackOptions;
type OptionValues = { readonly [Name in keyof Table]: Table[Name]['none'] };

/** What `rollback` is told. */
export interface RollbackOptions extends OptionValues {
  readonly flags: readonly string[];
  /** Options of every command that decide which project is looked at, and when: they belong to the command printed. */
  readonly place?: readonly string[];
}

/** What the stages are asked for, by option. */
export type AskedOptions = { readonly [Name in keyof Table]: ReturnType<Table[Name]['asked']> };

const table = Object.entries(rollbackOptions) as readonly [keyof Table, AnyOption][];

/**
 * The values of all options.
 * @param given the value of each that is given, by the name of its option
 */
export function optionValues(given: (option: AnyOption) => unknown): OptionValues {
  return Object.fromEntries(table.map(([name, option]) => [name, given(option) ?? option.none])) as OptionValues;
}

/**
 * What these ask for.
 * @throws UserError if that cannot be told
 */
export function askedOptions(values: OptionValues): AskedOptions {
  return Object.fromEntries(table.map(([name, option]) => [name, option.asked(values[name])])) as AskedOptions;
}

/** What stands for these on a command line, before anything is quoted. */
export function optionWords(values: OptionValues): string[] {
  return table.flatMap(([name, option]) => [...option.words(values[name])]);
}

function on(name: string, help: string): RollbackOption<boolean> {
  return { switch: name, help, none: false, repeats: false, asked: (is) => is, words: (is) => (is ? [name] : []) };
}

/** One that is on until it is switched off. */
function notOff(name: string, help: string): RollbackOption<boolean> {
  return { ...on(name, help), none: true, words: (is) => (is ? [] : [name]) };
}

/** The contexts of a file, which is not read here. */
function contexts(name: string, help: string): RollbackOption<Population | undefined> {
  const words = (value: Population | undefined): string[] => (value === undefined ? [] : valued(name, value.file));
  return { ...one<Population>(`${name} <file>`, help, undefined), words };
}

function one(own: string, help: string): RollbackOption<string | undefined>;
function one<Value>(
  own: string,
  help: string,
  read: ((text: string) => Value) | undefined,
): RollbackOption<Value | undefined>;
function one(own: string, help: string, read?: (text: string) => unknown): RollbackOption<unknown> {
  return {
    switch: own,
    help,
    none: undefined,
    repeats: false,
    read,
    asked: (value) => value,
    words: (value) => (value === undefined ? [] : valued(nameOf(own), String(value))),
  };
}

function many(own: string, help: string): RollbackOption<readonly string[]>;
function many<Asked>(
  own: string,
  help: string,
  asked: (values: readonly string[]) => Asked,
): RollbackOption<readonly string[], Asked>;
function many(
  own: string,
  help: string,
  asked = (values: readonly string[]): unknown => values,
): RollbackOption<readonly string[], unknown> {
  const words = (values: readonly string[]): string[] => values.flatMap((value) => valued(nameOf(own), value));
  return { switch: own, help, none: [], repeats: true, asked, words };
}

const nameOf = (own: string): string => /--[\w-]+/.exec(own)?.[0] ?? own;

/** A value that begins as an option does is tied to its own. */
function valued(name: string, value: string): string[] {
  return value.startsWith('-') ? [`${name}=${value}`] : [name, value];
}

function versionNumber(text: string): number {
  const number = Number(/^v?(\d{1,9})$/.exec(text)?.[1] ?? 0);
  if (number === 0) throw new UserError('versions count up from 1', '`flagwright history FLAG` lists them');
  return number;
}

/** Several may be joined by commas. */
function codesOf(accepted: readonly string[]): string[] {
  return accepted.flatMap((codes) => codes.split(',')).map((code) => code.trim());
}

/** `ID=ANSWER` each: id → answer. */
function decisionsOf(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((one) => {
      const at = one.lastIndexOf('=');
      if (at <= 0 || at === one.length - 1) {
        throw new UserError(
          `"${one}" is not an answer`,
          'write it as ID=ANSWER; the preview shows the ids and the answers',
        );
      }
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
}

/** `Name <address>` or an address alone. */
function addressesOf(people: readonly string[]): string[] {
  return people.map((person) => /<([^<>]+)>\s*$/.exec(person)?.[1] ?? person.trim());
}
