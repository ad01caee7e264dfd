import { distance } from 'fastest-levenshtein';

/**
 * The known names nearest to a mistyped one, all equally near, at most three. A name is near when about a third
 * of its characters at most are wrong, when it differs by case or separators only, or when one contains the other.
 */
export function nearest(name: string, known: Iterable<string>): string[] {
  const wanted = plain(name);
  if (wanted.length === 0 || name.length > 200) return [];
  const limit = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  const others = Array.from(known, (candidate) => ({ candidate, other: plain(candidate) }));
  // Most slips are of a letter or two, and the fewer are allowed, the fewer names have to be measured.
  for (let most = Math.min(limit, 2); ; most = Math.min(limit, most * 2)) {
    const scored = others.flatMap(({ candidate, other }) => {
      if (Math.abs(other.length - wanted.length) > most || isFarther(wanted, other, most)) return [];
      const score = distance(wanted, other);
      return score <= most ? [{ candidate, score }] : [];
    });
    const best = Math.min(...scored.map(({ score }) => score));
    if (scored.length > 0) return firstOf(scored.filter(({ score }) => score === best));
    if (most === limit) break;
  }
  if (wanted.length < 4) return [];
  return firstOf(others.filter(({ other }) => other.length >= 4 && (other.includes(wanted) || wanted.includes(other))));
}

/**
 * Whether it is plain without measuring that two texts are farther apart: each slip spoils one pair of letters at most, and
 * moves the others by one.
 */
function isFarther(wanted: string, other: string, most: number): boolean {
  let spoilt = 0;
  for (let at = 0; at + 2 <= wanted.length && spoilt <= most; at += 2) {
    const found = other.indexOf(wanted.slice(at, at + 2), Math.max(0, at - most));
    if (found < 0 || found > at + most) spoilt++;
  }
  return spoilt > most;
}

function firstOf(near: readonly { readonly candidate: string }[]): string[] {
  return near
    .map(({ candidate }) => candidate)
    .toSorted()
    .slice(0, 3);
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
