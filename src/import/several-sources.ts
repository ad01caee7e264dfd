import type { Path } from '../diagnostic/diagnostic.ts';
import type { ImportSource } from './source.ts';

/**
 * Files of one definition each, or of a list of them, as if all were in one list. The first step of a path is the number of a
 * definition in it.
 */
export function severalSources(sources: readonly ImportSource[]): ImportSource {
  const items = sources.flatMap((source) =>
    Array.isArray(source.value)
      ? source.value.map((value: unknown, index) => ({ source, value, at: [index] }))
      : [{ source, value: source.value, at: [] }],
  );
  const itemOf = ([index]: Path): (typeof items)[number] => items[Number(index)] ?? items[0]!;
  return {
    file: `${sources.length} files`,
    value: items.map(({ value }) => value),
    fileOf: (path) => itemOf(path).source.file,
    positions: (paths) =>
      paths.map((path) => {
        const { source, at } = itemOf(path);
        return source.positions([[...at, ...path.slice(1)]])[0]!;
      }),
  };
}
