import type { Path } from '../diagnostic/diagnostic.ts';
import { describeValue } from '../evaluate/describe.ts';

/** A detail of more characters is cut: the values themselves are at hand. */
const maxDetail = 240;

/** What a change is about; see "Kinds of change" of the file format. */
export type ChangeKind =
  | 'create'
  | 'delete'
  | 'state'
  | 'targeting'
  | 'variants'
  | 'prerequisites'
  | 'lifecycle'
  | 'ownership'
  | 'metadata'
  | 'governance'
  /** The file that defines a flag is another one now. */
  | 'moved'
  /** The definition cannot be read, before or after. */
  | 'unreadable';

/** One difference in meaning between two definitions. Plain data: as JSON it is part of the public contract. */
export interface Change {
  readonly kind: ChangeKind;
  /** Only for a change inside of one environment's block. */
  readonly environment?: string | undefined;
  /**
   * Where it is in the definition. Entries of rules go by their name, those of prerequisites and conflicts by their
   * flag, those of policies by their id. Empty for a change of the whole.
   */
  readonly path: Path;
  /** Values as parsed; absent where there is none. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** For an entry that was added to a list or moved in it: the entry right after it. */
  readonly position?: Position | undefined;
  /** What has changed, in words: `rule eu-gradual`, `expires`; empty for the environment itself. */
  readonly subject: string;
  /** How: `25% → 50% on`. */
  readonly detail: string;
  /** Both in one line, with the environment: `production: rule eu-gradual 25% → 50% on`. */
  readonly summary: string;
}

/** Keys of list entries; `null` where the entry comes last. */
interface Position {
  /** Absent for an entry that was added. */
  readonly before?: string | null | undefined;
  readonly after: string | null;
}

/** Everything of a change but its summary. */
export type ChangeParts = Omit<Change, 'summary'>;

/** Completes a change with its summary; what is undefined is left out, so that it stays the same as JSON. */
export function change(parts: ChangeParts): Change {
  const { kind, environment, path, before, after, position, subject } = parts;
  const detail = parts.detail.length > maxDetail ? `${parts.detail.slice(0, maxDetail - 1)}…` : parts.detail;
  const what = [subject, detail].filter((part) => part !== '').join(' ');
  return {
    kind,
    ...(environment !== undefined && { environment }),
    path,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(position && { position }),
    subject,
    detail,
    summary: environment === undefined ? what : `${describeValue(environment)}: ${what}`,
  };
}

/** A definition that is in another file now. Paths are relative to the root of the file tree. */
export function movedChange(before: string, after: string): Change {
  return change({ kind: 'moved', path: [], before, after, subject: '', detail: `moved from ${before} to ${after}` });
}

/** A definition that cannot be read any more, or can be read again. */
export function unreadableChange(side: 'before' | 'after'): Change {
  const detail = side === 'after' ? 'cannot be read: it is not valid YAML' : 'can be read again';
  return change({ kind: 'unreadable', path: [], subject: '', detail });
}
