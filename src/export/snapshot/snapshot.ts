import { createHash } from 'node:crypto';
import type { ContextDeclaration } from '../../model/context.ts';
import { canonicalJson, WrittenOnce } from '../canonical-json.ts';
import type { EngineExport, ExportInput } from '../exported.ts';
import { snapshotFlag, snapshotSegment, type SnapshotFlag, type SnapshotSegment } from './entries.ts';

/** The flags of one environment at one commit, for services; see schemas/output/snapshot.schema.json. */
export interface Snapshot {
  readonly format: 1;
  readonly project: string;
  readonly environment: string;
  /** Number of commits on the first-parent chain: a later snapshot has a higher one. */
  readonly version: number;
  readonly commit: string;
  /** The commit of the last snapshot with other flags or segments. */
  readonly previous: string | null;
  readonly author: string;
  readonly committedAt: string;
  /** SHA-256 over the flags and segments as canonical JSON on one line, in hexadecimal. */
  readonly digest: string;
  readonly context: ContextDeclaration | null;
  readonly flags: Readonly<Record<string, SnapshotFlag>>;
  readonly segments: Readonly<Record<string, SnapshotSegment>>;
}

/**
 * The snapshot of a commit, byte for byte the same whenever it is made. It says everything that a flag file does, so that all
 * flags are exact.
 * @param input with `source.chain`
 */
export function snapshotFile(input: ExportInput): EngineExport & { readonly snapshot: Snapshot } {
  const { environment, definitions, keys, source } = input;
  const { length, previous, author, committedAt } = source.chain!;
  const flags = byKey(definitions.flags, (definition) => writtenOnce(definition, environment, snapshotFlag));
  const segments = byKey(definitions.segments, (definition) => writtenOnce(definition, '', snapshotSegment));
  const snapshot: Snapshot = {
    format: 1,
    project: source.project,
    environment,
    version: length,
    commit: source.commit!,
    previous: previous ?? null,
    author,
    committedAt: committedAt.toISOString(),
    digest: digestOf(flags, segments),
    context: source.context ?? null,
    flags: valuesOf(flags),
    segments: valuesOf(segments),
  };
  const statements = keys.map((key) => ({ key, support: 'exact' as const, reasons: [] }));
  return {
    document: canonicalJson({ ...snapshot, flags: Object.fromEntries(flags), segments: Object.fromEntries(segments) }),
    statements,
    snapshot,
  };
}

type Entries<Value> = readonly (readonly [key: string, entry: WrittenOnce & { readonly value: Value }])[];

/** What tells whether two snapshots hold the same: of `{ flags, segments }` as `compactJson` writes it. */
function digestOf(flags: Entries<SnapshotFlag>, segments: Entries<SnapshotSegment>): string {
  const hash = createHash('sha256').update('{"flags":{');
  const add = (entries: Entries<unknown>): void => {
    for (const [at, [key, { compact }]] of entries.entries()) {
      hash.update(`${at === 0 ? '' : ','}${JSON.stringify(key)}:${compact}`);
    }
  };
  add(flags);
  hash.update('},"segments":{');
  add(segments);
  return hash.update('}}').digest('hex');
}

const written = new WeakMap<object, Map<string, WrittenOnce>>();

/** The entry of a definition. A server writes snapshots again and again in which few of them are new. */
function writtenOnce<Definition extends object, Entry>(
  definition: Definition,
  environment: string,
  entryOf: (definition: Definition, environment: string) => Entry,
): WrittenOnce & { readonly value: Entry } {
  const known = written.get(definition) ?? new Map<string, WrittenOnce>();
  written.set(definition, known);
  const entry = known.get(environment) ?? new WrittenOnce(entryOf(definition, environment));
  known.set(environment, entry);
  return entry as WrittenOnce & { readonly value: Entry };
}

/** In code-unit order of their keys. */
function byKey<Definition, Entry>(
  definitions: ReadonlyMap<string, Definition>,
  entryOf: (definition: Definition) => WrittenOnce & { readonly value: Entry },
): Entries<Entry> {
  const sorted = [...definitions].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, definition]) => [key, entryOf(definition)]);
}

function valuesOf<Entry>(entries: Entries<Entry>): Record<string, Entry> {
  return Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
}
