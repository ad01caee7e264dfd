import uFuzzy from '@leeoniya/ufuzzy';
import type { CatalogData, FlagRow } from './data.ts';

/** What is asked for; empty where it does not matter. */
export interface Query {
  readonly q: string;
  readonly owner: string;
  readonly type: string;
  /** Letter of a state, in `env`. */
  readonly state: string;
  /** Name of an environment. */
  readonly env: string;
  /** `expired`, a number of days, `later` or `never`. */
  readonly due: string;
  /** `differs`: only flags whose environments are not all in the same state. */
  readonly only: string;
  readonly sort: string;
}

const never = Number.MAX_SAFE_INTEGER;

/** Finds flags; made once for all searches. */
export function makeSearch({ flags, environments, main }: CatalogData): (query: Query) => readonly FlagRow[] {
  const fuzzy = new uFuzzy({ intraMode: 1 });
  const texts = flags.map(([key, , description, owner, , , , , , tags]) => `${key} ${owner} ${tags} ${description}`);
  const ranked = (q: string): readonly FlagRow[] => {
    const [found, info, order] = fuzzy.search(texts, q, 1, 1_000);
    if (!found) return [];
    const places = info && order ? order.map((at) => info.idx[at]!) : found;
    const rows = places.map((place) => flags[place]!);
    // Whoever types a key wants that flag.
    const wanted = q.trim().toLowerCase();
    const rank = ([key]: FlagRow): number => (key.toLowerCase() === wanted ? 0 : key.toLowerCase().includes(wanted) ? 1 : 2); // prettier-ignore
    return rows.map((row) => ({ row, rank: rank(row) })).sort((a, b) => a.rank - b.rank).map(({ row }) => row); // prettier-ignore
  };
  return (query) => {
    const { q, owner, type, state, env, due, only, sort } = query;
    const at = env === '' ? main : environments.indexOf(env);
    const fits = ([, , , ofOwner, ofType, states, , day]: FlagRow): boolean =>
      (owner === '' || ofOwner === owner) &&
      (type === '' || ofType === type) &&
      (state === '' || states[at] === state) &&
      (due === '' || isDue(day, due)) &&
      (only !== 'differs' || new Set(states).size > 1);
    const found = (q.trim() === '' ? flags : ranked(q)).filter(fits);
    return sort === '' ? found : sorted(found, sort, at);
  };
}

function isDue(day: number, due: string): boolean {
  if (due === 'never') return day === never;
  if (due === 'expired') return day < 0;
  if (due === 'later') return day > 90 && day !== never;
  return day >= 0 && day <= Number(due);
}

function sorted(flags: readonly FlagRow[], sort: string, at: number): FlagRow[] {
  const by = sort.replace('-', '');
  const value = (row: FlagRow): string | number =>
    ({ key: row[0], owner: row[3], type: row[4], state: row[5][at] ?? '', due: row[7] })[by] ?? row[0];
  const compare = (a: FlagRow, b: FlagRow): number => {
    const [one, other] = [value(a), value(b)];
    return one < other ? -1 : one > other ? 1 : a[0] < b[0] ? -1 : 1;
  };
  return [...flags].sort((a, b) => (sort.startsWith('-') ? compare(b, a) : compare(a, b)));
}
