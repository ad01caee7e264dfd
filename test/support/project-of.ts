import { readFlag } from '../../src/model/flag.ts';
import { readManifest } from '../../src/model/manifest.ts';
import { readSegment } from '../../src/model/segment.ts';
import { readSpec } from '../../src/model/spec.ts';
import { readSystems } from '../../src/model/systems.ts';
import { memoryTree } from '../../src/platform/memory-tree.ts';
import type { Project, ProjectFile } from '../../src/project/project.ts';
import { parseDocument } from '../../src/source/document.ts';

export interface ProjectValues {
  /** Key → value of the file, as YAML would give it. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly segments?: Readonly<Record<string, unknown>>;
  readonly specs?: readonly unknown[];
  readonly systems?: unknown;
  readonly manifest?: unknown;
}

/** A project made of values instead of texts: its files have no problems, and cannot be opened. */
export function projectOf({ flags = {}, segments = {}, specs = [], systems, manifest }: ProjectValues): Project {
  const files = new Map<string, ProjectFile>();
  const named = (kind: ProjectFile['kind'], key: string, file: string): string => {
    files.set(file, { file, kind, key, problems: [], suppressions: [] });
    return file;
  };
  const read = <Item>(
    kind: 'flag' | 'segment',
    values: object,
    make: (key: string, file: string, value: unknown) => Item,
  ) =>
    new Map(
      Object.entries(values).map(([key, value]) => [key, make(key, named(kind, key, `${key}.${kind}.yaml`), value)]),
    );
  return {
    tree: memoryTree({}),
    folder: '',
    manifest: readManifest('flagwright.yaml', manifest),
    owners: undefined,
    systems: systems === undefined ? undefined : readSystems(named('systems', '', 'systems.yaml'), systems),
    policy: undefined,
    files,
    flags: read('flag', flags, readFlag),
    segments: read('segment', segments, readSegment),
    specs: specs.map((value, index) => readSpec(named('spec', '', `${index}.spec.yaml`), value)),
    memory: undefined,
    duplicates: [],
    document: async (file) => parseDocument(file, ''),
  };
}
