import type { PolicyChange } from '../../policy/approvals.ts';
import type { Thing } from '../definitions.ts';
import { nameOfChange, subjectOf, type MadeChange } from '../made-change.ts';

/**
 * The same changes, of flags whose owner, type and criticality are those of the base: whoever changes one of these first and the flag
 * then is judged by what it was. A flag that the base does not have is what it says itself.
 * @param base by kind and key in one word
 */
export function bySubjectsOf(base: ReadonlyMap<string, Thing>, made: MadeChange): MadeChange {
  return {
    ...made,
    parts: made.parts.map((part) => ({ ...part, counts: part.counts.flatMap((one) => asIn(base, one)) })),
  };
}

function asIn(base: ReadonlyMap<string, Thing>, change: PolicyChange): PolicyChange[] {
  const thing = base.get(nameOfChange('flag', change.flag));
  if (!thing || thing.state === 'absent' || change.kinds.includes('governance')) return [change];
  return thing.last.map((definition) => ({ ...change, ...subjectOf(change.flag, definition.value()) }));
}
