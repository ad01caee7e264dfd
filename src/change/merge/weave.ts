/**
 * The names of two sides in one order: those of ours as they are, each that only theirs has behind the one it is
 * behind there.
 */
export function weave(ours: readonly string[], theirs: readonly string[]): string[] {
  const inOurs = new Set(ours);
  const first: string[] = [];
  const behind = new Map<string, string[]>();
  let run = first;
  for (const name of theirs) {
    if (inOurs.has(name)) behind.set(name, (run = []));
    else run.push(name);
  }
  const woven = first;
  for (const name of ours) {
    woven.push(name);
    for (const other of behind.get(name) ?? []) woven.push(other);
  }
  return woven;
}
