import { keyArgument } from './calls.ts';
import { PlaceFinder, type CodePlace } from './code-place.ts';
import { scan, type Sought } from './scan.ts';
import type { WordTable } from './word-table.ts';

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

/** What one file says of flags. */
export interface FileUsage {
  readonly lines: number;
  /** In the order of the file, each with the key of its flag. */
  readonly references: readonly (Reference & { readonly key: string })[];
  readonly undeclared: readonly UndeclaredCall[];
}

/** @param declared tells the keys that the project has */
export function fileUsage(
  { file, bytes }: { readonly file: string; readonly bytes: Buffer },
  words: WordTable<Sought>,
  declared: Pick<ReadonlySet<string>, 'has'>,
): FileUsage {
  const references: (Reference & { key: string })[] = [];
  const undeclared: UndeclaredCall[] = [];
  const place = new PlaceFinder(file, bytes);
  const found: { at: number; add: () => void }[] = [];
  scan(bytes, words, ({ kind, key, spelling }, start, end) => {
    if (kind === 'flag') {
      found.push({ at: start, add: () => void references.push({ ...place.at(start, end), spelling: spelling.text, key }) }); // prettier-ignore
      return;
    }
    const given = keyArgument(bytes, end);
    if (given === undefined || declared.has(given.key)) return;
    const add = (): unknown => undeclared.push({ ...place.at(given.start, given.end), key: given.key, call: key });
    found.push({ at: given.start, add: () => void add() });
  });
  // Places are found from the first to the last.
  found.sort((a, b) => a.at - b.at);
  for (const { add } of found) add();
  return { lines: place.countLines(), references, undeclared };
}
