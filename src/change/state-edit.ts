import { field, fields } from '../model/read.ts';
import type { ValueEdit } from '../source/value-edit.ts';

/**
 * The edit that enables or disables a flag in an environment; nothing where it is already in that state.
 * @param value of the flag's file
 * @param order the names of all environments, as the manifest has them: a block that is new goes to its place
 */
export function stateEdit(
  value: unknown,
  environment: string,
  enabled: boolean,
  order: readonly string[],
): ValueEdit | undefined {
  const blocks = fields(fields(value).environments);
  const block = field(blocks, environment);
  const path = ['environments', environment];
  if (typeof block === 'object' && block !== null) {
    if ((fields(block).enabled === true) === enabled) return undefined;
    return { op: 'set', path: [...path, 'enabled'], value: enabled };
  }
  if ((block === true) === enabled) return undefined;
  return { op: 'set', path, value: enabled, after: environmentBefore(blocks, environment, order) };
}

/** The environment of a flag that a new one is written behind. */
export function environmentBefore(
  blocks: Readonly<Record<string, unknown>>,
  environment: string,
  order: readonly string[],
): string | undefined {
  return order.slice(0, Math.max(0, order.indexOf(environment))).findLast((name) => Object.hasOwn(blocks, name));
}
