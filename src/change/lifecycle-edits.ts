import { fields } from '../model/read.ts';
import type { ValueEdit } from '../source/value-edit.ts';

/**
 * The edits that move the end of a flag and say why.
 * @param value of the flag's file, which has `expires`
 * @param today `2026-11-22`
 * @param until the new last day
 */
export function extendEdits(value: unknown, today: string, until: string, reason: string): ValueEdit[] {
  const flag = fields(value);
  const entry = { on: today, from: flag.expires, until, reason };
  const last = ['review', 'retire', 'expires'].find((name) => Object.hasOwn(flag, name));
  return [
    { op: 'set', path: ['expires'], value: until },
    Array.isArray(flag.extensions)
      ? { op: 'insert', path: ['extensions'], value: entry }
      : { op: 'set', path: ['extensions'], value: [entry], after: last },
  ];
}

/** The edit that says a flag was reviewed today; nothing where it was. */
export function reviewEdits(value: unknown, today: string): ValueEdit[] {
  const { last } = fields(fields(value).review);
  return last === today ? [] : [{ op: 'set', path: ['review', 'last'], value: today }];
}
