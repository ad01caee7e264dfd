/** A side of a text with conflict markers. */
export type MarkedSide = 'ours' | 'theirs';

const marks = { '<': 'ours', '|': 'base', '=': 'theirs', '>': 'both' } as const;
const order = ['both', 'ours', 'base', 'theirs'];

/**
 * What a text with conflict markers would be if every conflict were resolved as one side has it.
 * @param size how many characters make a marker
 * @returns nothing for a text without conflicts, or with markers out of order
 */
export function takeSide(text: string, size: number, side: MarkedSide): string | undefined {
  let conflicts = 0;
  let inside: string = 'both';
  let result = '';
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const next = markOf(line, size);
    if (next === undefined) {
      if (inside === 'both' || inside === side) result += line;
      continue;
    }
    const step = order.indexOf(next) - order.indexOf(inside);
    const follows = next === 'both' ? inside === 'theirs' : step === 1 || (step === 2 && next === 'theirs');
    if (!follows) return undefined;
    if (next === 'ours') conflicts++;
    inside = next;
  }
  return conflicts > 0 && inside === 'both' ? result : undefined;
}

function markOf(line: string, size: number): string | undefined {
  const sign = line[0] as keyof typeof marks;
  if (!Object.hasOwn(marks, sign) || !line.startsWith(sign.repeat(size))) return undefined;
  return /^(?: |\r?\n?$)/.test(line.slice(size)) ? marks[sign] : undefined;
}
