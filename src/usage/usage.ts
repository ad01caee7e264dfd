import { didNotRead, type CodeFile } from './code-file.ts';
import { callNames, keyArgument } from './calls.ts';
import { PlaceFinder, type CodePlace } from './code-place.ts';
import { scan, type Sought } from './scan.ts';
import { spellingsInCode } from './spellings.ts';
import { WordTable } from './word-table.ts';

/** A place in code that is about a flag. */
export interface Reference extends CodePlace {
  /** The text by which the flag is named there: its key or an alias. */
  readonly spelling: string;
}

/** A call that is given the key of a flag that the project does not have. */
export interface UndeclaredCall extends CodePlace {
  readonly key: string;
  /** The name of the function. */
  readonly call: string;
}

/** What code says of flags. */
export interface CodeUsage {
  /** By key, of all keys looked for, in the order of files and lines; empty for one that no code uses. */
  readonly references: ReadonlyMap<string, readonly Reference[]>;
  readonly undeclared: readonly UndeclaredCall[];
  /** The texts of the files in which `undeclared` are. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many files were searched. */
  readonly files: number;
  readonly lines: number;
  /** Those that could not be read, and why. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
}

export interface UsageSettings {
  readonly aliases: readonly string[];
  /** Names of kits and of functions; see `code.calls`. */
  readonly calls: readonly string[];
}

/**
 * Looks for flags in code.
 * @param keys of the flags to look for
 * @param declared tells the keys that the project has
 * @param files each read when its turn comes
 */
export async function findFlagUsage(
  keys: Iterable<string>,
  declared: Pick<ReadonlySet<string>, 'has'>,
  files: AsyncIterable<CodeFile>,
  { aliases, calls }: UsageSettings,
): Promise<CodeUsage> {
  const references = new Map<string, Reference[]>();
  const undeclared: UndeclaredCall[] = [];
  const texts = new Map<string, string>();
  const unread: { file: string; reason: string }[] = [];
  for (const key of keys) references.set(key, []);
  const words = wordsFor([...references.keys()], aliases, calls);
  let [count, lines] = [0, 0];
  for await (const code of files) {
    if (didNotRead(code)) {
      unread.push(code);
      continue;
    }
    count++;
    const place = new PlaceFinder(code.file, code.bytes);
    const found: { at: number; add: () => void }[] = [];
    scan(code.bytes, words, ({ kind, key, spelling }, start, end) => {
      if (kind === 'flag') {
        const list = references.get(key);
        found.push({ at: start, add: () => list?.push({ ...place.at(start, end), spelling: spelling.text }) });
        return;
      }
      const given = keyArgument(code.bytes, end);
      if (given === undefined || declared.has(given.key)) return;
      const add = (): unknown => undeclared.push({ ...place.at(given.start, given.end), key: given.key, call: key });
      found.push({ at: given.start, add: () => void add() });
    });
    // Places are found from the first to the last.
    found.sort((a, b) => a.at - b.at);
    for (const { add } of found) add();
    if (undeclared.at(-1)?.file === code.file) texts.set(code.file, code.bytes.toString('utf8'));
    lines += place.countLines();
  }
  return { references, undeclared, texts, files: count, lines, unread };
}

function wordsFor(keys: readonly string[], aliases: readonly string[], calls: readonly string[]): WordTable<Sought> {
  const words = new WordTable<Sought>();
  const exact = new Set(keys);
  for (const key of keys) {
    for (const spelling of spellingsInCode(key, aliases)) {
      // What is the key of a flag means that flag, and no other by an alias.
      if (spelling.text === key || !exact.has(spelling.text)) words.add(spelling.text, { kind: 'flag', key, spelling });
    }
  }
  for (const name of callNames(calls)) {
    words.add(name, { kind: 'call', key: name, spelling: { text: name, form: 'name' } });
  }
  return words;
}
