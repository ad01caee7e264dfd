import type { ServedProject } from './served.ts';

/** What is announced of a snapshot, on streams and on the bus. */
export interface ServerAnnouncement {
  readonly environment: string;
  readonly version: number;
  readonly commit: string;
  readonly digest: string;
}

export function serverAnnouncementOf({ environment, version, commit, digest }: ServedProject): ServerAnnouncement {
  return { environment, version, commit, digest };
}

/** The event that tells clients of a snapshot; its id is the version. */
export function snapshotEvent(served: ServedProject): string {
  return `event: snapshot\nid: ${served.version}\ndata: ${JSON.stringify(serverAnnouncementOf(served))}\n\n`;
}

/** The event that tells OFREP's clients to evaluate again. */
export function refetchEvent({ version, digest }: ServedProject): string {
  return `id: ${version}\ndata: ${JSON.stringify({ type: 'refetchEvaluation', etag: digest.slice(0, 16) })}\n\n`;
}
