import type { Condition } from '../evaluate/definition.ts';
import type { LoadedSnapshot } from './loaded-snapshot.ts';

/**
 * The keys of flags that may answer otherwise than before: those that changed, those that use a segment that changed, and
 * those that need one of them, directly or not. In the order of their keys.
 */
export function changedKeys(before: LoadedSnapshot | undefined, after: LoadedSnapshot): readonly string[] {
  const { flags, segments } = after.document;
  if (before === undefined) return Object.keys(flags).sort();
  const was = before.document;
  const changedSegments = spread(differing(was.segments, segments), segments, ({ when }) => segmentsIn([when]));
  const own = differing(was.flags, flags);
  for (const [key, { rules = [] }] of Object.entries(flags)) {
    const used = segmentsIn(rules.flatMap(({ when }) => when ?? []));
    if (used.some((segment) => changedSegments.has(segment))) own.add(key);
  }
  return [...spread(own, flags, ({ prerequisites = [] }) => prerequisites.map(({ flag }) => flag))].sort();
}

/** The names whose values differ, or which only one side has. */
function differing(was: Readonly<Record<string, unknown>>, is: Readonly<Record<string, unknown>>): Set<string> {
  const text = (side: Readonly<Record<string, unknown>>, name: string): string | undefined => Object.hasOwn(side, name) ? JSON.stringify(side[name]) : undefined; // prettier-ignore
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return new Set([...names].filter((name) => text(was, name) !== text(is, name)));
}

/** Adds whatever needs one of these, directly or not. */
function spread<Entry>(
  names: Set<string>,
  entries: Readonly<Record<string, Entry>>,
  needs: (entry: Entry) => readonly string[],
): Set<string> {
  // prettier-ignore
  const users = new Map<string, string[]>();
  for (const [name, entry] of Object.entries(entries)) {
    for (const needed of needs(entry)) {
      const known = users.get(needed);
      if (known === undefined) users.set(needed, [name]);
      else known.push(name);
    }
  }
  // What is added meanwhile is visited too.
  for (const name of names) for (const user of users.get(name) ?? []) names.add(user);
  return names;
}

function segmentsIn(conditions: readonly Condition[]): string[] {
  const found: string[] = [];
  const open = [...conditions];
  for (let condition = open.pop(); condition !== undefined; condition = open.pop()) {
    if ('all' in condition) open.push(...condition.all);
    else if ('any' in condition) open.push(...condition.any);
    else if ('not' in condition) open.push(condition.not);
    else if ('segment' in condition) found.push(condition.segment);
  }
  return found;
}
