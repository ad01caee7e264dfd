/** Shared by all copies of this module in a process, of which there may be one for each kind of module. */
const symbol = Symbol.for('flagwright.clients');

function running(): Map<string, number> {
  const place = globalThis as { [symbol]?: Map<string, number> };
  return (place[symbol] ??= new Map());
}

/**
 * Counts a client that starts.
 * @param identity of its source
 * @returns how many of them run now
 */
export function countClient(identity: string): number {
  const count = (running().get(identity) ?? 0) + 1;
  running().set(identity, count);
  return count;
}

/** One of them was closed. */
export function discountClient(identity: string): void {
  const count = (running().get(identity) ?? 0) - 1;
  if (count > 0) running().set(identity, count);
  else running().delete(identity);
}
