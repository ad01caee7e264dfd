import { SharedPart, type Logic } from './logic.ts';
import { mapped, type Parts, type WrittenParts } from './parts.ts';

/** flagd searches its whole file once for each of them. */
const mostEvaluators = 100;

/**
 * Says how the logic of several flags is written out. The parts that save most become `$evaluators`. flagd puts them in
 * by replacing text, once, so that within one of them there is no reference; it takes their names for regular
 * expressions.
 * @param references names of the parts that all logic could refer to, as often as it could
 */
export function writeOut(
  parts: Parts,
  references: Iterable<readonly string[]>,
): {
  readonly write: (logic: Logic) => WrittenParts;
  readonly evaluators: Readonly<Record<string, WrittenParts>>;
} {
  const labels = labelsOf(worthMost(parts, references));
  const evaluators = Object.fromEntries([...labels].map(([name, label]) => [label, parts.whole(name)]));
  const inlined = new Map<string, WrittenParts>();
  const write = (logic: Logic): WrittenParts => {
    if (typeof logic !== 'object' || logic === null) return logic;
    if (!(logic instanceof SharedPart)) return mapped(logic, write);
    const label = labels.get(logic.name);
    if (label !== undefined) return { $ref: label };
    let written = inlined.get(logic.name);
    if (written === undefined) {
      written = parts.isSafe(logic.name) ? parts.whole(logic.name) : write(logic.body);
      inlined.set(logic.name, written);
    }
    return written;
  };
  return { write, evaluators };
}

/** Names of the parts that save most where they are written once, sorted. */
function worthMost(parts: Parts, references: Iterable<readonly string[]>): readonly string[] {
  const uses = new Map<string, number>();
  for (const names of references) for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  return [...uses]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => ({ name, saved: (count - 1) * parts.sizeOf(name) }))
    .sort((a, b) => b.saved - a.saved || (a.name < b.name ? -1 : 1))
    .slice(0, mostEvaluators)
    .map(({ name }) => name)
    .sort();
}

/** Names that mean nothing but themselves in a regular expression, each once. */
function labelsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const plain = name.replace(/[^A-Za-z0-9 _-]/g, '_');
      let label = plain;
      for (let count = 2; taken.has(label); count++) label = `${plain} ${count}`;
      taken.add(label);
      return [name, label];
    }),
  );
}
