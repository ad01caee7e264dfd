import type { FlagDefinition, SegmentDefinition } from '../evaluate/definition.ts';
import { readDefinitions, type Definitions } from '../project/definitions.ts';
import type { Project } from '../project/project.ts';

/** The definitions of a commit, and which of them the commit before did not have. */
export interface ReadDefinitions {
  /** In code-unit order of their keys, however they were read. */
  readonly definitions: Definitions;
  /** Keys of flags whose file, or a segment, is another than at the last sound commit. */
  readonly changed: readonly string[];
}

interface Known {
  readonly stamps: ReadonlyMap<string, string | undefined>;
  readonly definitions: Definitions;
}

/**
 * Keeps the definitions of the last sound commit, so that of the next only the files that differ are parsed. An unchanged
 * definition is the same object, from which more is known.
 */
export class DefinitionMemory {
  #known: Known | undefined;
  #read: Known | undefined;

  async read(project: Project): Promise<ReadDefinitions> {
    const entries = await project.tree.list(project.folder);
    const stamps = new Map(entries.map(({ path, stamp }) => [path, stamp]));
    const before = this.#known;
    const isSame = (file: string): boolean => {
      const stamp = stamps.get(file);
      return stamp !== undefined && before?.stamps.get(file) === stamp;
    };
    const { flags, segments } = unchanged(project, before?.definitions, isSame);
    const same = new Set(flags.keys());
    const read = await readDefinitions(project, undefined, {
      flags,
      segments,
      jsonLogic: before?.definitions.jsonLogic,
    });
    const definitions: Definitions = { ...read, flags: byKey(read.flags), segments: byKey(read.segments) };
    this.#read = { stamps, definitions };
    return { definitions, changed: [...definitions.flags.keys()].filter((key) => !same.has(key)) };
  }

  /** Says that what was read last is sound, all of it. */
  keep(): void {
    this.#known = this.#read;
  }
}

/** Flags of which neither the file has changed nor a segment that they use, by itself or through others; and those segments. */
function unchanged(
  { flags, segments }: Project,
  before: Definitions | undefined,
  isSame: (file: string) => boolean,
): { flags: Map<string, FlagDefinition>; segments: Map<string, SegmentDefinition> } {
  const same = { flags: new Map<string, FlagDefinition>(), segments: new Map<string, SegmentDefinition>() };
  for (const { key, file, environments } of flags.values()) {
    const definition = isSame(file) ? before?.flags.get(key) : undefined;
    if (!definition) continue;
    const used = new Set(Object.values(environments).flatMap((block) => block.segments.map((one) => one.key)));
    // A set gives what is added while it is gone through as well.
    for (const one of used) for (const inner of segments.get(one)?.segments ?? []) used.add(inner.key);
    const found = [...used].map((one) => {
      const segment = segments.get(one);
      return [one, segment && isSame(segment.file) ? before?.segments.get(one) : undefined] as const;
    });
    if (found.some(([, segment]) => segment === undefined)) continue;
    same.flags.set(key, definition);
    for (const [one, segment] of found) same.segments.set(one, segment!);
  }
  return same;
}

function byKey<Definition>(definitions: ReadonlyMap<string, Definition>): Map<string, Definition> {
  return new Map([...definitions].sort(([a], [b]) => (a < b ? -1 : 1)));
}
