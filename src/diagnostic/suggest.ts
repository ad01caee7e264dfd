import { distance } from 'fastest-levenshtein';

/**
 * The known names nearest to a mistyped one, all equally near, at most three. A name is near when about a third
 * of its characters at most are wrong, when it differs by case or separators only, or when one contains the other.
 */
export function nearest(name: string, known: Iterable<string>): string[] {
  const wanted = plain(name);
  if (wanted.length === 0 || name.length > 200) return [];
  const limit = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  const scored: { candidate: string; score: number }[] = [];
  for (const candidate of known) {
    const other = plain(candidate);
    if (Math.abs(other.length - wanted.length) <= limit) {
      const score = distance(wanted, other);
      if (score <= limit) scored.push({ candidate, score });
    } else if (wanted.length >= 4 && other.length >= 4 && (other.includes(wanted) || wanted.includes(other))) {
      scored.push({ candidate, score: limit + 1 });
    }
  }
  scored.sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
  return scored
    .filter(({ score }) => score === scored[0]?.score)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `did you mean "a" or "b"?`, or `undefined` when nothing is near. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const near = nearest(name, known).map((candidate) => `"${candidate}"`);
  return near.length > 0 ? `did you mean ${alternatives(near)}?` : undefined;
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(names: readonly string[], word = 'or'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, '');
}
