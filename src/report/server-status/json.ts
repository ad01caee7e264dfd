import type { ServerStatusReport } from '../../commands/server-status/server-status.ts';
import { jsonText } from '../json.ts';

/** The same as data; see schemas/output/server-status.schema.json. */
export function serverStatusJson(report: ServerStatusReport): string {
  const { command, ok, server, ready, draining, environments, refused } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    server,
    ready,
    draining,
    environments: Object.fromEntries(environments.map(({ name, served = null }) => [name, served])),
    refused: refused ? { commit: refused.commit ?? null, why: refused.why, problems: refused.problems } : null,
  });
}
