import type { StatusReport } from '../../commands/status.ts';
import { jsonText } from '../json.ts';

/** The screen as data; see schemas/output/status.schema.json. */
export function statusJson({ command, project, flags, head, environments, attention }: StatusReport): string {
  return jsonText({
    schemaVersion: 1,
    command,
    project,
    flags,
    head: head
      ? { commit: head.commit, branch: head.branch ?? null, committedAt: head.committedAt.toISOString() }
      : null,
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
