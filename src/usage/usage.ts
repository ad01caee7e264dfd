import { callNames } from './calls.ts';
import { didNotRead, isKnown, type CodeFile } from './code-file.ts';
import type { CodeMemory } from './code-memory.ts';
import { fileUsage, type Reference, type UndeclaredCall } from './file-usage.ts';
import type { Sought } from './scan.ts';
import { spellingsInCode } from './spellings.ts';
import { WordTable } from './word-table.ts';

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
 * @param memory keeps what is found
 */
export async function findFlagUsage(
  keys: Iterable<string>,
  declared: Pick<ReadonlySet<string>, 'has'>,
  files: AsyncIterable<CodeFile>,
  { aliases, calls }: UsageSettings,
  memory?: CodeMemory,
): Promise<CodeUsage> {
  const references = new Map<string, Reference[]>();
  const undeclared: UndeclaredCall[] = [];
  const texts = new Map<string, string>();
  const unread: { file: string; reason: string }[] = [];
  for (const key of keys) references.set(key, []);
  let words: WordTable<Sought> | undefined;
  let [count, lines] = [0, 0];
  for await (const code of files) {
    if (didNotRead(code)) {
      unread.push(code);
      continue;
    }
    count++;
    if (!isKnown(code)) words ??= wordsFor([...references.keys()], aliases, calls);
    const usage = isKnown(code) ? code.known : fileUsage(code, words!, declared);
    if (!isKnown(code)) memory?.keep(code.file, code.stamp, usage);
    for (const { key, ...reference } of usage.references) references.get(key)?.push(reference);
    undeclared.push(...usage.undeclared);
    if (!isKnown(code) && usage.undeclared.length > 0) texts.set(code.file, code.bytes.toString('utf8'));
    lines += usage.lines;
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
