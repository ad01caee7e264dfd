import type { FlagSummary } from '../../workspace/flag-summary.ts';
import type { ListReport } from '../../commands/list/list.ts';
import { jsonText } from '../json.ts';

/** The flags as data; see schemas/output/list.schema.json. */
export function listJson({ command, flags }: ListReport): string {
  return jsonText({ schemaVersion: 1, command, flags: flags.map(flagJson) });
}

function flagJson({ key, type, owner, criticality, expires, environments }: FlagSummary): object {
  const states = environments.map(({ name, enabled }) => [name, { enabled }]);
  return {
    key,
    type: type ?? null,
    owner: owner ?? null,
    criticality,
    expires: expires ?? null,
    environments: Object.fromEntries(states),
  };
}
