import type { Flag } from '../model/flag.ts';
import { describeValue } from '../evaluate/describe.ts';
import { change, type Change } from './change.ts';

/** The segments that a segment names; none for one that there is not. */
export type SegmentsOf = (segment: string) => readonly string[];

/** The segments that a flag uses, directly or through others, each with the environments whose rules lead to it. */
export function segmentsUsed(flag: Flag, segmentsOf: SegmentsOf): Map<string, string[]> {
  const used = new Map<string, string[]>();
  for (const [environment, { segments }] of Object.entries(flag.environments)) {
    const reached = new Set<string>();
    const waiting = segments.map(({ key }) => key);
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (reached.has(key)) continue;
      reached.add(key);
      for (const other of segmentsOf(key)) waiting.push(other);
    }
    for (const key of reached) {
      const environments = used.get(key);
      if (environments) environments.push(environment);
      else used.set(key, [environment]);
    }
  }
  return used;
}

const whole: ReadonlySet<string> = new Set(['create', 'delete', 'unreadable']);

/**
 * The changes of a segment as those of a flag that uses it: who belongs to it changes who gets what, so they are
 * changes of the targeting in each environment. Its description and its owner are its own business.
 */
export function asFlagChanges(segment: string, changes: readonly Change[], environments: readonly string[]): Change[] {
  const concerning = changes.filter(({ kind }) => kind === 'targeting' || whole.has(kind));
  return environments.flatMap((environment) =>
    concerning.map(({ path, before, after, subject, detail }) =>
      change({
        kind: 'targeting',
        environment,
        path: ['segments', segment, ...path],
        before,
        after,
        subject: `segment ${describeValue(segment)}`,
        detail: [subject, detail].filter((part) => part !== '').join(' '),
      }),
    ),
  );
}
