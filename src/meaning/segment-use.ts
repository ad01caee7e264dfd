import { describeValue } from '../evaluate/describe.ts';
import { change, type Change } from './change.ts';

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
