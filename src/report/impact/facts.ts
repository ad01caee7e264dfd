import { prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { tableLines } from '../table.ts';

/** More names than this are counted instead of listed. */
const mostNames = 8;

/** Facts, each with its label, the texts wrapped beside them. */
export function factLines(facts: readonly (readonly [label: string, text: string])[], style: Style): string[] {
  return tableLines(
    [
      { cells: facts.map(([label]) => label), paint: (text) => style.paint.dim(text) },
      { cells: facts.map(([, text]) => prose(text, style.unicode)), wrap: true },
    ],
    { width: style.width, gap: 3 },
  );
}

/** Names in a row; of many the first. */
export function named(names: readonly string[], separator = ', '): string {
  const left = names.length - mostNames;
  if (left <= 1) return names.join(separator);
  return `${names.slice(0, mostNames).join(separator)} and ${left} more`;
}

/** Where a flag is active, shortly. */
export function whereActive(
  active: readonly boolean[],
  environments: readonly string[],
  { long = false }: { readonly long?: boolean } = {},
): string {
  const on = environments.filter((_, at) => active[at]);
  if (environments.length === 1) return long ? `${on.length === 1 ? 'on' : 'not on'} in ${environments[0]}` : on.length === 1 ? 'on' : 'off'; // prettier-ignore
  if (on.length === 0) return 'on nowhere';
  if (on.length === environments.length && !long) return 'on everywhere';
  return `on in ${named(on)}`;
}

/** A key as a word of a command to go on with; a placeholder for one that a shell would not take as it is. */
export function commandWord(key: string, placeholder: string): string {
  return /^[a-z0-9][a-z0-9._-]{0,59}$/.test(key) ? key : placeholder;
}
