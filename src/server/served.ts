import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { parseInstant } from '../evaluate/dates.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { ExportInput } from '../export/exported.ts';
import { sortedByName } from '../export/canonical-json.ts';
import { snapshotFile, type Snapshot } from '../export/snapshot/snapshot.ts';
import { evaluatorOf } from '../project/definitions.ts';
import { ContextCheck, contextBounds } from '../runtime/context-check.ts';
import type { ContextDocument } from '../runtime/snapshot-document.ts';

/** What is served of one environment at one commit. */
export interface ServedProject {
  readonly environment: string;
  /** Number of commits on the first-parent chain; see the snapshot. */
  readonly version: number;
  readonly commit: string;
  readonly committedAt: number;
  readonly digest: string;
  /** The snapshot as it is sent. */
  readonly document: Buffer;
  /** The same with gzip, made when it is first asked for: a twentieth of the size. */
  readonly zipped: () => Promise<Buffer>;
  readonly evaluator: Evaluator;
  /** The same check as the client's, so that both give the same for the same context. */
  readonly contexts: ContextCheck;
  /** Of what other formats are made, when they are asked for. */
  readonly input: ExportInput;
  /** The instants at which a schedule begins or ends, ascending, in milliseconds since 1970. */
  readonly turns: readonly number[];
  /** Whether a flag's JsonLogic looks at the clock, so that its value may change at any second. */
  readonly looksAtClock: boolean;
}

/** @param input with `source.chain`, of a commit whose flags all compile */
export function serveEnvironment(input: ExportInput): ServedProject {
  const { document: text, snapshot } = snapshotFile(input);
  const document = Buffer.from(text);
  let zipped: Promise<Buffer> | undefined;
  return {
    environment: snapshot.environment,
    version: snapshot.version,
    commit: snapshot.commit,
    committedAt: Date.parse(snapshot.committedAt),
    digest: snapshot.digest,
    document,
    zipped: () => (zipped ??= promisify(gzip)(document)),
    contexts: new ContextCheck(sortedByName(snapshot.context) as ContextDocument | null, contextBounds, () => {}),
    evaluator: evaluatorOf(input.definitions, input.environment),
    input,
    turns: turnsOf(snapshot),
    looksAtClock: Object.values(snapshot.flags).some(({ targeting }) => readsTimestamp(targeting)),
  };
}

function turnsOf({ flags }: Snapshot): number[] {
  const instants = Object.values(flags).flatMap(({ rules = [] }) =>
    rules.flatMap(({ from, until }) => [
      from === undefined ? undefined : parseInstant(from, 'start'),
      until === undefined ? undefined : parseInstant(until, 'end'),
    ]),
  );
  const known = instants.filter((instant) => instant !== undefined);
  return [...new Set(known)].sort((a, b) => a - b);
}

function readsTimestamp(targeting: unknown): boolean {
  return targeting !== undefined && JSON.stringify(targeting).includes('$flagd');
}

/**
 * Names the span of time within which nothing changes by itself: between two turns of schedules, or one second where
 * JsonLogic looks at the clock.
 * @param now milliseconds since 1970
 */
export function servedSpan({ turns, looksAtClock }: ServedProject, now: number): string {
  let low = 0;
  for (let high = turns.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (turns[middle]! <= now) low = middle + 1;
    else high = middle;
  }
  return looksAtClock ? `${low}.${Math.floor(now / 1000)}` : String(low);
}
