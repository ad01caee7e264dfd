import type { FlagDefinition, SegmentDefinition } from '../../evaluate/definition.ts';
import type { History, Touch, Touched } from '../../history/history.ts';
import { fields } from '../../model/read.ts';
import { compactJson } from '../canonical-json.ts';
import { snapshotFlag, snapshotSegment } from './entries.ts';

/**
 * The commit of a chain that made the flags and segments of an environment what a snapshot of its newest commit says.
 * Undefined if none did. It looks back from the newest change, and reads no more files than that takes.
 */
export async function lastChange(history: History, environment: string): Promise<string | undefined> {
  const states = new States(history, environment);
  for (const { commit, entries } of history.changingCommits().toReversed()) {
    for (const touched of entries) {
      if (await states.wereDifferentBefore(commit, touched)) return commit;
    }
  }
  return undefined;
}

/** What a snapshot would say of each flag and segment along the chain. */
class States {
  readonly #history: History;
  readonly #environment: string;

  constructor(history: History, environment: string) {
    this.#history = history;
    this.#environment = environment;
  }

  /** Whether a snapshot said something else of a flag or segment before a commit than after it. */
  async wereDifferentBefore(commit: string, { kind, key }: Touched): Promise<boolean> {
    if (kind !== 'flag' && kind !== 'segment') return false;
    const touches = this.#history.touches(kind, key);
    const at = touches.findIndex((touch) => touch.commit === commit);
    const [was, is] = await Promise.all([this.#entry(kind, key, touches[at - 1]), this.#entry(kind, key, touches[at])]);
    return was !== is;
  }

  async #entry(kind: 'flag' | 'segment', key: string, touch: Touch | undefined): Promise<string | undefined> {
    if (touch?.path === undefined) return undefined;
    const { blob, path } = touch;
    const document = await this.#history.definition({ blob, path });
    const value = fields(document?.value);
    try {
      const entry = kind === 'flag' ? snapshotFlag({ ...value, key } as unknown as FlagDefinition, this.#environment) : snapshotSegment(value as unknown as SegmentDefinition); // prettier-ignore
      return compactJson(entry);
    } catch {
      // Files of the past may be malformed in any way; such a one differs from every other.
      return blob ?? '';
    }
  }
}
