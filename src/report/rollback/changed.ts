import type { Change } from '../../meaning/change.ts';
import type { RollbackPlan } from '../../rollback/plan/plan.ts';
import type { Effect } from '../../rollback/effects/effect.ts';
import { isOfTheWhole, wholeText } from '../changes.ts';

/** What changes of one flag or segment in one environment, or of its definition outside of all. */
export interface Changed {
  readonly environment: string | undefined;
  /** `segment X` for a segment. */
  readonly name: string;
  /** Why, where it was not asked for: `by --cascade`. */
  readonly because: string;
  readonly changes: readonly { readonly what: string; readonly how: string }[];
  /** Absent where nobody is served: outside of environments, and for segments. */
  readonly effect: Effect | undefined;
}

const reasons: Readonly<Record<Effect['because'], string>> = {
  restored: '',
  cascade: 'by --cascade',
  decision: 'by decision',
  segment: 'through its segment',
};

/** All that changes, by environment, the highest first, then what is outside of all; within, in the order of the plan. */
export function changedIn(plan: RollbackPlan): Changed[] {
  const { restorations, besides, effects } = plan;
  const changes = [
    ...restorations.flatMap((one) =>
      one.changes.map((change) => ({
        name: one.kind === 'segment' ? `segment ${one.key}` : one.key,
        because: 'restored' as const,
        path: one.path,
        change,
      })),
    ),
    ...besides.flatMap((one) =>
      one.changes.map((change) => ({ name: one.flag, because: one.because, path: '', change })),
    ),
  ];
  const found = new Map<string, Changed & { changes: { what: string; how: string }[] }>();
  const entry = (environment: string | undefined, name: string, because: Effect['because'], effect?: Effect) => {
    const id = JSON.stringify([environment, name]);
    const known = found.get(id);
    if (known) return known;
    const made = { environment, name, because: reasons[because], changes: [], effect };
    found.set(id, made);
    return made;
  };
  const changed = new Set(changes.map(({ name }) => name));
  for (const one of effects) {
    // What does not change is not worth a line, unless it is why somebody looks at the flag.
    if (changed.has(one.flag) || one.moved > 0 || one.because === 'segment')
      entry(one.environment, one.flag, one.because, one);
  }
  for (const { name, because, path, change } of changes)
    entry(change.environment, name, because).changes.push(wordsOf(change, path));
  const hasWhole = new Set(changes.filter(({ change }) => change.environment === undefined).map(({ name }) => name));
  const kept = [...found.values()].filter(
    ({ name, changes: own, effect }) =>
      own.length > 0 || (effect?.moved ?? 0) > 0 || !changed.has(name) || hasWhole.has(name),
  );
  return byEnvironment(kept, plan);
}

function wordsOf(change: Change, path: string): { what: string; how: string } {
  const { kind, subject, detail } = change;
  if (isOfTheWhole(change)) {
    const text = wholeText(change);
    return kind === 'create'
      ? { what: 'comes back', how: `as ${path}${text === '' ? '' : `, ${text}`}` }
      : { what: kind, how: text };
  }
  if (subject !== '') return { what: subject, how: detail };
  const isBlock = kind === 'state' || change.path[0] === 'environments';
  return { what: isBlock ? 'state' : String(change.path.at(-1)), how: detail };
}

/** What is outside of environments comes last, unless all the rest comes of it: of a segment, or of a flag that comes back. */
function byEnvironment(all: readonly Changed[], { restorations, effects }: RollbackPlan): Changed[] {
  const names = [...restorations.flatMap((one) => one.environments), ...effects.map((one) => one.environment)];
  const ranks = new Map([...new Set(names)].reverse().map((name, rank) => [name, rank]));
  const isFirst = restorations.some(({ kind, changes }) => kind === 'segment' || changes.some(isOfTheWhole));
  const rank = ({ environment }: Changed): number =>
    environment === undefined ? (isFirst ? -1 : ranks.size + 1) : (ranks.get(environment) ?? ranks.size);
  return [...all].sort((a, b) => rank(a) - rank(b));
}
