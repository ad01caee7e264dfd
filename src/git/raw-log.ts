import type { GitOptions } from './git-process.ts';
import { streamGit } from './git-process.ts';

/** A commit of a first-parent chain, with what it changed against its first parent (all of its files if it has none). */
export interface LoggedCommit {
  readonly id: string;
  /** The first parent; undefined for a root, and where a shallow clone was cut off. */
  readonly parent: string | undefined;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
  readonly changes: readonly RawChange[];
}

/** A path before and after a commit. A renamed file is two of these. */
export interface RawChange {
  readonly path: string;
  readonly before: RawEntry | undefined;
  readonly after: RawEntry | undefined;
}

export interface RawEntry {
  /** `unreadable`: the name is not UTF-8, so `path` is not quite it. */
  readonly kind: 'file' | 'link' | 'submodule' | 'unreadable';
  /** Id of the blob (of the commit, for a submodule). */
  readonly oid: string;
}

/** Nothing that is configured, replaced or noted may change what is shown. Merges are compared with the first parent. */
const ARGS: readonly string[] = [
  'log',
  '--first-parent',
  '--raw',
  '--no-abbrev',
  '-z',
  '--no-follow',
  '--no-renames',
  '--no-relative',
  '--no-notes',
  '--no-decorate',
  '--no-mailmap',
  '--no-color',
  '--no-ext-diff',
  '--no-show-signature',
  '--ignore-submodules=none',
  '--format=%H %ct %P',
  '--end-of-options',
];

/**
 * The first-parent chain of a commit, newest first, in pieces as git gives them. Leaving the loop early ends git.
 *
 * @param limits.folder leaves out commits that change nothing below it, and changes elsewhere: several times faster
 *   where most commits do not touch the folder, and half as fast where all do
 * @param limits.suffix leaves out changes of paths that do not end with it (ASCII)
 * @throws GitError if there is no such commit, or an object is missing
 */
export async function* rawLog(
  commit: string,
  limits: { readonly folder?: string | undefined; readonly suffix?: string | undefined },
  options: Pick<GitOptions, 'cwd' | 'env' | 'signal'>,
): AsyncGenerator<readonly LoggedCommit[], void, undefined> {
  const parser = new RawLogParser(limits.suffix ?? '');
  const pathspec = limits.folder ? [limits.folder] : [];
  for await (const chunk of streamGit([...ARGS, commit, '--', ...pathspec], options)) {
    const commits = parser.push(chunk);
    if (commits.length > 0) yield commits;
  }
  yield parser.end();
}

const NUL = 0;
const LF = 10;
const COLON = 58;

/** Takes the log in pieces of any length. */
export class RawLogParser {
  readonly #suffix: Buffer;
  #rest: Buffer = Buffer.alloc(0);
  /** `:mode mode id id status`, once it is known that a path follows. */
  #meta: string | undefined;
  #current: (LoggedCommit & { changes: RawChange[] }) | undefined;
  #done: LoggedCommit[] = [];

  constructor(suffix: string) {
    this.#suffix = Buffer.from(suffix);
  }

  /** The commits that are whole now. */
  push(chunk: Buffer): readonly LoggedCommit[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NUL); end >= 0; start = end + 1, end = bytes.indexOf(NUL, start)) {
      this.#take(bytes, start, end);
    }
    this.#rest = bytes.subarray(start);
    return this.#done.splice(0);
  }

  end(): readonly LoggedCommit[] {
    return this.#current === undefined ? [] : [this.#current];
  }

  #take(bytes: Buffer, start: number, end: number): void {
    if (this.#meta !== undefined) {
      const from = end - this.#suffix.length;
      if (from >= start && bytes.compare(this.#suffix, 0, this.#suffix.length, from, end) === 0) {
        this.#current?.changes.push(readRawChange(this.#meta, bytes.subarray(start, end)));
      }
      this.#meta = undefined;
      return;
    }
    // A line end is between a commit and its first change.
    const from = bytes[start] === LF ? start + 1 : start;
    if (from === end) return;
    const text = bytes.toString('latin1', from, end);
    if (bytes[from] === COLON) {
      this.#meta = text;
      return;
    }
    if (this.#current !== undefined) this.#done.push(this.#current);
    const [id = '', seconds, parent] = text.trim().split(' ');
    this.#current = { id, parent: parent || undefined, committedAt: (Number(seconds) || 0) * 1000, changes: [] };
  }
}

/** A change as `--raw -z` writes it: `:mode mode id id status`, and the path. */
export function readRawChange(meta: string, name: Buffer): RawChange {
  const [modeBefore = '', modeAfter = '', before = '', after = ''] = meta.slice(1).split(' ');
  const path = name.toString('utf8');
  // A name may hold U+FFFD itself, or bytes that are not UTF-8.
  const exact = !path.includes('\uFFFD') || Buffer.from(path).equals(name);
  return { path, before: entry(modeBefore, before, exact), after: entry(modeAfter, after, exact) };
}

function entry(mode: string, oid: string, exact: boolean): RawEntry | undefined {
  if (mode === '000000') return undefined;
  if (!exact) return { kind: 'unreadable', oid };
  return { kind: mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file', oid };
}
