import type { Activity } from '../../graph/activity.ts';
import type { Flag } from '../../model/flag.ts';
import { field, fields, list, text } from '../../model/read.ts';
import { flagState } from '../../workspace/flag-state.ts';
import type { CatalogTargeting, CatalogServing } from './catalog-report.ts';

/** What an environment of a flag does. @param blocks those of its file */
export function targetingIn(flag: Flag, name: string, blocks: unknown, activity: Activity): CatalogTargeting {
  const value = field(fields(blocks), name);
  const state = flagState(flag, name, activity);
  const byDefault = flag.variants.includes('on') ? 'on' : undefined;
  const none = { name, state, rules: [], jsonLogic: undefined };
  if (typeof value === 'boolean') return { ...none, enabled: value, otherwise: byDefault };
  const block = fields(value);
  const rules = list(block.rules).map((entry) => {
    const { name: called, when, serve, from, until } = fields(entry);
    return { name: text(called) ?? '', when, serve: served(serve), from: text(from), until: text(until) };
  });
  const isPlain = rules.length === 0 && block.targeting === undefined;
  return {
    ...none,
    enabled: block.enabled === true,
    rules,
    otherwise: block.otherwise === undefined && isPlain ? byDefault : served(block.otherwise),
    jsonLogic: block.targeting,
  };
}

function served(value: unknown): CatalogServing | undefined {
  if (typeof value === 'string') return value;
  const weights = Object.entries(fields(value)).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return weights.length > 0 ? Object.fromEntries(weights) : undefined;
}
