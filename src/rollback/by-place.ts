/** What is true of one flag, or another key, in one environment. */
interface Placed {
  readonly environment: string;
}

/** Puts together what is about the same key in the same environment, in the order of first mention. */
export function byPlace<Item extends Placed>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const place = JSON.stringify([item.environment, keyOf(item)]);
    const group = groups.get(place);
    if (group) group.push(item);
    else groups.set(place, [item]);
  }
  return [...groups.values()];
}
