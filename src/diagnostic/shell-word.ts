/** A word as it is typed in a POSIX shell, quoted where the shell would take it apart. */
export function shellWord(word: string): string {
  return /^[\w./@:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
