import type { StatusReport } from '../../commands/status/status.ts';
import { jsonText } from '../json.ts';

/** The screen as data; see schemas/output/status.schema.json. */
export function statusJson(report: StatusReport): string {
  const { command, project, flags, head, environments, attention, interrupted = null } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    project,
    flags,
    head: head
      ? { commit: head.commit, branch: head.branch ?? null, committedAt: head.committedAt.toISOString() }
      : null,
    interrupted,
    environments: Object.fromEntries(environments.map(({ name, on, off }) => [name, { on, off }])),
    attention: attention.map(({ severity, flag = null, file, message, owner = null }) => ({
      severity,
      flag,
      file,
      message,
      owner,
    })),
  });
}
