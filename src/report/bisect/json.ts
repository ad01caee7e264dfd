import type { BisectReport } from '../../commands/bisect/bisect.ts';
import { oneChangeJson, personJson } from '../changes.ts';
import { evaluationJson } from '../evaluate/json.ts';
import { jsonText } from '../json.ts';

/** The commit that was found as data; see schemas/output/bisect.schema.json. */
export function bisectJson(report: BisectReport): string {
  const { command, flag, environment, found, before, after, good, bad, evaluations, candidates, now } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    flag,
    environment,
    commit: found?.commit ?? null,
    author: found === undefined ? null : personJson(found.info.author),
    committedAt: found?.info.committedAt.toISOString() ?? null,
    subject: found?.info.subject ?? null,
    before: evaluationJson(environment, before),
    after: evaluationJson(environment, after),
    changes: (found?.changed ?? []).flatMap(({ kind: of, key, changes }) =>
      changes.map((change) => ({ of, key, ...oneChangeJson(change) })),
    ),
    good,
    bad,
    evaluations,
    candidates,
    now: new Date(now).toISOString(),
  });
}
