import type { HistoryEntry, HistoryReport } from '../../commands/history/history.ts';
import { oneChangeJson, personJson } from '../changes.ts';
import { jsonText } from '../json.ts';

/** The versions as data; see schemas/output/history.schema.json. */
export function historyJson({ command, flag, incomplete, offChain, entries }: HistoryReport): string {
  const ofSegments = entries.filter(({ segment }) => segment !== undefined);
  return jsonText({
    schemaVersion: 1,
    command,
    flag,
    incomplete,
    offChain: offChain ?? null,
    versions: entries.filter(({ segment }) => segment === undefined).map(entryJson),
    segmentVersions: ofSegments.map((entry) => ({ segment: entry.segment, ...entryJson(entry) })),
  });
}

function entryJson({ version, changes, signature }: HistoryEntry): object {
  const { number, commit, previous, path, state, info } = version;
  return {
    version: number,
    commit,
    previous: previous ?? null,
    state,
    file: path,
    author: personJson(info.author),
    committer: personJson(info.committer),
    authoredAt: info.authoredAt.toISOString(),
    committedAt: info.committedAt.toISOString(),
    subject: info.subject,
    body: info.body,
    trailers: info.trailers,
    changes: changes.map(oneChangeJson),
    signature: { status: signature.status, signer: signature.signer ?? null },
  };
}
